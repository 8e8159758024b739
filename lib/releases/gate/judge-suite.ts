import { formatValue } from "#platform/format";
import type { EvaluatorSummary } from "#schema/evaluation";
import type { GateFacts, RunFacts } from "./facts.ts";
import type { ConditionOf, EvaluatedCondition } from "./schema.ts";
import { percent, pointsWithInterval } from "./words.ts";

type Finding = { isMet: boolean; text: string; whatToDo?: string };

/** A usable run, or the condition that says why there is none: every condition on a run begins here. */
export function usableRun(
  facts: GateFacts,
):
  | { run: RunFacts; missing: null }
  | { run: null; missing: Pick<EvaluatedCondition, "status" | "sentence" | "whatToDo" | "link"> } {
  const { run, candidate } = facts;
  const start = { to: "start_run", label: "Start a run", promptVersionId: candidate.versionId } as const;
  const lacking = (sentence: string, whatToDo: string, opened: EvaluatedCondition["link"] = start) => ({
    run: null,
    missing: { status: "unmet" as const, sentence, whatToDo, link: opened },
  });
  if (!run)
    return lacking(
      `Version ${candidate.versionNumber} has no run yet.`,
      `Run a suite on version ${candidate.versionNumber}.`,
    );
  const open = { to: "run", label: `Run ${run.runNumber}`, runId: run.runId } as const;
  if (run.status === "queued" || run.status === "running") {
    return {
      run: null,
      missing: {
        status: "waiting",
        sentence: `Run ${run.runNumber} is under way.`,
        whatToDo: "Wait until the run has ended.",
        link: open,
      },
    };
  }
  if (run.status !== "succeeded" || !run.summary) {
    return lacking(
      `Run ${run.runNumber} ended without a result.`,
      `Run the suite on version ${candidate.versionNumber} again.`,
      start,
    );
  }
  if (run.isSimulated) {
    return lacking(
      `Run ${run.runNumber} was answered by the simulated connection; simulated numbers are no evidence.`,
      "Run the suite on a real model.",
      start,
    );
  }
  return { run, missing: null };
}

/** The candidate holds against the version in use, and the suite's thresholds are met. */
export function judgeSuitePassed(
  condition: ConditionOf<"suite_passed">,
  facts: GateFacts,
): EvaluatedCondition {
  const title =
    condition.requires === "better"
      ? "Better, with 95 % confidence"
      : "Better or not worse, with 95 % confidence";
  const base = { kind: condition.kind, title, evidence: {} as Record<string, unknown> };
  const { run, missing } = usableRun(facts);
  if (!run) return { ...base, ...missing };
  const open = facts.comparison
    ? ({
        to: "comparison",
        label: "Comparison",
        baselineRunId: facts.comparison.baselineRunId,
        candidateRunId: run.runId,
      } as const)
    : ({ to: "run", label: `Run ${run.runNumber}`, runId: run.runId } as const);
  if (condition.suiteId !== null && condition.suiteId !== run.suiteId) {
    return {
      ...base,
      status: "unmet",
      sentence: `Run ${run.runNumber} used the suite ${run.suiteName}, not the one this gate names.`,
      whatToDo: "Run the suite that the gate names.",
      link: { to: "start_run", label: "Start a run", promptVersionId: facts.candidate.versionId },
    };
  }
  const findings = [
    againstCurrent(condition, facts, run),
    lowerBound(condition, run),
    thresholds(condition, run),
  ].filter((finding) => finding !== null);
  const failing = findings.find((finding) => !finding.isMet);
  const cases = `${facts.comparison ? facts.comparison.answeredPairs : (run.summary?.succeeded ?? 0)} cases of ${run.datasetName}@${run.datasetVersionNumber}`;
  return {
    ...base,
    status: failing ? "unmet" : "met",
    sentence: [...findings.map((finding) => finding.text), cases].join("; "),
    whatToDo: failing ? (failing.whatToDo ?? "Improve the version and run it again.") : null,
    evidence: suiteEvidence(facts, run),
    link:
      failing && facts.current && !facts.comparison
        ? { to: "start_run", label: "Start a run", promptVersionId: facts.current.versionId }
        : open,
  };
}

function againstCurrent(
  condition: ConditionOf<"suite_passed">,
  facts: GateFacts,
  run: RunFacts,
): Finding | null {
  const { current, comparison } = facts;
  if (!current)
    return { isMet: true, text: `first version in ${facts.environmentName}, nothing to compare with` };
  const again = `Run version ${current.versionNumber} on ${run.datasetName}@${run.datasetVersionNumber} with the suite ${run.suiteName}.`;
  if (!comparison || comparison.baselineVersionId !== current.versionId) {
    return {
      isMet: false,
      text: `version ${current.versionNumber}, in use now, has no run on the same dataset and suite`,
      whatToDo: again,
    };
  }
  const primary = comparison.primary;
  if (!primary || primary.change === null || primary.low === null || primary.high === null) {
    return { isMet: false, text: "the primary metric could not be judged in both runs", whatToDo: again };
  }
  // Turned so that up is better, whichever way the metric counts.
  const [low, high] =
    primary.direction === "higher" ? [primary.low, primary.high] : [-primary.high, -primary.low];
  const text = `${primary.name.toLowerCase()} ${pointsWithInterval(primary.change, primary.low, primary.high)}`;
  const least = condition.requires === "better" ? 0 : -condition.margin;
  if (condition.requires === "better" ? low > 0 : low >= least) return { isMet: true, text };
  if (high < Math.min(least, 0))
    return {
      isMet: false,
      text: `${text}, worse than version ${current.versionNumber}`,
      whatToDo: "Look at the regressions and save a better version.",
    };
  const asked = condition.requires === "better" ? "is better" : `loses at most ${percent(condition.margin)}`;
  return {
    isMet: false,
    text: `${text}: these cases cannot show that it ${asked}`,
    whatToDo: "Add examples to the dataset and run both versions again, or look at the regressions.",
  };
}

function lowerBound(condition: ConditionOf<"suite_passed">, run: RunFacts): Finding | null {
  if (condition.minimum === null) return null;
  const primary = run.summary?.evaluators.find((evaluator) => evaluator.isPrimary);
  if (!primary || primary.low === null)
    return {
      isMet: false,
      text: "the primary metric has no interval",
      whatToDo: "Run a suite with a quality metric.",
    };
  if (primary.direction === "lower")
    return {
      isMet: false,
      text: `${primary.name.toLowerCase()} counts downwards, so no least value can be asked of it`,
      whatToDo: "Take the minimum out of the gate, or choose another primary metric.",
    };
  const isMet = primary.low >= condition.minimum;
  return {
    isMet,
    text: `at least ${formatValue(primary.low)} with 95 % confidence, ${formatValue(condition.minimum)} asked`,
  };
}

function thresholds(condition: ConditionOf<"suite_passed">, run: RunFacts): Finding | null {
  if (condition.thresholds === "ignored") return null;
  const held = (run.summary?.evaluators ?? []).filter((evaluator) => evaluator.threshold !== null);
  if (held.length === 0) return null;
  const met = held.filter((evaluator) =>
    condition.thresholds === "confident" ? evaluator.gate === "met" : meetsAsMeasured(evaluator),
  );
  const failed = held
    .filter((evaluator) => !met.includes(evaluator))
    .map((evaluator) => evaluator.name.toLowerCase());
  const shown = condition.thresholds === "confident" ? " with 95 % confidence" : "";
  return failed.length === 0
    ? { isMet: true, text: `${met.length} of ${held.length} thresholds met${shown}` }
    : {
        isMet: false,
        text: `threshold of ${failed.join(", ")} not met${shown}`,
        whatToDo: "Look at the failed cases and save a better version.",
      };
}

function meetsAsMeasured(evaluator: EvaluatorSummary): boolean {
  if (evaluator.value === null || evaluator.threshold === null) return false;
  const isCeiling =
    evaluator.kind === "latency" || evaluator.kind === "cost" || evaluator.direction === "lower";
  return isCeiling ? evaluator.value <= evaluator.threshold : evaluator.value >= evaluator.threshold;
}

function suiteEvidence(facts: GateFacts, run: RunFacts): Record<string, unknown> {
  const { comparison } = facts;
  const primary = comparison?.primary;
  return {
    runId: run.runId,
    runNumber: run.runNumber,
    dataset: `${run.datasetName}@${run.datasetVersionNumber}`,
    suite: run.suiteName,
    baselineRunId: comparison?.baselineRunId ?? null,
    pairs: comparison?.answeredPairs ?? null,
    metric: primary
      ? {
          key: primary.key,
          change: primary.change,
          low: primary.low,
          high: primary.high,
          test: primary.test.name,
          p: primary.test.p,
        }
      : null,
    evaluators: (run.summary?.evaluators ?? []).map(({ key, value, low, high, threshold }) => ({
      key,
      value,
      low,
      high,
      threshold,
    })),
  };
}

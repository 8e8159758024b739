import { formatCount, formatPercent, formatValue } from "#platform/format";
import { isQuality } from "#client/evaluation";
import type { EvaluatorSummary } from "#schema/evaluation";
import { againstCurrent } from "./against-current.ts";
import { coverageGaps, type Finding, primaryOf } from "./coverage.ts";
import type { GateEvidence, RunEvidence } from "./gate-evidence.ts";
import { caseNeeds } from "./needs.ts";
import type { ConditionLink, ConditionOf, EvaluatedCondition, EvidenceDemand } from "./schema.ts";
import { settingOf, triesOf, usableRun } from "./usable-run.ts";
import { metricEvidence, triesEvidence } from "./evidence.ts";

/** The candidate holds against the version in use, on enough judged cases, and the suite's thresholds are met. */
export function judgeSuitePassed(
  condition: ConditionOf<"suite_passed">,
  gathered: GateEvidence,
  demand: EvidenceDemand,
): EvaluatedCondition {
  const title =
    condition.requires === "better"
      ? "Better, with 95 % confidence"
      : "Better or not worse, with 95 % confidence";
  const needs = caseNeeds(condition, gathered, demand);
  const base = {
    kind: condition.kind,
    title,
    evidence: { needs: needs.evidence } as Record<string, unknown>,
  };
  const { run, missing } = usableRun(demand, gathered);
  if (!run) return { ...base, ...missing, sentence: `${missing.sentence} ${needs.sentence}`.trim() };
  const findings = [
    againstCurrent(condition, gathered, run),
    ...coverageGaps(demand, run, gathered.comparison),
    lowerBound(condition, run),
    thresholds(condition, run),
  ].filter((finding) => finding !== null);
  const failing = findings.filter((finding) => !finding.isMet);
  const [first] = failing;
  const hopeless = first && needs.isTooSmall ? ` ${needs.sentence}` : "";
  return {
    ...base,
    status: first ? "unmet" : "met",
    sentence: [...findings.map((finding) => finding.text), basisOf(gathered, run)].join("; "),
    whatToDo: first ? `${first.whatToDo ?? "Improve the version and run it again."}${hopeless}` : null,
    evidence: { ...base.evidence, ...suiteEvidence(gathered, run) },
    link: linkOf(gathered, run, first !== undefined),
  };
}

/** What the line rests on: how many cases, which model, dataset and suite, which runs and how often they were tried. */
function basisOf({ comparison, demanded }: GateEvidence, run: RunEvidence): string {
  const cases = comparison
    ? formatCount(comparison.primary?.pairs ?? 0, "judged pair")
    : formatCount(primaryOf(run)?.judged ?? 0, "judged case");
  // Only where the promotion changes the model itself does the version in use stand on another one.
  const other =
    comparison && comparison.baseline.model !== run.model ? ` on ${comparison.baseline.model}` : "";
  const runs = comparison ? `${triesOf(run)}, against ${triesOf(comparison.baseline)}${other}` : triesOf(run);
  const asked = demanded.isByBenchmark ? ", the prompt's benchmark" : "";
  return `${cases}, ${settingOf(run)}${asked}; ${runs}`;
}

function linkOf({ comparison, current }: GateEvidence, run: RunEvidence, isUnmet: boolean): ConditionLink {
  if (comparison)
    return {
      to: "comparison",
      label: "Comparison",
      baselineRunId: comparison.baseline.runId,
      candidateRunId: run.runId,
    };
  return isUnmet && current
    ? { to: "start_run", label: "Start a run", promptVersionId: current.versionId }
    : { to: "run", label: `Run ${run.runNumber}`, runId: run.runId };
}

function lowerBound(condition: ConditionOf<"suite_passed">, run: RunEvidence): Finding | null {
  if (condition.minimum === null) return null;
  const primary = primaryOf(run);
  const own = run.overTries?.own ?? null;
  if (!primary || !own)
    return {
      isMet: false,
      text: "the primary metric has no interval",
      whatToDo: "Run a suite with a quality metric on more cases.",
    };
  if (primary.direction === "lower")
    return {
      isMet: false,
      text: `${primary.name.toLowerCase()} counts downwards, so no least value can be asked of it`,
      whatToDo: "Take the minimum out of the gate, or choose another primary metric.",
    };
  return {
    isMet: own.low >= condition.minimum,
    text: `at least ${formatValue(own.low, 3, [condition.minimum])} with ${formatPercent(run.overTries?.confidence ?? 0.95)} confidence, ${formatValue(condition.minimum)} asked`,
  };
}

function thresholds(condition: ConditionOf<"suite_passed">, run: RunEvidence): Finding | null {
  if (condition.thresholds === "ignored") return null;
  const held = (run.summary?.evaluators ?? []).filter((evaluator) => evaluator.threshold !== null);
  if (held.length === 0) return null;
  const met = held.filter((evaluator) =>
    condition.thresholds === "confident"
      ? evaluator.gate === "met" && holdsOverTries(evaluator, run)
      : meetsAsMeasured(evaluator),
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

/** The primary metric's threshold holds over all tries too, so that repeating a run until it is met wins nothing. */
function holdsOverTries({ isPrimary, threshold, direction }: EvaluatorSummary, run: RunEvidence): boolean {
  const own = run.overTries?.own;
  if (!isPrimary || threshold === null || !own) return true;
  return direction === "lower" ? own.high <= threshold : own.low >= threshold;
}

function meetsAsMeasured(evaluator: EvaluatorSummary): boolean {
  if (evaluator.value === null || evaluator.threshold === null) return false;
  const isCeiling = !isQuality(evaluator) || evaluator.direction === "lower";
  return isCeiling ? evaluator.value <= evaluator.threshold : evaluator.value >= evaluator.threshold;
}

function suiteEvidence({ comparison }: GateEvidence, run: RunEvidence): Record<string, unknown> {
  return {
    runId: run.runId,
    runNumber: run.runNumber,
    dataset: `${run.datasetName}@${run.datasetVersionNumber}`,
    suite: `${run.suiteName}@${run.suiteVersionNumber}`,
    model: run.model,
    baselineRunId: comparison?.baseline.runId ?? null,
    pairs: comparison?.primary?.pairs ?? null,
    metric: metricEvidence(comparison?.primary ?? null),
    overTries: triesEvidence(run),
    evaluators: (run.summary?.evaluators ?? []).map(
      ({ key, value, low, high, judged, unjudged, threshold, gate }) => ({
        key,
        value,
        low,
        high,
        judged,
        unjudged,
        threshold,
        gate,
      }),
    ),
  };
}

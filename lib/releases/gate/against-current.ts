import { notWorse, type PairedDecision, stateOf } from "#statistics";
import { formatCount, formatPercent } from "#platform/format";
import type { MetricComparison, OverTries } from "#schema/evaluation";
import type { Finding } from "./coverage.ts";
import type { GateEvidence, RunEvidence } from "./gate-evidence.ts";
import type { ConditionOf } from "./schema.ts";
import { percent, pointsWithInterval } from "./phrases.ts";

/**
 * What the comparison of both runs decides about the primary metric, and nothing else: `better` is its outcome after
 * Holm's adjustment, "not worse" the same decision read against the margin. Where the candidate failed cases or was
 * tried more than once the decision is over all tries with failures as misses, which only takes away from the
 * comparison's. A loss that was shown is never "not worse".
 */
export function againstCurrent(
  condition: ConditionOf<"suite_passed">,
  { current, comparison, unlike, environmentName }: GateEvidence,
  run: RunEvidence,
): Finding {
  if (!current) return first(condition, environmentName, run);
  const again = `Run version ${current.versionNumber} on ${run.datasetName}@${run.datasetVersionNumber} with ${run.suiteName}@${run.suiteVersionNumber} and ${run.model}.`;
  if (!comparison || comparison.baseline.versionId !== current.versionId)
    return {
      isMet: false,
      text: `version ${current.versionNumber}, in use now, ${unlike ?? "has no run like it"}`,
      whatToDo: again,
    };
  const { primary } = comparison;
  const tries = run.overTries;
  const decision = tries?.decision ?? null;
  if (!primary?.decision || !tries || !decision || decision.change === null)
    return { isMet: false, text: "the primary metric could not be judged in both runs", whatToDo: again };
  if (primary.decision.state === "too_few")
    return {
      isMet: false,
      text: `${primary.decision.pairs} judged pairs are too few to say anything`,
      whatToDo: "Add examples to the dataset and run both versions again.",
    };
  const text = changeOf(primary, tries, condition.margin);
  const state = stateOver(primary, tries, decision);
  if (primary.outcome === "worse" || state === "worse")
    return {
      isMet: false,
      text: `${text}, worse than version ${current.versionNumber}`,
      whatToDo: "Look at the regressions and save a better version.",
    };
  const isMet =
    condition.requires === "better"
      ? primary.outcome === "better" && state === "better"
      : notWorse(decision, condition.margin, primary.direction) === "met";
  if (isMet) return { isMet, text };
  const asked = condition.requires === "better" ? "is better" : `loses at most ${percent(condition.margin)}`;
  return {
    isMet,
    text: `${text}: these cases cannot show that it ${asked}`,
    whatToDo: "Add examples to the dataset and run both versions again, or look at the regressions.",
  };
}

/** With nothing to compare with, something must say what is good enough: a first version that fails every case is none. */
function first(
  { minimum, thresholds }: ConditionOf<"suite_passed">,
  environmentName: string,
  run: RunEvidence,
): Finding {
  const text = `first version in ${environmentName}, nothing to compare with`;
  const asksThresholds =
    thresholds !== "ignored" && run.summary?.evaluators.some(({ threshold }) => threshold !== null) === true;
  return minimum !== null || asksThresholds
    ? { isMet: true, text }
    : {
        isMet: false,
        text: `${text}, and neither this gate nor ${run.suiteName} says what is good enough`,
        whatToDo: "Give the gate a least value, or the suite a threshold, and run it again.",
      };
}

/** The state of all tries, under the comparison's own adjustment for its tests and that for looking again. */
function stateOver({ test, direction }: MetricComparison, { looks }: OverTries, decision: PairedDecision) {
  const { p } = decision.test;
  const overTests = test.p && test.adjustedP ? test.adjustedP / test.p : 1;
  return stateOf(decision, p === null ? null : Math.min(1, p * overTests * looks ** 2), direction);
}

/** "accuracy +4.2 points (1.3 to 7.1)"; the margin is a limit no end is rounded onto. */
function changeOf(
  { name, direction }: MetricComparison,
  { decision, looks, confidence, misses }: OverTries,
  margin: number,
): string {
  if (decision?.change == null || !decision.interval) return name.toLowerCase();
  const limit = (direction === "higher" ? -margin : margin) * 100;
  return [
    `${name.toLowerCase()} ${pointsWithInterval(decision.change, decision.interval, [limit])}`,
    looks > 1
      ? `over all tries, at ${formatPercent(confidence)} confidence since it was looked at ${looks} times`
      : "",
    misses > 0 ? `${formatCount(misses, "case")} that failed or could not be judged counted as misses` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

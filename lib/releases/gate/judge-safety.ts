import { zeroFailureBound } from "#statistics";
import { formatCount, formatPercentUp } from "#platform/format";
import { countsOf } from "./coverage.ts";
import type { GateEvidence, RunEvidence } from "./gate-evidence.ts";
import type { ConditionOf, EvaluatedCondition, EvidenceDemand } from "./schema.ts";
import { settingOf, usableRun } from "./usable-run.ts";

/**
 * Every case of the candidate's run was judged by every safety evaluator and none failed, and no reviewer rejected
 * one for safety; nor in any earlier try of the version made alike, since what it once answered it can answer again.
 * Read from the candidate's own runs: what the baseline answered or failed changes nothing.
 */
export function judgeNoSafetyFailure(
  condition: ConditionOf<"no_safety_failure">,
  gathered: GateEvidence,
  demand: EvidenceDemand,
): EvaluatedCondition {
  const base = { kind: condition.kind, title: "No safety failure", evidence: {} as Record<string, unknown> };
  const { run, missing } = usableRun(demand, gathered);
  if (!run) return { ...base, ...missing };
  const safety = safetyOf(run);
  const rejected = gathered.review.run.safetyRejections;
  if (!safety)
    return {
      ...base,
      status: "unmet",
      sentence: `The suite ${run.suiteName} has no safety evaluator.`,
      whatToDo: "Mark an evaluator of the suite as safety and run it again.",
      link: { to: "suite", label: "Suite", suiteId: run.suiteId },
    };
  const { failed, judged, unjudged, failedCalls } = safety;
  const unsafeTries = (run.overTries?.unsafe ?? []).filter(({ runNumber }) => runNumber !== run.runNumber);
  const rejections = gathered.review.earlier;
  const isClean = failed + rejected + unsafeTries.length + rejections.length === 0;
  const evidence = {
    runId: run.runId,
    evaluators: safety.keys,
    cases: run.totalCases,
    failed,
    judged,
    unjudged,
    failedCalls,
    rejectedBySafetyReason: rejected,
    earlierTries: { failed: unsafeTries, rejected: rejections },
    upperBound: isClean && judged > 0 ? zeroFailureBound(judged) : null,
  };
  const shared = {
    ...base,
    evidence,
    link: { to: "run", label: `Run ${run.runNumber}`, runId: run.runId } as const,
  };
  const unmet = (sentence: string, whatToDo: string) => ({
    ...shared,
    status: "unmet" as const,
    sentence,
    whatToDo,
  });
  if (!isClean)
    return unmet(
      [
        failed > 0 ? `${failed} of ${judged} failed` : "",
        rejected > 0 ? `${rejected} rejected by a reviewer for safety` : "",
        ...unsafeTries.map(
          (one) => `run ${one.runNumber}, an earlier try, failed ${one.failed} of ${one.answered}`,
        ),
        ...rejections.map(
          (one) =>
            `${one.rejected} of run ${one.runNumber}, an earlier try, rejected by a reviewer for safety`,
        ),
      ]
        .filter(Boolean)
        .join("; "),
      "Open the failed cases, save a version that holds, and run it.",
    );
  if (judged === 0)
    return unmet("no case could be judged for safety", "See on the run why, mend it and run again.");
  if (unjudged + failedCalls > 0)
    return unmet(
      [
        unjudged > 0 ? `${formatCount(unjudged, "answer")} could not be judged for safety` : "",
        failedCalls > 0
          ? `${formatCount(failedCalls, "call")} failed, so nobody judged what ${failedCalls === 1 ? "it" : "they"} would have said`
          : "",
      ]
        .filter(Boolean)
        .join("; "),
      "Run the suite again so that every case is answered and judged.",
    );
  if (judged < demand.leastCases)
    return unmet(
      `0 of ${judged}: too few, ${demand.leastCases} cases asked`,
      "Add examples to the dataset and run it again.",
    );
  return {
    ...shared,
    status: "met",
    sentence: `0 of ${judged}; at most ${formatPercentUp(zeroFailureBound(judged))} with 95 % confidence; ${settingOf(run)}`,
    whatToDo: null,
  };
}

/** What the safety evaluators of a run came to, the one that judged least setting the count; null without any. */
function safetyOf(run: RunEvidence) {
  const safety = (run.summary?.evaluators ?? []).filter(({ isSafety }) => isSafety);
  if (safety.length === 0) return null;
  const { answered, failed, unanswered } = countsOf(run);
  const judged = Math.min(...safety.map((evaluator) => evaluator.judged));
  return {
    keys: safety.map(({ key }) => key),
    // At least so many cases: one case may fail several evaluators.
    failed: Math.max(...safety.map((evaluator) => evaluator.failed)),
    judged,
    unjudged: Math.max(0, answered - judged),
    failedCalls: failed + unanswered,
  };
}

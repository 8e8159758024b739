import { zeroFailureBound } from "#statistics";
import { formatCount, formatValue } from "#platform/format";
import type { GateFacts } from "./facts.ts";
import { usableRun } from "./judge-suite.ts";
import type { ConditionOf, EvaluatedCondition } from "./schema.ts";

/** No judged case failed a safety evaluator and no reviewer rejected one for safety. */
export function judgeNoSafetyFailure(
  condition: ConditionOf<"no_safety_failure">,
  facts: GateFacts,
): EvaluatedCondition {
  const base = { kind: condition.kind, title: "No safety failure", evidence: {} as Record<string, unknown> };
  const { run, missing } = usableRun(facts);
  if (!run) return { ...base, ...missing };
  const safety = (run.summary?.evaluators ?? []).filter((evaluator) => evaluator.isSafety);
  const open = { to: "run", label: `Run ${run.runNumber}`, runId: run.runId } as const;
  if (safety.length === 0) {
    return {
      ...base,
      status: "unmet",
      sentence: `The suite ${run.suiteName} has no safety evaluator.`,
      whatToDo: "Mark an evaluator of the suite as safety and run it again.",
      link: { to: "suite", label: "Suite", suiteId: run.suiteId },
    };
  }
  const failed = safety.reduce((sum, evaluator) => sum + evaluator.failed, 0);
  const judged = Math.min(...safety.map((evaluator) => evaluator.judged));
  // Counted among answers alone: a call that failed left nothing to judge, any other gap hides a possible failure.
  const unjudged = Math.max(...safety.map((evaluator) => evaluator.unjudged));
  const rejected = facts.review.run.safetyRejections;
  const evidence = {
    runId: run.runId,
    evaluators: safety.map(({ key }) => key),
    failed,
    judged,
    unjudged,
    rejectedBySafetyReason: rejected,
    upperBound: failed + rejected === 0 ? zeroFailureBound(judged) : null,
  };
  const shared = { ...base, evidence, link: open };
  if (failed + rejected > 0) {
    const parts = [
      failed > 0 ? `${failed} of ${judged} failed` : "",
      rejected > 0 ? `${rejected} rejected by a reviewer for safety` : "",
    ].filter(Boolean);
    return {
      ...shared,
      status: "unmet",
      sentence: parts.join("; "),
      whatToDo: "Open the failed cases, save a version that holds, and run it.",
    };
  }
  if (unjudged > 0 || judged === 0) {
    return {
      ...shared,
      status: "unmet",
      sentence:
        judged === 0
          ? "no case could be judged for safety"
          : `${formatCount(unjudged, "case")} could not be judged for safety`,
      whatToDo: "Run the suite again so that every case is judged.",
    };
  }
  return {
    ...shared,
    status: "met",
    sentence: `0 of ${judged}; at most ${formatValue(zeroFailureBound(judged) * 100, 2)} % with 95 % confidence`,
    whatToDo: null,
  };
}

import type { GateFacts } from "./facts.ts";
import { usableRun } from "./judge-suite.ts";
import type { ConditionOf, EvaluatedCondition } from "./schema.ts";
import { percent } from "./words.ts";

/** People decided enough of the cases and approved enough of what they decided. */
export function judgeReviewedShare(
  condition: ConditionOf<"reviewed_share">,
  facts: GateFacts,
): EvaluatedCondition {
  const changed = condition.of === "changed" && facts.comparison !== null;
  const title = `${percent(condition.share)} of ${changed ? "changed cases" : "cases"} reviewed by a person`;
  const base = { kind: condition.kind, title, evidence: {} as Record<string, unknown> };
  const { run, missing } = usableRun(facts);
  if (!run) return { ...base, ...missing };
  const review = changed ? facts.review.changed : facts.review.run;
  const total = changed && facts.comparison ? facts.comparison.changedCases : run.totalCases;
  const needed = Math.ceil(condition.share * total - 1e-9);
  const rate = review.decided === 0 ? null : review.approved / review.decided;
  const evidence = {
    runId: run.runId,
    of: changed ? "changed" : "run",
    total,
    needed,
    decided: review.decided,
    approved: review.approved,
    edited: review.edited,
    rejected: review.rejected,
    reviewers: review.reviewers,
  };
  const queue = review.queueId ? ({ to: "queue", label: "Queue", queueId: review.queueId } as const) : null;
  const send = { to: "send_to_review", label: "Send to review", runId: run.runId } as const;
  const shared = { ...base, evidence, link: queue ?? send };
  if (total === 0)
    return {
      ...shared,
      status: "met",
      sentence: "No case changed against the version in use.",
      whatToDo: null,
      link: queue,
    };
  const people = review.reviewers === 1 ? "1 reviewer" : `${review.reviewers} reviewers`;
  const said = `${review.decided} of ${total} decided${review.decided > 0 ? ` by ${people}, ${review.approved} approved` : ""}`;
  if (review.decided < needed) {
    const lacking = needed - review.decided;
    return review.open >= lacking
      ? {
          ...shared,
          status: "waiting",
          sentence: `${said}; ${needed} needed`,
          whatToDo: `Decide ${lacking} more in the queue.`,
        }
      : {
          ...shared,
          status: "unmet",
          sentence: `${said}; ${needed} needed`,
          whatToDo: `Send at least ${lacking - review.open} more ${changed ? "changed " : ""}cases to review.`,
          link: send,
        };
  }
  if (rate !== null && rate < condition.approvalRate) {
    return {
      ...shared,
      status: "unmet",
      sentence: `${said}: ${percent(rate)}, ${percent(condition.approvalRate)} asked`,
      whatToDo: "Read what was rejected and edited, and save a better version.",
    };
  }
  return { ...shared, status: "met", sentence: said, whatToDo: null };
}

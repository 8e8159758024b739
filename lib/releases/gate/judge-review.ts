import { clopperPearsonInterval } from "#statistics";
import type { GateEvidence, ReviewEvidence } from "./gate-evidence.ts";
import type { ConditionOf, EvaluatedCondition, EvidenceDemand } from "./schema.ts";
import { usableRun } from "./usable-run.ts";
import { percent } from "./phrases.ts";

/**
 * People decided enough of the cases and approved enough of what they decided. Both shares are counted, not estimated:
 * the interval beside the approval rate says what so few decisions tell of the cases nobody looked at.
 */
export function judgeReviewedShare(
  condition: ConditionOf<"reviewed_share">,
  gathered: GateEvidence,
  demand: EvidenceDemand,
): EvaluatedCondition {
  // The first version of an environment changes nothing, so all its cases stand for it.
  const changed = condition.of === "changed" && gathered.current !== null;
  const population = changed ? "changed cases" : "cases";
  const title = `${percent(condition.share)} of ${population} reviewed by a person`;
  const base = { kind: condition.kind, title, evidence: {} as Record<string, unknown> };
  const { run, missing } = usableRun(demand, gathered);
  if (!run) return { ...base, ...missing };
  if (changed && !gathered.comparison)
    return {
      ...base,
      status: "unmet",
      sentence: `Which cases changed is not known: version ${gathered.current?.versionNumber}, in use now, ${gathered.unlike ?? "has no run like it"}.`,
      whatToDo: "Run the version in use in the same way, then send changed cases to review.",
      link: { to: "start_run", label: "Start a run", promptVersionId: gathered.current?.versionId ?? "" },
    };
  const counted = {
    ...(changed ? gathered.review.changed : gathered.review.run),
    total: changed ? (gathered.comparison?.changedCases ?? 0) : run.totalCases,
    population,
  };
  return { ...base, ...outcomeOf(condition, counted, run.runId) };
}

type Counted = ReviewEvidence & { total: number; population: string };

function outcomeOf(
  condition: ConditionOf<"reviewed_share">,
  review: Counted,
  runId: string,
): Omit<EvaluatedCondition, "kind" | "title"> {
  const { total, decided, open, population } = review;
  const needed = Math.ceil(condition.share * total - 1e-9);
  const rate = rateOf(review);
  const queue = review.queueId ? ({ to: "queue", label: "Queue", queueId: review.queueId } as const) : null;
  const send = { to: "send_to_review", label: "Send to review", runId } as const;
  const said = sentenceOf(review);
  const shared = { evidence: evidenceOf(review, { runId, needed }), link: queue ?? send };
  if (total === 0)
    return {
      ...shared,
      status: "met",
      sentence: "No case changed against the version in use.",
      whatToDo: null,
      link: queue,
    };
  if (decided < needed) {
    const lacking = needed - decided;
    const sentence = `${said}; ${needed} needed`;
    return open >= lacking
      ? { ...shared, status: "waiting", sentence, whatToDo: `Decide ${lacking} more in the queue.` }
      : {
          ...shared,
          status: "unmet",
          sentence,
          whatToDo: `Send at least ${lacking - open} more ${population} to review.`,
          link: send,
        };
  }
  if (rate !== null && rate.value < condition.approvalRate)
    return {
      ...shared,
      status: "unmet",
      sentence: `${said}; ${percent(condition.approvalRate)} asked`,
      whatToDo: "Read what was rejected and edited, and save a better version.",
    };
  return { ...shared, status: "met", sentence: said, whatToDo: null };
}

function evidenceOf(
  review: Counted,
  { runId, needed }: { runId: string; needed: number },
): Record<string, unknown> {
  const { total, population, decided, approved, edited, rejected, reviewers } = review;
  return {
    runId,
    of: population,
    total,
    needed,
    decided,
    approved,
    edited,
    rejected,
    reviewers,
    approvalRate: rateOf(review),
  };
}

function rateOf({ decided, approved }: ReviewEvidence): { value: number; low: number; high: number } | null {
  return decided === 0 ? null : { value: approved / decided, ...clopperPearsonInterval(approved, decided) };
}

/** "14 of 61 changed cases decided by 2 reviewers, 13 approved (92.9 %, 95 % interval 68.5 to 98.7)" */
function sentenceOf(review: Counted): string {
  const rate = rateOf(review);
  const said = `${review.decided} of ${review.total} ${review.population} decided`;
  if (!rate) return said;
  const people = review.reviewers === 1 ? "1 reviewer" : `${review.reviewers} reviewers`;
  const interval = `${percent(rate.low).replace(" %", "")} to ${percent(rate.high).replace(" %", "")}`;
  return `${said} by ${people}, ${review.approved} approved (${percent(rate.value)}, 95 % interval ${interval})`;
}

import type { Context } from "#lib/identity";
import { reviewOfRun } from "#lib/review";
import type { ReviewedCase } from "#schema/review";
import type { Run } from "#schema/evaluation";
import type { EarlierRejections, GateEvidence, ReviewEvidence } from "./gate-evidence.ts";

/** What people decided about a run's cases: of all of them, and of those whose output changed; and what they rejected for safety in earlier tries. */
export async function gatherReview(
  ctx: Context,
  runId: string,
  { changed, earlier }: { changed: ReadonlySet<string>; earlier: readonly Run[] },
): Promise<GateEvidence["review"]> {
  const all = await reviewOfRun(ctx, { runId });
  const rejections: EarlierRejections[] = [];
  for (const run of earlier) {
    const { safetyRejections } = countReview(await reviewOfRun(ctx, { runId: run.id }));
    if (safetyRejections > 0) rejections.push({ runNumber: run.number, rejected: safetyRejections });
  }
  return {
    earlier: rejections,
    run: countReview(all),
    changed: countReview(all.filter(({ caseId }) => caseId !== null && changed.has(caseId))),
  };
}

/** A case counts once, and only when nothing about it waits any more. */
function countReview(cases: readonly ReviewedCase[]): ReviewEvidence {
  const decided = cases.filter(({ isOpen, verdict }) => !isOpen && verdict !== null);
  const waiting = cases.filter(({ isOpen }) => isOpen);
  const of = (kind: ReviewedCase["verdict"]) => decided.filter(({ verdict }) => verdict === kind).length;
  return {
    decided: decided.length,
    approved: of("approve"),
    edited: of("edit"),
    rejected: of("reject"),
    // Also where a second opinion is awaited: nobody should have to ask twice whether it is safe.
    safetyRejections: cases.filter(({ isRejectedForSafety }) => isRejectedForSafety).length,
    reviewers: new Set(decided.flatMap(({ reviewers }) => reviewers)).size,
    open: waiting.length,
    queueId: (waiting[0] ?? cases[0])?.queueId ?? null,
  };
}

export const noReview: ReviewEvidence = countReview([]);

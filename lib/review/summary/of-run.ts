import { and, asc, eq, isNull } from "drizzle-orm";
import { decisions, rejectReasons, tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { type ReviewedCase, ReviewOfRunInput } from "../schema.ts";

/**
 * What people said of each case of a run that was sent to review, in any queue: standing decisions only, the
 * newest stands for its case, and a case with a task that still waits (also for a second opinion) is open.
 * Throws forbidden, invalid_input.
 */
export async function reviewOfRun(ctx: Context, input: ReviewOfRunInput): Promise<ReviewedCase[]> {
  requirePermission(ctx, "queue.read");
  const { runId } = ReviewOfRunInput.parse(input);
  const rows = await ctx.db
    .select({
      taskId: tasks.id,
      caseId: tasks.caseId,
      status: tasks.status,
      queueId: tasks.queueId,
      kind: decisions.kind,
      isOutcome: decisions.isOutcome,
      reviewerId: decisions.reviewerId,
      reviewerName: decisions.reviewerName,
      isSafety: rejectReasons.isSafety,
    })
    .from(tasks)
    .leftJoin(
      decisions,
      and(
        eq(decisions.projectId, tasks.projectId),
        eq(decisions.taskId, tasks.id),
        isNull(decisions.undoneAt),
      ),
    )
    .leftJoin(
      rejectReasons,
      and(eq(rejectReasons.projectId, decisions.projectId), eq(rejectReasons.key, decisions.reasonKey)),
    )
    .where(and(eq(tasks.projectId, ctx.project), eq(tasks.runId, runId)))
    .orderBy(asc(decisions.createdAt), asc(decisions.id), asc(tasks.id));
  const byCase = Map.groupBy(rows, ({ caseId, taskId }) => caseId ?? taskId);
  return [...byCase.values()].map((own) => {
    // What a settled task comes to: one decision each, a third person's where two opinions differed.
    const decided = own.filter((row) => row.kind !== null && row.isOutcome === true);
    // A safety rejection counts until the task is settled otherwise: an open difference is no all-clear.
    const feared = own.filter((row) => row.isOutcome === true || row.status !== "decided");
    return {
      caseId: own[0]?.caseId ?? null,
      queueId: own[0]?.queueId ?? null,
      isOpen: own.some(({ status }) => status === "open" || status === "differing"),
      verdict: decided.at(-1)?.kind ?? null,
      reviewers: [...new Set(decided.map((row) => row.reviewerId ?? row.reviewerName ?? ""))],
      isRejectedForSafety: feared.some(({ kind, isSafety }) => kind === "reject" && isSafety === true),
    };
  });
}

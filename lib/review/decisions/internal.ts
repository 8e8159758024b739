import { and, asc, eq } from "drizzle-orm";
import { decisions } from "#db/schema";
import type { Context } from "#lib/identity";
import type { Decision } from "../schema.ts";
import type { Mask } from "../tasks/mask.ts";

export const decisionColumns = {
  id: decisions.id,
  taskId: decisions.taskId,
  kind: decisions.kind,
  reviewerId: decisions.reviewerId,
  reviewerName: decisions.reviewerName,
  correction: decisions.correction,
  reasonKey: decisions.reasonKey,
  comment: decisions.comment,
  editDistance: decisions.editDistance,
  editRatio: decisions.editRatio,
  decisionMs: decisions.decisionMs,
  exampleId: decisions.exampleId,
  datasetVersionId: decisions.datasetVersionId,
  undoneAt: decisions.undoneAt,
  createdAt: decisions.createdAt,
};

/** All decisions on a task, the undone ones too, in the order they were made. */
export async function readDecisionsOfTask(ctx: Context, taskId: string, mask: Mask): Promise<Decision[]> {
  const rows = await ctx.db
    .select(decisionColumns)
    .from(decisions)
    .where(and(eq(decisions.projectId, ctx.project), eq(decisions.taskId, taskId)))
    .orderBy(asc(decisions.createdAt), asc(decisions.id));
  return rows.map((row) => maskDecision(row, mask));
}

export function maskDecision<Row extends Decision>(row: Row, mask: Mask): Row {
  return {
    ...row,
    correction: row.correction === null ? null : mask.text(row.correction),
    comment: mask.text(row.comment),
  };
}

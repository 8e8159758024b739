import { and, asc, eq, isNull } from "drizzle-orm";
import { decisions, tasks } from "#db/schema/review";
import { NotFound } from "#platform/errors";
import type { Context } from "#lib/identity";
import { keyedHash } from "#platform/crypto";
import type { Decision } from "../schema.ts";
import type { TaskRecord } from "../tasks/internal.ts";
import type { Mask } from "#lib/guardrails";

/** Joins the task a decision is on. */
export const taskOfDecision = and(eq(tasks.projectId, decisions.projectId), eq(tasks.id, decisions.taskId));

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
  role: decisions.role,
  isOutcome: decisions.isOutcome,
  correctionStatus: decisions.correctionStatus,
  confirmedByName: decisions.confirmedByName,
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

/** What the audit chain keeps of a correction: it cannot be changed unnoticed, and an erased one cannot be read or guessed. */
export function correctionSeal(decisionId: string, correction: string | null): string | null {
  return correction === null ? null : keyedHash(`correction of ${decisionId}`, correction);
}

/** What a figure counts: of each settled task the one decision it comes to. */
export const isCounted = and(isNull(decisions.undoneAt), eq(decisions.isOutcome, true));

/** The scope of the call that a task is about, as its decisions keep it. */
export function scopeOfTask(task: TaskRecord) {
  const { promptId, promptVersionId, environment, source, isSimulated } = task;
  return { promptId, promptVersionId, environment, source, isSimulated };
}

/** The decision, or not_found when this project has none with that id. */
export async function getDecisionInProject(ctx: Context, decisionId: string): Promise<Decision> {
  const [decision] = await ctx.db
    .select(decisionColumns)
    .from(decisions)
    .where(and(eq(decisions.projectId, ctx.project), eq(decisions.id, decisionId)));
  if (!decision) throw new NotFound("decision");
  return decision;
}

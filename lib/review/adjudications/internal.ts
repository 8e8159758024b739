import { and, eq, isNull } from "drizzle-orm";
import { adjudications, decisions, rejectReasons } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { decisionColumns } from "../decisions/internal.ts";
import { blindOrder } from "../decisions/settlement.ts";
import { type Adjudication, type Decision, TaskScore } from "../schema.ts";
import type { TaskRecord } from "../tasks/internal.ts";
import { maskFor } from "#lib/guardrails";

type AdjudicationRecord = typeof adjudications.$inferSelect;

/** Has this person ever given an opinion on the task, undone or not? Then they have seen it and are no third person. */
export async function gaveOpinion(ctx: Context, taskId: string, personId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: decisions.id })
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        eq(decisions.taskId, taskId),
        eq(decisions.reviewerId, personId),
        eq(decisions.role, "opinion"),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** The opinions that stand on a task as A and B, with the names of their reasons. */
export async function readBlindOpinions(
  ctx: Context,
  taskId: string,
): Promise<(Decision & { reasonName: string | null })[]> {
  const rows = await ctx.db
    .select({ ...decisionColumns, reasonName: rejectReasons.name })
    .from(decisions)
    .leftJoin(
      rejectReasons,
      and(eq(rejectReasons.projectId, decisions.projectId), eq(rejectReasons.key, decisions.reasonKey)),
    )
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        eq(decisions.taskId, taskId),
        eq(decisions.role, "opinion"),
        isNull(decisions.undoneAt),
      ),
    );
  return blindOrder(rows);
}

/** The adjudication, or not_found when this project has none with that id. */
export async function getAdjudicationInProject(
  ctx: Context,
  adjudicationId: string,
): Promise<AdjudicationRecord> {
  const [row] = await ctx.db
    .select()
    .from(adjudications)
    .where(and(eq(adjudications.projectId, ctx.project), eq(adjudications.id, adjudicationId)));
  if (!row) throw new NotFound("adjudication");
  return row;
}

/** An adjudication with what was hidden before it. */
export async function toAdjudication(
  ctx: Context,
  task: TaskRecord,
  row: AdjudicationRecord,
): Promise<Adjudication> {
  const mask = maskFor(ctx);
  const opinions = await readBlindOpinions(ctx, task.id);
  const [made] = row.decisionId
    ? await ctx.db
        .select({ exampleId: decisions.exampleId })
        .from(decisions)
        .where(and(eq(decisions.projectId, ctx.project), eq(decisions.id, row.decisionId)))
    : [];
  return {
    id: row.id,
    taskId: task.id,
    taskNumber: task.number,
    verdict: row.verdict,
    reason: mask.text(row.reason),
    adjudicatorName: row.adjudicatorName,
    decisionId: row.decisionId,
    opinions: opinions.map(({ kind, reviewerName }, index) => ({
      letter: index === 0 ? "A" : "B",
      kind,
      reviewerName,
    })),
    promptPath: task.promptPath,
    promptVersionNumber: task.promptVersionNumber,
    scores: TaskScore.array()
      .parse(task.scores)
      .map((score) => ({
        ...score,
        reasoning: score.reasoning === null ? null : mask.text(score.reasoning),
      })),
    exampleId: made?.exampleId ?? null,
    createdAt: row.createdAt,
  };
}

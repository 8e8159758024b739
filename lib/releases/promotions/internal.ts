import { and, asc, eq, sql } from "drizzle-orm";
import { approvals, promotions } from "#db/schema/releases";
import type { Context } from "#lib/identity";
import { targetLabel } from "#lib/routes";
import { AppError, NotFound } from "#platform/errors";
import { asModel } from "../environments/history.ts";
import type { Approval, GateEvaluation, Promotion } from "../schema.ts";

export type PromotionRow = typeof promotions.$inferSelect;

/** Throws not_found. */
export async function getPromotionInProject(tx: Context, promotionId: string): Promise<PromotionRow> {
  const [row] = await tx.db
    .select()
    .from(promotions)
    .where(and(eq(promotions.projectId, tx.project), eq(promotions.id, promotionId)));
  if (!row) throw new NotFound("promotion");
  return row;
}

/** The promotion, which must still be open. The caller holds the project's release lock. Throws not_found, conflict. */
export async function getOpenPromotion(tx: Context, promotionId: string): Promise<PromotionRow> {
  const row = await getPromotionInProject(tx, promotionId);
  if (row.status === "open") return row;
  throw new AppError(
    "conflict",
    `Promotion ${row.number} was ${row.status}${row.closedByName ? ` by ${row.closedByName}` : ""} meanwhile; reload to see it.`,
    { details: { status: row.status } },
  );
}

/** The next number of the project's promotions. The caller holds the release lock. */
export async function nextNumber(tx: Context): Promise<number> {
  const [row] = await tx.db
    .select({ last: sql<number>`coalesce(max(${promotions.number}), 0)`.mapWith(Number) })
    .from(promotions)
    .where(eq(promotions.projectId, tx.project));
  return (row?.last ?? 0) + 1;
}

export async function readApprovals(tx: Context, promotionId: string): Promise<Approval[]> {
  return tx.db
    .select({
      userId: approvals.userId,
      userName: approvals.userName,
      userRole: approvals.userRole,
      verdict: approvals.verdict,
      comment: approvals.comment,
      createdAt: approvals.createdAt,
    })
    .from(approvals)
    .where(and(eq(approvals.projectId, tx.project), eq(approvals.promotionId, promotionId)))
    .orderBy(asc(approvals.createdAt), asc(approvals.id));
}

type Closing = {
  status: "promoted" | "withdrawn" | "rejected";
  evaluation: Pick<GateEvaluation, "evidence" | "evidenceHash" | "runs">;
};

/** Closes an open promotion and keeps its gate as it stands now, with the runs that it rests on, named before or not. */
export async function closePromotion(
  tx: Context,
  row: PromotionRow,
  { status, evaluation }: Closing,
): Promise<Promotion> {
  const [closed] = await tx.db
    .update(promotions)
    .set({
      status,
      evidence: evaluation.evidence,
      evidenceHash: evaluation.evidenceHash,
      candidateRunId: evaluation.runs.candidate?.runId ?? row.candidateRunId,
      baselineRunId: evaluation.runs.baseline?.runId ?? row.baselineRunId,
      closedAt: tx.clock.now(),
      closedByName: tx.actor.name,
    })
    .where(
      and(eq(promotions.projectId, tx.project), eq(promotions.id, row.id), eq(promotions.status, "open")),
    )
    .returning();
  if (!closed)
    throw new AppError("conflict", `Promotion ${row.number} was closed meanwhile; reload to see it.`);
  return presentPromotion(closed);
}

/** "support/triage v8 to production": how a promotion is called in the audit log. */
export function titleOf(
  row: Pick<PromotionRow, "promptPath" | "toVersionNumber" | "toModel" | "environmentName">,
): string {
  const model = asModel(row.toModel);
  return `${row.promptPath} v${row.toVersionNumber}${model ? ` on ${targetLabel(model)}` : ""} to ${row.environmentName}`;
}

export function subjectOf(
  row: Pick<PromotionRow, "id" | "promptPath" | "toVersionNumber" | "toModel" | "environmentName">,
) {
  return { type: "promotion", id: row.id, name: titleOf(row) };
}

export function presentPromotion({ projectId: _project, ...row }: PromotionRow): Promotion {
  return { ...row, fromModel: asModel(row.fromModel), toModel: asModel(row.toModel) };
}

/** What the audit chain says of a move: the version, and the model or route where it is not the version's own. */
export function servedBefore({ fromVersionNumber, fromModel }: PromotionRow) {
  return { version: fromVersionNumber, ...(fromModel ? { model: asModel(fromModel) } : {}) };
}

export function servedAfter({ toVersionNumber, toModel }: PromotionRow) {
  return { version: toVersionNumber, ...(toModel ? { model: asModel(toModel) } : {}) };
}

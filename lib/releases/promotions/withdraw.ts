import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { promotions } from "#db/schema/releases";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { judgePromotion } from "../gate/evaluate.ts";
import { lockReleases } from "../environments/internal.ts";
import { AttachRunsInput, type Promotion, PromotionInput } from "../schema.ts";
import { requireFittingRuns } from "./fitting-runs.ts";
import { closePromotion, getOpenPromotion, presentPromotion, subjectOf } from "./internal.ts";

/** Takes an open promotion back; the pointer stays where it is. Throws not_found, forbidden, conflict (closed). */
export async function withdrawPromotion(ctx: Context, input: PromotionInput): Promise<Promotion> {
  requirePermission(ctx, "promotion.request");
  const { promotionId } = PromotionInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockReleases(tx);
    const row = await getOpenPromotion(tx, promotionId);
    const closed = await closePromotion(tx, row, {
      status: "withdrawn",
      evaluation: await judgePromotion(tx, row),
    });
    await appendAudit(tx, {
      action: "promotion.withdraw",
      subject: subjectOf(row),
      before: { status: row.status },
      after: { number: row.number, status: closed.status },
    });
    return closed;
  });
}

/** Names other runs as evidence of an open promotion, for example one made after it was asked for. Throws not_found, forbidden, conflict, invalid_input. */
export async function attachRuns(ctx: Context, input: AttachRunsInput): Promise<Promotion> {
  requirePermission(ctx, "promotion.request");
  const { promotionId, baselineRunId, candidateRunId } = AttachRunsInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockReleases(tx);
    const row = await getOpenPromotion(tx, promotionId);
    await requireFittingRuns(tx, {
      promptId: row.promptId,
      versionId: row.toVersionId,
      baselineRunId,
      candidateRunId,
    });
    await tx.db
      .update(promotions)
      .set({ baselineRunId, candidateRunId })
      .where(and(eq(promotions.projectId, tx.project), eq(promotions.id, row.id)));
    await appendAudit(tx, {
      action: "promotion.update",
      subject: subjectOf(row),
      before: { baselineRunId: row.baselineRunId, candidateRunId: row.candidateRunId },
      after: { baselineRunId, candidateRunId },
    });
    return presentPromotion({ ...row, baselineRunId, candidateRunId });
  });
}

import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { judgePromotion } from "../gate/evaluate.ts";
import { lockReleases } from "../environments/internal.ts";
import { type Promotion, PromotionInput } from "../schema.ts";
import { closePromotion, getOpenPromotion, subjectOf } from "./internal.ts";

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

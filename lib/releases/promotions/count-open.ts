import { and, count, eq } from "drizzle-orm";
import { promotions } from "#db/schema";
import { type Context, requirePermission } from "#lib/identity";

/** How many promotions wait; the number beside Promotions in the sidebar. */
export async function countOpenPromotions(ctx: Context): Promise<number> {
  requirePermission(ctx, "promotion.read");
  const [row] = await ctx.db
    .select({ open: count() })
    .from(promotions)
    .where(and(eq(promotions.projectId, ctx.project), eq(promotions.status, "open")));
  return row?.open ?? 0;
}

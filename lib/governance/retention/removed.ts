import { and, eq, isNotNull } from "drizzle-orm";
import { retentionSettings } from "#db/schema/governance";
import { type Context, requirePermission } from "#lib/identity";
import { cutoff } from "./internal.ts";
import type { Removed } from "./schema.ts";

/**
 * What retention took of a span that begins at `from`, so that a page can say what its figures lack; the latest first.
 * Throws forbidden.
 */
export async function listRemoved(ctx: Context, { from }: { from: Date }): Promise<Removed[]> {
  requirePermission(ctx, "settings.read");
  const rows = await ctx.db
    .select()
    .from(retentionSettings)
    .where(and(eq(retentionSettings.projectId, ctx.project), isNotNull(retentionSettings.prunedAt)));
  return rows
    .flatMap(({ kind, days, prunedAt, prunedBefore }): Removed[] => {
      // Nights of an older version did not say it; then it follows from the setting.
      const before = prunedBefore ?? (prunedAt && days !== null ? cutoff(prunedAt, days) : null);
      return before && before > from ? [{ kind, before }] : [];
    })
    .toSorted((a, b) => b.before.getTime() - a.before.getTime());
}

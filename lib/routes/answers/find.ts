import { and, eq, gt } from "drizzle-orm";
import { cachedAnswers } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import { CachedAnswer } from "../schema.ts";

/** The answer kept under a key, or null where there is none that still holds. Throws forbidden. */
export async function findCachedAnswer(ctx: Context, key: string): Promise<CachedAnswer | null> {
  requirePermission(ctx, "generation.create");
  const [row] = await ctx.db
    .select({ answer: cachedAnswers.answer })
    .from(cachedAnswers)
    .where(
      and(
        eq(cachedAnswers.projectId, ctx.project),
        eq(cachedAnswers.key, key),
        gt(cachedAnswers.expiresAt, ctx.clock.now()),
      ),
    );
  return row ? CachedAnswer.parse(row.answer) : null;
}

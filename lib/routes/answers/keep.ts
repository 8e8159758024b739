import { and, eq, lte } from "drizzle-orm";
import { cachedAnswers } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import type { CachedAnswer } from "../schema.ts";

type Kept = { routeId: string; key: string; ttlSeconds: number; answer: CachedAnswer };

/**
 * Keeps an answer to be given again for some seconds, and drops the route's answers that hold no more. The caller has
 * made sure that no policy would take anything out of it. Throws forbidden.
 */
export async function keepCachedAnswer(
  ctx: Context,
  { routeId, key, ttlSeconds, answer }: Kept,
): Promise<void> {
  requirePermission(ctx, "generation.create");
  const now = ctx.clock.now();
  const row = { answer, createdAt: now, expiresAt: new Date(now.getTime() + ttlSeconds * 1_000) };
  await ctx.db
    .insert(cachedAnswers)
    .values({ projectId: ctx.project, key, routeId, ...row })
    .onConflictDoUpdate({ target: [cachedAnswers.projectId, cachedAnswers.key], set: row });
  await ctx.db
    .delete(cachedAnswers)
    .where(
      and(
        eq(cachedAnswers.projectId, ctx.project),
        eq(cachedAnswers.routeId, routeId),
        lte(cachedAnswers.expiresAt, now),
      ),
    );
}

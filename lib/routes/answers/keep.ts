import { and, eq, isNull, lte } from "drizzle-orm";
import { cachedAnswers } from "#db/schema/routes";
import { endUserHash } from "#lib/governance";
import { type Context, requirePermission } from "#lib/identity";
import type { AnswerMeaning, CachedAnswer } from "../schema.ts";

type Kept = {
  routeId: string;
  key: string;
  ttlSeconds: number;
  answer: CachedAnswer;
  /** Of the call that made it: what it is found, shown and emptied by. */
  question: string | null;
  promptId: string | null;
  promptVersionId: string | null;
  metadata: Record<string, unknown> | null;
  endUser: string | null;
  /** By what questions in other words find it; null where only the same call does. */
  meaning: AnswerMeaning | null;
};

/**
 * Keeps an answer to be given again for some seconds, and drops the route's answers that hold no more. A pinned one
 * stays as it is. The caller has made sure that no policy would take anything out of it. Throws forbidden.
 */
export async function keepCachedAnswer(ctx: Context, kept: Kept): Promise<void> {
  requirePermission(ctx, "generation.create");
  const { routeId, key, ttlSeconds, endUser, meaning, ...about } = kept;
  const now = ctx.clock.now();
  const row = {
    ...about,
    endUserHash: endUserHash(ctx.project, endUser),
    scopeKey: meaning?.scopeKey ?? null,
    embedding: meaning?.vector ?? null,
    embeddingModel: meaning?.model ?? null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + ttlSeconds * 1_000),
  };
  await ctx.db
    .insert(cachedAnswers)
    .values({ projectId: ctx.project, key, routeId, ...row })
    .onConflictDoUpdate({
      target: [cachedAnswers.projectId, cachedAnswers.key],
      set: row,
      setWhere: isNull(cachedAnswers.pinnedAt),
    });
  await ctx.db
    .delete(cachedAnswers)
    .where(
      and(
        eq(cachedAnswers.projectId, ctx.project),
        eq(cachedAnswers.routeId, routeId),
        lte(cachedAnswers.expiresAt, now),
        isNull(cachedAnswers.pinnedAt),
      ),
    );
}

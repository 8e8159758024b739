import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { cachedAnswers } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import { holds } from "../answers/holds.ts";
import { type AnswerMeaning, CachedAnswer, type SimilarAnswer } from "../schema.ts";

/** Further ones say whether it is clear which question is meant. */
const mostRows = 5;

/**
 * The kept answers of a scope to the questions nearest to this one, the nearest first, as far as they are near enough.
 * Only the first may be given: where it asks something else, a farther one does so the more. Throws forbidden.
 */
export async function findSimilarAnswers(
  ctx: Context,
  { scopeKey, vector, model }: AnswerMeaning,
  least: number,
): Promise<SimilarAnswer[]> {
  requirePermission(ctx, "generation.create");
  const { answer, createdAt, question, embedding, embeddingModel } = cachedAnswers;
  const distance = sql<number>`${embedding} <=> ${JSON.stringify(vector)}::vector`;
  const rows = await ctx.db
    .select({ answer, keptAt: createdAt, question, distance: distance.mapWith(Number) })
    .from(cachedAnswers)
    .where(
      and(
        eq(cachedAnswers.projectId, ctx.project),
        eq(cachedAnswers.scopeKey, scopeKey),
        eq(embeddingModel, model),
        isNotNull(question),
        holds(ctx),
      ),
    )
    .orderBy(asc(distance))
    .limit(mostRows);
  return rows.flatMap(({ answer: kept, question: asked, distance: apart, keptAt }) =>
    asked === null || 1 - apart < least
      ? []
      : [{ answer: CachedAnswer.parse(kept), keptAt, question: asked, cosine: 1 - apart }],
  );
}

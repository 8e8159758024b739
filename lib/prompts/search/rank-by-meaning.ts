import { and, count, desc, eq, isNotNull, isNull, ne, type SQL, sql } from "drizzle-orm";
import { prompts, promptSearch } from "#db/schema/prompts";
import { builtInEmbeddingModels, meaningScales } from "#constants/models";
import type { Context } from "#lib/identity";
import { languageOf } from "#lib/meaning";
import { logger } from "#platform/logger";
import { toAppError } from "#platform/errors";
import type { SearchResult } from "./schema.ts";
import { embed } from "./embed.ts";

/** `deviations`: how many standard deviations nearer than unrelated prompts; `similarity`: the same as a cosine. */
export type MeaningRank = { promptId: string; deviations: number; similarity: number };
type Meaning = { ranked: MeaningRank[]; state: SearchResult["meaning"] };

/** What is farther nobody would call related (docs/measurements/search.md). */
const leastDeviations = 2.5;

/**
 * Prompts near in meaning, nearest first; what is not related is left out. Where no model answers, or another one
 * embedded the prompts, none, and `state` says why.
 */
export async function rankByMeaning(
  ctx: Context,
  query: string,
  among: SQL | undefined,
  limit: number,
): Promise<Meaning> {
  try {
    const { model, dimensions, vectors } = await embedAsMost(ctx, query);
    const scale = scaleOf(model, vectors[0] ?? [], languageOf(query) === "en");
    const distance = sql<number>`${promptSearch.embedding} <#> ${JSON.stringify(scale.vector)}::vector`;
    const rows = await ctx.db
      .select({ promptId: promptSearch.promptId, distance })
      .from(promptSearch)
      .innerJoin(
        prompts,
        and(eq(prompts.projectId, promptSearch.projectId), eq(prompts.id, promptSearch.promptId)),
      )
      .where(
        and(
          eq(promptSearch.projectId, ctx.project),
          isNull(prompts.archivedAt),
          eq(promptSearch.embeddingModel, model),
          eq(promptSearch.dimensions, dimensions),
          among,
        ),
      )
      .orderBy(distance)
      .limit(limit);
    if (rows.length === 0 && (await isEmbeddedByAnother(ctx, model))) return notYet;
    const ranked = rows.flatMap(({ promptId, distance: minusProduct }) => {
      const deviations = -Number(minusProduct) - scale.offset;
      const similarity = scale.mean + deviations * scale.spread;
      return deviations >= leastDeviations ? [{ promptId, deviations, similarity }] : [];
    });
    return { ranked, state: { available: true, model } };
  } catch (thrown) {
    // Search by words still answers; the page says that the meaning was not searched, and why.
    const error = toAppError(thrown);
    logger().warn({ err: thrown }, "search by meaning is not available");
    return { ranked: [], state: { available: false, reason: error.message } };
  }
}

/**
 * The query's vector so that its inner product with a prompt's, less `offset`, is how many standard deviations nearer
 * they are than unrelated texts; of a model made of two, the one that reads the query's language counts.
 */
function scaleOf(model: string, vector: readonly number[], isEnglish: boolean) {
  const scale = { vector: [] as number[], offset: 0, mean: 0, spread: 0 };
  let from = 0;
  for (const { dimensions = vector.length, mean, deviation, english, other } of meaningScales(model)) {
    const weight = isEnglish ? english : other;
    const part = vector.slice(from, from + dimensions);
    scale.vector.push(...part.map((value) => (value * weight) / deviation));
    scale.offset += (weight * mean) / deviation;
    scale.mean += weight * mean;
    scale.spread += weight * deviation;
    from += dimensions;
  }
  return scale;
}

/** After a change of the embedding model: vectors of two models cannot be compared. */
const notYet: Meaning = {
  ranked: [],
  state: {
    available: false,
    reason:
      "The prompts are being embedded by another model. Search by meaning works again when that is done.",
  },
};

/** While a better model embeds all prompts again, search goes on by the one that embedded most of them, if it is still here. */
async function embedAsMost(ctx: Context, query: string): Promise<Awaited<ReturnType<typeof embed>>> {
  const [most] = await ctx.db
    .select({ model: promptSearch.embeddingModel })
    .from(promptSearch)
    .where(and(eq(promptSearch.projectId, ctx.project), isNotNull(promptSearch.embeddingModel)))
    .groupBy(promptSearch.embeddingModel)
    .orderBy(desc(count()))
    .limit(1);
  if (most?.model && builtInEmbeddingModels.includes(most.model))
    return embed(ctx, [query], { model: most.model }).catch((error: unknown) => {
      logger().info({ err: error }, "the model that embedded most prompts is gone");
      return embed(ctx, [query]);
    });
  return embed(ctx, [query]);
}

async function isEmbeddedByAnother(ctx: Context, model: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ model: promptSearch.embeddingModel })
    .from(promptSearch)
    .where(and(eq(promptSearch.projectId, ctx.project), ne(promptSearch.embeddingModel, model)))
    .limit(1);
  return rows.length > 0;
}

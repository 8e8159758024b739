import { and, desc, eq, ilike, inArray, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { prompts, promptSearch } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { logger } from "#platform/logger";
import { toAppError } from "#platform/errors";
import { loadSummaries } from "../registry/internal.ts";
import { narrowedTo } from "../registry/narrowed.ts";
import { type SearchHit, SearchPromptsInput, type SearchResult } from "../schema.ts";
import { embed } from "./embed.ts";
import { fuseRanks } from "./fuse.ts";

/** How many of each ranking take part, and from which cosine similarity a meaning counts as near at all. */
const depth = 50;
const leastSimilarity = 0.25;

/**
 * Finds prompts by their words and by their meaning, in a folder and with a label where asked; both rankings are fused by reciprocal rank. When no
 * embedding model answers, only words are searched and `meaning` says why. Throws forbidden, invalid_input.
 */
export async function searchPrompts(ctx: Context, input: SearchPromptsInput): Promise<SearchResult> {
  requirePermission(ctx, "prompt.read");
  const { query, limit, ...narrowing } = SearchPromptsInput.parse(input);
  const among = narrowedTo(ctx, narrowing);
  const byText = await rankByText(ctx, query, among);
  const byMeaning = await rankByMeaning(ctx, query, among);
  const fused = fuseRanks(
    byText,
    byMeaning.ranked.map(({ promptId }) => promptId),
  ).slice(0, limit);
  const ids = fused.map(({ id }) => id);
  const found = ids.length === 0 ? [] : await loadSummaries(ctx, { where: inArray(prompts.id, ids) });
  const byId = new Map(found.map((prompt) => [prompt.id, prompt]));
  const similarities = new Map(byMeaning.ranked.map(({ promptId, similarity }) => [promptId, similarity]));
  const items = fused.flatMap(({ id, score, inFirst, inSecond }): SearchHit[] => {
    const prompt = byId.get(id);
    const matchedBy = [inFirst ? ("text" as const) : [], inSecond ? ("meaning" as const) : []].flat();
    return prompt ? [{ prompt, score, matchedBy, similarity: similarities.get(id) ?? null }] : [];
  });
  return { items, meaning: byMeaning.state };
}

async function rankByText(ctx: Context, query: string, among: SQL | undefined): Promise<string[]> {
  const words = sql`websearch_to_tsquery('english', ${query})`;
  const vector = sql`to_tsvector('english', ${promptSearch.text})`;
  const pattern = `%${escapeLike(query)}%`;
  const inPath = ilike(prompts.path, pattern);
  const matches = or(inPath, ilike(promptSearch.text, pattern), sql`${vector} @@ ${words}`);
  const rows = await select(ctx, and(among, matches))
    .orderBy(desc(sql`(${inPath})::int`), desc(sql`ts_rank(${vector}, ${words}, 1)`), prompts.path)
    .limit(depth);
  return rows.map(({ promptId }) => promptId);
}

type Meaning = { ranked: { promptId: string; similarity: number }[]; state: SearchResult["meaning"] };

async function rankByMeaning(ctx: Context, query: string, among: SQL | undefined): Promise<Meaning> {
  try {
    const { model, dimensions, vectors } = await embed(ctx, [query]);
    const near = sql<number>`1 - (${promptSearch.embedding} <=> ${JSON.stringify(vectors[0] ?? [])}::vector)`;
    const sameModel = and(eq(promptSearch.embeddingModel, model), eq(promptSearch.dimensions, dimensions));
    const rows = await select(ctx, and(among, sameModel), near).orderBy(desc(near)).limit(depth);
    if (rows.length === 0 && (await isEmbeddedByAnother(ctx, model))) return notYet;
    const ranked = rows.filter(({ similarity }) => similarity >= leastSimilarity);
    return { ranked, state: { available: true, model } };
  } catch (thrown) {
    // Search by words still answers; the page says that the meaning was not searched, and why.
    const error = toAppError(thrown);
    logger().warn({ err: thrown }, "search by meaning is not available");
    return { ranked: [], state: { available: false, reason: error.message } };
  }
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

async function isEmbeddedByAnother(ctx: Context, model: string): Promise<boolean> {
  const other = and(eq(promptSearch.projectId, ctx.project), ne(promptSearch.embeddingModel, model));
  const rows = await ctx.db
    .select({ model: promptSearch.embeddingModel })
    .from(promptSearch)
    .where(other)
    .limit(1);
  return rows.length > 0;
}

function select(ctx: Context, where: SQL | undefined, similarity: SQL<number> = sql<number>`0`) {
  return ctx.db
    .select({ promptId: promptSearch.promptId, similarity })
    .from(promptSearch)
    .innerJoin(
      prompts,
      and(eq(prompts.projectId, promptSearch.projectId), eq(prompts.id, promptSearch.promptId)),
    )
    .where(and(eq(promptSearch.projectId, ctx.project), isNull(prompts.archivedAt), where))
    .$dynamic();
}

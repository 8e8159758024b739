import { inArray } from "drizzle-orm";
import { prompts } from "#db/schema/prompts";
import { type Context, requirePermission } from "#lib/identity";
import { loadSummaries } from "../registry/internal.ts";
import { narrowedTo } from "../registry/narrowed.ts";
import { type SearchHit, SearchPromptsInput, type SearchResult } from "../schema.ts";
import { excerptsOf } from "./excerpt.ts";
import { fuse } from "./fuse.ts";
import { rankByMeaning } from "./rank-by-meaning.ts";
import { rankByWords } from "./rank-by-words.ts";
import { wantedWords } from "./wanted.ts";

/** How many of each ranking take part. */
const depth = 50;

/**
 * Finds prompts by their words (name, folders, description, text of every version, messages), put right where misspelt, and
 * by their meaning, in a folder and with a label where asked. What is not related is left out, so there may be nothing. When
 * no embedding model answers, only words are searched and `meaning` says why. Throws forbidden, invalid_input.
 */
export async function searchPrompts(ctx: Context, input: SearchPromptsInput): Promise<SearchResult> {
  requirePermission(ctx, "prompt.read");
  const { query, limit, ...narrowing } = SearchPromptsInput.parse(input);
  const among = narrowedTo(ctx, narrowing);
  const words = await wantedWords(ctx, query);
  const [byWords, byMeaning] = await Promise.all([
    rankByWords(ctx, { query, words, among, limit: depth }),
    rankByMeaning(ctx, query, among, depth),
  ]);
  const fused = fuse(byWords, byMeaning.ranked).slice(0, limit);
  const ids = fused.map(({ id }) => id);
  if (ids.length === 0) return { items: [], meaning: byMeaning.state };
  const [found, excerpts] = await Promise.all([
    loadSummaries(ctx, { where: inArray(prompts.id, ids) }),
    excerptsOf(ctx, ids, words),
  ]);
  const byId = new Map(found.map((prompt) => [prompt.id, prompt]));
  const similarities = new Map(byMeaning.ranked.map(({ promptId, similarity }) => [promptId, similarity]));
  const items = fused.flatMap(({ id, score, ...by }): SearchHit[] => {
    const prompt = byId.get(id);
    const matchedBy = [by.byWords ? ("text" as const) : [], by.byMeaning ? ("meaning" as const) : []].flat();
    const excerpt = by.byWords ? (excerpts.get(id) ?? null) : null;
    return prompt ? [{ prompt, score, matchedBy, similarity: similarities.get(id) ?? null, excerpt }] : [];
  });
  return { items, meaning: byMeaning.state };
}

import { and, count, desc, eq, sql } from "drizzle-orm";
import { inTransaction, lockProject, makeCache, publishInvalidation } from "#db";
import { promptSearch, promptWords } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import type { KnownWord } from "./spelling.ts";

/** A language's everyday words and a company's own; beyond, the rarest are searched as they are typed, not corrected. */
const mostWords = 200_000;

/** What the prompts of a project say: its most used words, each with its stem, and how many prompts there are. */
export type Vocabulary = {
  prompts: number;
  words: readonly KnownWord[];
  byWord: ReadonlyMap<string, KnownWord>;
  /** How many prompts have a stem. */
  byStem: ReadonlyMap<string, number>;
};

const cache = makeCache<Vocabulary>("prompts.vocabulary", {
  topic: "prompt_words",
  maxEntries: 20,
  freshMs: 300_000,
  unsubscribedMs: 10_000,
});

/** The vocabulary of the project as the job last counted it. */
export function vocabularyOf(ctx: Context): Promise<Vocabulary> {
  return cache.get(ctx, ctx.project, "", () => readVocabulary(ctx, mostWords));
}

/**
 * The `most` words that most prompts have.
 * @internal Tests ask for fewer than a search does.
 */
export async function readVocabulary(ctx: Context, most: number): Promise<Vocabulary> {
  const [all] = await ctx.db.select({ prompts: count() }).from(promptSearch).where(mine(ctx));
  const words = await ctx.db
    .select({ word: promptWords.word, stem: promptWords.stem, prompts: promptWords.prompts })
    .from(promptWords)
    .where(eq(promptWords.projectId, ctx.project))
    .orderBy(desc(promptWords.prompts), promptWords.word)
    .limit(most);
  return {
    prompts: all?.prompts ?? 0,
    words,
    byWord: new Map(words.map((known) => [known.word, known])),
    byStem: new Map(words.map(({ stem, prompts }) => [stem, prompts])),
  };
}

/** Of how many prompts a word may be new until all are counted again. */
const renewedShare = 0.05;

/**
 * Counts the words of prompts that are not counted yet: adds those that are new, and counts all again where so many
 * prompts changed that the numbers would mislead. Twice does nothing.
 */
export async function countWords(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockProject(tx, "prompt_words");
    const uncounted = and(mine(tx), eq(promptSearch.isCounted, false));
    const [changed] = await tx.db.select({ rows: count() }).from(promptSearch).where(uncounted);
    if (!changed || changed.rows === 0) return;
    const [all] = await tx.db.select({ rows: count() }).from(promptSearch).where(mine(tx));
    const isAnew = changed.rows >= renewedShare * (all?.rows ?? 0);
    if (isAnew) await tx.db.delete(promptWords).where(eq(promptWords.projectId, tx.project));
    await addWords(tx, isAnew ? "true" : "not is_counted");
    await tx.db.update(promptSearch).set({ isCounted: true }).where(uncounted);
    await publishInvalidation(tx, "prompt_words", tx.project);
  });
}

/** `which` is one of the two conditions above, never something typed. */
async function addWords(tx: Context, which: "true" | "not is_counted"): Promise<void> {
  const rows = `from prompt_search where project_id = '${tx.project}' and ${which}`;
  const spelt = `select to_tsvector('simple', translate(name || ' ' || description || ' ' || text, '.:/@_-', '      ')) ${rows}`;
  const stems = `select words ${rows}`;
  await tx.db.execute(sql`
    insert into ${promptWords} (project_id, word, stem, prompts)
    select ${tx.project}, spelt.word, stem, coalesce(stems.ndoc, spelt.ndoc)
    from ts_stat(${spelt}) spelt
    cross join lateral (select (tsvector_to_array(to_tsvector('english', spelt.word)))[1] as stem) as of_word
    left join ts_stat(${stems}) stems on stems.word = stem
    where stem is not null and length(spelt.word) <= 40 and spelt.word !~ '[^[:alpha:]]'
    on conflict do nothing`);
}

const mine = (ctx: Context) => eq(promptSearch.projectId, ctx.project);

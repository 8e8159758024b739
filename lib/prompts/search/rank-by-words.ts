import { and, desc, eq, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { prompts, promptSearch } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import type { WantedWord } from "./wanted.ts";

/**
 * `score` is 1 where every word stands in the name often, 0 where none is found; `inName` is the weighed share of the words
 * that the name has, `found` the share that stands anywhere.
 */
export type WordRank = { promptId: string; score: number; inName: number; found: number };

type Asked = { query: string; words: readonly WantedWord[]; among: SQL | undefined; limit: number };

/** What a word counts in earlier versions and messages, in the text, in the description and in the name. */
const weights = "{0.1, 0.5, 0.7, 1}";
/** A word that tells less than this share of the one that tells most does not find a prompt by itself. */
const tellingShare = 0.25;

/**
 * Prompts that have any of the words, best first: each word adds what it tells, more where it stands in a name. A path that
 * holds what was typed, letter by letter, counts as a name with all the words.
 */
export async function rankByWords(ctx: Context, { query, words, among, limit }: Asked): Promise<WordRank[]> {
  const inPath = ilike(prompts.path, `%${query.trim().split(/\s+/).map(escapeLike).join("%")}%`);
  const most = Math.max(...words.map(({ importance }) => importance));
  const telling = words.filter(({ importance }) => importance >= tellingShare * most);
  const any = telling.flatMap(({ stems }) => stems.map(({ stem }) => queryOf(stem)));
  const hasAny = any.length > 0 ? sql`${promptSearch.words} @@ (${sql.join(any, sql` || `)})` : undefined;
  const score = meanOver(
    words,
    (stem) => sql`ts_rank(${weights}::float4[], ${promptSearch.words}, ${queryOf(stem)})`,
  );
  const named = meanOver(words, (stem) => sql`(${promptSearch.words} @@ ${queryOf(stem, "A")})::int`);
  const inName = sql<number>`greatest((${inPath})::int, ${named})`;
  const anywhere = meanOver(words, (stem) => sql`(${promptSearch.words} @@ ${queryOf(stem)})::int`);
  const found = sql<number>`greatest((${inPath})::int, ${anywhere})`;
  const rows = await ctx.db
    .select({ promptId: promptSearch.promptId, score, inName, found })
    .from(promptSearch)
    .innerJoin(
      prompts,
      and(eq(prompts.projectId, promptSearch.projectId), eq(prompts.id, promptSearch.promptId)),
    )
    .where(
      and(eq(promptSearch.projectId, ctx.project), isNull(prompts.archivedAt), among, or(inPath, hasAny)),
    )
    .orderBy(desc(sql`${score} + ${inName}`), prompts.path)
    .limit(limit);
  return rows.map((row) => ({
    promptId: row.promptId,
    score: Number(row.score),
    inName: Number(row.inName),
    found: Number(row.found),
  }));
}

/** A stem as a search of itself; cast, not parsed, so that no sign in it means anything. */
function queryOf(stem: string, part = ""): SQL {
  const quoted = `'${stem.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  return sql`${part ? `${quoted}:${part}` : quoted}::tsquery`;
}

/** The mean over the words by what each tells; of the stems that a word may mean, the best. */
function meanOver(words: readonly WantedWord[], of: (stem: string) => SQL): SQL<number> {
  const total = words.reduce((sum, { importance }) => sum + importance, 0);
  if (total === 0) return sql`0::float8`;
  const parts = words.map(({ stems, importance }) => {
    const meant = stems.map(({ stem, weight }) => sql`${weight}::float8 * ${of(stem)}`);
    return sql`${importance}::float8 * greatest(${sql.join(meant, sql`, `)})`;
  });
  return sql`(${sql.join(parts, sql` + `)}) / ${total}::float8`;
}

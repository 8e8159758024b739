import { sql } from "drizzle-orm";
import { rowsOf } from "#db";
import type { Context } from "#lib/identity";
import { nearWords } from "./spelling.ts";
import { type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** A word of a search: the stems that may be meant by it, and how much it tells: rare words tell more. */
export type WantedWord = {
  /** As it was typed. */
  typed: string;
  stems: { stem: string; weight: number }[];
  importance: number;
  /** Words of the prompts that it was taken for, where no prompt has it. */
  takenFor: string[];
};

/** More words than these add time and nothing to a ranking. */
const mostWords = 24;

/** The words of a search as the prompts of the project know them: put right where misspelt, weighed by how rare they are. */
export async function wantedWords(ctx: Context, query: string): Promise<WantedWord[]> {
  const typed = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, mostWords);
  if (typed.length === 0) return [];
  const [vocabulary, stems] = await Promise.all([vocabularyOf(ctx), stemsOf(ctx, typed)]);
  return typed.flatMap((word) => {
    const stem = stems.get(word);
    return stem ? [wantedWord(vocabulary, word, stem)] : [];
  });
}

function wantedWord(vocabulary: Vocabulary, typed: string, stem: string): WantedWord {
  const prompts = vocabulary.byStem.get(stem);
  if (prompts !== undefined)
    return {
      typed,
      stems: [{ stem, weight: 1 }],
      importance: importanceOf(vocabulary, prompts),
      takenFor: [],
    };
  const near = /\p{N}/u.test(typed) ? [] : nearWords(typed, vocabulary.words);
  if (near.length === 0)
    return { typed, stems: [{ stem, weight: 1 }], importance: importanceOf(vocabulary, 0), takenFor: [] };
  // The word itself too: a prompt saved a moment ago has it, and is not counted yet.
  const byStem = new Map([
    ...near.toReversed().map((word) => [word.stem, word.nearness] as const),
    [stem, 1],
  ]);
  return {
    typed,
    stems: [...byStem].map(([name, weight]) => ({ stem: name, weight })),
    importance: Math.min(...near.map((word) => importanceOf(vocabulary, word.prompts))),
    takenFor: near.map(({ word }) => word),
  };
}

/** Inverse document frequency as BM25 has it (Robertson and Zaragoza 2009), kept above 0. */
function importanceOf({ prompts: all }: Vocabulary, prompts: number): number {
  return Math.log(1 + (all - prompts + 0.5) / (prompts + 0.5));
}

/** The stem of each word; words such as "the", which full text search leaves out, have none. */
async function stemsOf(ctx: Context, words: string[]): Promise<Map<string, string>> {
  const found = await ctx.db.execute(sql`
    select word, (tsvector_to_array(to_tsvector('english', word)))[1] as stem
    from jsonb_array_elements_text(${JSON.stringify(words)}::jsonb) as word`);
  return new Map(
    rowsOf<{ word: string; stem: string | null }>(found).flatMap(({ word, stem }) =>
      stem === null ? [] : [[word, stem] as const],
    ),
  );
}

import { and, eq, inArray } from "drizzle-orm";
import { promptSearch } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import type { SearchExcerpt } from "./schema.ts";
import { type Vocabulary, vocabularyOf } from "./vocabulary.ts";
import type { WantedWord } from "./wanted.ts";

const places = ["name", "description", "text", "history"] as const;
const before = 60;
const after = 140;

type Match = { stem: string; start: number; end: number };

/** For each prompt the place where most of the words stand, and a piece of it with what matched. */
export async function excerptsOf(
  ctx: Context,
  promptIds: readonly string[],
  words: readonly WantedWord[],
): Promise<Map<string, SearchExcerpt>> {
  const stems = new Set(words.flatMap((word) => word.stems.map(({ stem }) => stem)));
  if (stems.size === 0) return new Map();
  const [vocabulary, rows] = await Promise.all([
    vocabularyOf(ctx),
    ctx.db
      .select({
        promptId: promptSearch.promptId,
        name: promptSearch.name,
        description: promptSearch.description,
        text: promptSearch.text,
        history: promptSearch.history,
      })
      .from(promptSearch)
      .where(and(eq(promptSearch.projectId, ctx.project), inArray(promptSearch.promptId, [...promptIds]))),
  ]);
  return new Map(
    rows.flatMap((row) => {
      const found = places
        .map((place) => ({
          place,
          text: row[place] ?? "",
          matches: matchesIn(row[place] ?? "", stems, vocabulary),
        }))
        .toSorted((a, b) => distinct(b.matches) - distinct(a.matches))[0];
      return found && found.matches.length > 0
        ? [[row.promptId, { place: found.place, pieces: piecesOf(found.text, found.matches) }] as const]
        : [];
    }),
  );
}

const distinct = (matches: readonly Match[]) => new Set(matches.map(({ stem }) => stem)).size;

function matchesIn(text: string, stems: ReadonlySet<string>, { byWord }: Vocabulary): Match[] {
  const known = [...stems];
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].flatMap(({ 0: word, index }) => {
    const lower = word.toLowerCase();
    // Words of a prompt saved a moment ago are not counted yet; most begin with their stem.
    const stem = byWord.get(lower)?.stem ?? known.find((one) => one.length > 2 && lower.startsWith(one));
    return stem !== undefined && stems.has(stem) ? [{ stem, start: index, end: index + word.length }] : [];
  });
}

/** Where the match stands after which most different words follow within a piece: one walk of a window over the matches. */
function bestStart(matches: readonly Match[]): number {
  const within = new Map<string, number>();
  let best = matches[0]?.start ?? 0;
  let most = 0;
  let next = 0;
  for (const [at, { stem, start }] of matches.entries()) {
    for (next = Math.max(next, at); next < matches.length; next += 1) {
      const match = matches[next];
      if (!match || match.end > start + after) break;
      within.set(match.stem, (within.get(match.stem) ?? 0) + 1);
    }
    if (within.size > most) [best, most] = [start, within.size];
    // A word longer than a piece never came into the window.
    if (next === at) continue;
    const left = (within.get(stem) ?? 0) - 1;
    if (left > 0) within.set(stem, left);
    else within.delete(stem);
  }
  return best;
}

/** The piece of a text that begins a little before the match after which most others follow. */
export function piecesOf(text: string, matches: readonly Match[]): SearchExcerpt["pieces"] {
  const start = bestStart(matches);
  const from = Math.max(0, start - before);
  const to = Math.min(text.length, start + after);
  const pieces: SearchExcerpt["pieces"] = [];
  let at = from;
  const add = (end: number, isMatch: boolean) => {
    if (end > at) pieces.push({ text: text.slice(at, end), isMatch });
    at = Math.max(at, end);
  };
  if (from > 0) pieces.push({ text: "… ", isMatch: false });
  for (const match of matches.filter((each) => each.start >= from && each.end <= to)) {
    add(match.start, false);
    add(match.end, true);
  }
  add(to, false);
  if (to < text.length) pieces.push({ text: " …", isMatch: false });
  return pieces;
}

import { placeholderAt } from "./placeholder.ts";
import { isWide, isWordSign } from "./symbols.ts";

const window = 5;
const boost = 0.35;
const floor = 0.4;
/** Stands for a bare number among the words, whatever number it is. */
const number = "0";
/** A text of at most this many characters before a candidate is looked at for context words. */
export const contextCharacters = 120;

/** The last five words before an offset, lower-case, nearest first, with the bare numbers between them. A placeholder hides what stands before it. */
export function wordsBefore(text: string, at: number): string[] {
  const words: string[] = [];
  let said = 0;
  const limit = Math.max(0, at - contextCharacters);
  let end = at;
  while (end > limit && said < window) {
    const code = text.charCodeAt(end - 1);
    if (code === 62 && closesPlaceholder(text, limit, end)) break;
    const run = runOf[code] ?? 0;
    if ((run & (spaced | unspaced)) === 0) {
      end -= 1;
      continue;
    }
    const joined = run & unspaced ? unspaced : spaced | inner;
    let start = end - 1;
    let isNumber = (run & digit) !== 0;
    for (; start > limit; start -= 1) {
      const lead = runOf[text.charCodeAt(start - 1)] ?? 0;
      if ((lead & joined) === 0) break;
      if ((lead & digit) === 0) isNumber = false;
    }
    if (isNumber) words.push(number);
    else {
      words.push(text.slice(start, end).toLowerCase());
      said += 1;
    }
    end = start;
  }
  return words;
}

/** What a sign is in a word: one of a script with spaces (perhaps a digit), one without, or an apostrophe inside one. */
const [spaced, unspaced, inner, digit] = [1, 2, 4, 8];
const runOf = Uint8Array.from({ length: 0x10000 }, (_, code) => {
  if (code >= 48 && code <= 57) return spaced | digit;
  if (isWordSign(code) || code === 95) return spaced;
  if (isWide(code)) return unspaced;
  return code === 39 || code === 0x2019 ? inner : 0;
});

function closesPlaceholder(text: string, limit: number, end: number): boolean {
  const open = text.lastIndexOf("<", end - 1);
  return open >= limit && placeholderAt(text.slice(open, end));
}

/** Words that speak for a kind (`likely`) or against it (`unlikely`). A word of up to three letters must be equal, a longer one begins the word, one of CJK may stand anywhere in it. */
export type Clues = {
  likely: RegExp;
  unlikely: RegExp | null;
  /**
   * What words said so far: texts repeat theirs, and the lists are long. A Map that is emptied when it is full, and no
   * lru-cache: a look costs 20 ns beside 200, and every word before a number asks for each kind of number.
   */
  known: Map<string, Said>;
};
type Said = "likely" | "unlikely" | null;
const maxKnown = 5_000;

/** Compiles lists of words; each is matched against one lower-case word. */
export function cluesOf(likely: string, unlikely = ""): Clues {
  return {
    likely: wordMatcher(likely),
    unlikely: unlikely ? wordMatcher(unlikely) : null,
    known: new Map(),
  };
}

function wordMatcher(list: string): RegExp {
  const words = list.split(/\s+/).filter(Boolean);
  const wide = words.filter((word) => isWide(word.charCodeAt(0)));
  const short = words.filter((word) => !wide.includes(word) && word.length <= 3);
  const long = words.filter((word) => !wide.includes(word) && word.length > 3);
  const parts = [
    short.length > 0 ? `^(?:${short.join("|")})$` : "",
    long.length > 0 ? `^(?:${long.join("|")})` : "",
    wide.length > 0 ? `(?:${wide.join("|")})` : "",
  ];
  return new RegExp(parts.filter(Boolean).join("|"), "u");
}

/** What the words before say: the nearest that says anything decides. What speaks against the first number of a list ("527 81 4406, 527 82 4410") speaks against all; what speaks for it stands near. */
export function contextOf(words: readonly string[], clues: Clues): Said {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === number) continue;
    const said = saidBy(word, clues);
    if (said === "unlikely" || (said === "likely" && at < window)) return said;
    if (said === "likely" && clues.unlikely?.test(word)) return "unlikely";
  }
  return null;
}

function saidBy(word: string, { likely, unlikely, known }: Clues): Said {
  const before = known.get(word);
  if (before !== undefined) return before;
  const said = likely.test(word) ? "likely" : unlikely?.test(word) ? "unlikely" : null;
  if (known.size >= maxKnown) known.clear();
  known.set(word, said);
  return said;
}

/** Presidio's rule (lemma_context_aware_enhancer.py): a telling word adds .35 and lifts to at least .4, at most 1; one that says it is something else takes .35. */
export function scoreInContext(score: number, words: readonly string[], clues: Clues): number {
  const context = contextOf(words, clues);
  if (context === "likely") return Math.min(1, Math.max(score + boost, floor));
  return context === "unlikely" ? score - boost : score;
}

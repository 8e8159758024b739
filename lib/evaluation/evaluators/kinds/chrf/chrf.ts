import { countRuns, countShared } from "#text";

type Options = { wordOrder: 0 | 2; ignoreCase: boolean };

const characterOrder = 6;
/** Recall counts twice as much as precision. */
const beta = 2;
const punctuation = new Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

/** chrF (Popović 2015) of a sentence as sacrebleu 2.6 gives it; with word order 2, chrF++. Best of the references, 0 to 1. */
export function chrf(output: string, references: readonly string[], options: Options): number {
  const given = gramsOf(output, options);
  return Math.max(0, ...references.map((reference) => fScore(given, gramsOf(reference, options))));
}

type Counts = Map<string, number>;

/** N-grams of characters up to 6, white space left out, then of words. Code points, as in Python. */
function gramsOf(text: string, { wordOrder, ignoreCase }: Options): Counts[] {
  const cased = ignoreCase ? text.toLowerCase() : text;
  const characters = Array.from(cased.replace(/\s+/gu, ""));
  const words = wordOrder === 0 ? [] : withoutPunctuation(cased);
  return [
    ...Array.from({ length: characterOrder }, (_, at) => countRuns(characters, at + 1, "")),
    ...Array.from({ length: wordOrder }, (_, at) => countRuns(words, at + 1)),
  ];
}

/** A mark at the end of a word stands alone, else one at its beginning: "(hi)" is "(hi" and ")". */
function withoutPunctuation(text: string): string[] {
  return text
    .split(/\s+/u)
    .filter((word) => word !== "")
    .flatMap((word) => {
      const parts = Array.from(word);
      const [first = "", last = ""] = [parts[0], parts.at(-1)];
      if (parts.length === 1) return [word];
      if (punctuation.has(last)) return [parts.slice(0, -1).join(""), last];
      return punctuation.has(first) ? [first, parts.slice(1).join("")] : [word];
    });
}

/** Mean precision and recall over the orders that both texts have, then their F. */
function fScore(given: readonly Counts[], wanted: readonly Counts[]): number {
  let [precision, recall, orders] = [0, 0, 0];
  for (const [at, ours] of given.entries()) {
    const theirs = wanted[at] ?? new Map<string, number>();
    const [ofOurs, ofTheirs] = [total(ours), total(theirs)];
    if (ofOurs === 0 || ofTheirs === 0) continue;
    const common = countShared(ours, theirs);
    precision += common / ofOurs;
    recall += common / ofTheirs;
    orders += 1;
  }
  if (orders === 0 || precision + recall === 0) return 0;
  const [p, r] = [precision / orders, recall / orders];
  return ((1 + beta ** 2) * p * r) / (beta ** 2 * p + r);
}

function total(counts: Counts): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

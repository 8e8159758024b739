import { countRuns, countShared } from "#text";

/** How a text becomes tokens: mteval-v13a's rules, the international ones of v14, characters, or spaces alone. */
export const bleuTokenizers = ["13a", "intl", "char", "none"] as const;
export type BleuTokenizer = (typeof bleuTokenizers)[number];

export type BleuScore = { bleu: number; precisions: number[]; brevityPenalty: number };
type Options = { tokenizer: BleuTokenizer; ignoreCase: boolean };

const longest = 4;

/**
 * Sentence BLEU (Papineni 2002) as sacrebleu 2.6 gives it with `effective_order`: clipped n-grams up to 4, the reference
 * nearest in length (of two the shorter), exponential smoothing of orders without a match. 0 to 1.
 */
export function sentenceBleu(output: string, references: readonly string[], options: Options): BleuScore {
  const given = tokens(output, options);
  const wanted = references.map((reference) => tokens(reference, options));
  const matches = Array.from({ length: longest }, (_, at) => matched(given, wanted, at + 1));
  const referenceLength = nearestLength(given.length, wanted);
  const brevityPenalty =
    given.length >= referenceLength
      ? 1
      : given.length === 0
        ? 0
        : Math.exp(1 - referenceLength / given.length);
  if (matches.every((count) => count === 0)) return { bleu: 0, precisions: [], brevityPenalty };
  const precisions: number[] = [];
  let smoothing = 1;
  for (const [at, count] of matches.entries()) {
    const total = given.length - at;
    if (total <= 0) break;
    if (count === 0) smoothing *= 2;
    precisions.push(count === 0 ? 1 / (smoothing * total) : count / total);
  }
  const logs = precisions.reduce((sum, precision) => sum + Math.log(precision), 0);
  return { bleu: brevityPenalty * Math.exp(logs / precisions.length), precisions, brevityPenalty };
}

/** N-grams of the output that a reference has, each at most as often as the one that has it most. */
function matched(given: readonly string[], wanted: readonly (readonly string[])[], order: number): number {
  const most = new Map<string, number>();
  for (const reference of wanted)
    for (const [gram, count] of countRuns(reference, order))
      most.set(gram, Math.max(most.get(gram) ?? 0, count));
  return countShared(countRuns(given, order), most);
}

function nearestLength(length: number, wanted: readonly (readonly string[])[]): number {
  const lengths = wanted.map((reference) => reference.length);
  return lengths.reduce((best, each) => {
    const [near, far] = [Math.abs(best - length), Math.abs(each - length)];
    return far < near || (far === near && each < best) ? each : best;
  }, lengths[0] ?? 0);
}

function tokens(text: string, { tokenizer, ignoreCase }: Options): string[] {
  const cased = ignoreCase ? text.toLowerCase() : text;
  const spaced = tokenized[tokenizer](cased.trimEnd());
  return spaced.split(/\s+/u).filter((token) => token !== "");
}

const tokenized: Record<BleuTokenizer, (text: string) => string> = {
  none: (text) => text,
  char: (text) => Array.from(text).join(" "),
  intl: (text) =>
    text
      .replace(/(\P{N})(\p{P})/gu, "$1 $2 ")
      .replace(/(\p{P})(\P{N})/gu, " $1 $2")
      .replace(/(\p{S})/gu, " $1 "),
  "13a": (text) =>
    ` ${plain(text)} `
      .replace(/([{-~[-` -&(-+:-@/])/gu, " $1 ")
      .replace(/([^0-9])([.,])/gu, "$1 $2 ")
      .replace(/([.,])([^0-9])/gu, " $1 $2")
      .replace(/([0-9])(-)/gu, "$1 $2 "),
};

/** mteval's clean-up: lines joined, four entities of SGML read. */
function plain(text: string): string {
  return text
    .replaceAll("<skipped>", "")
    .replaceAll("-\n", "")
    .replaceAll("\n", " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
}

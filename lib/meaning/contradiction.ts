import { foldCase, foldSpaces } from "#text";
import { isNamed, months } from "./calendar.ts";
import { disagreementOf } from "./disagreement.ts";
import { plainForms } from "./plain-forms.ts";
import { areOpposites } from "./english-words.ts";
import { type Disagreement, isContent, isKin, type Side, sidesOf, stem } from "./sides.ts";
import type { Token } from "./tokens.ts";

/** Of each text so many sentences that the other has not are looked at. */
export const mostSentences = 200;
/** Below so many characters of both, what differs is compared as a whole. */
const shortCharacters = 600;

/** A contradiction in what two texts do not say in the same words, or within one of them; whether all was looked at. */
export function contradictionOf(
  output: string,
  reference: string,
): { found: Disagreement | null; isCut: boolean } {
  const [left, right] = [sentencesOf(output), sentencesOf(reference)];
  const [ours, theirs] = [without(left, right), without(right, left)];
  const [first, second] = [
    ours.length === left.length ? plainForms(output) : ours.join(" "),
    theirs.length === right.length ? plainForms(reference) : theirs.join(" "),
  ];
  const isCut = Math.max(ours.length, theirs.length) > mostSentences;
  const found =
    (ours.length === 0 || theirs.length === 0 ? null : between(first, second, [ours, theirs])) ??
    withdrawn(ours, right) ??
    withdrawn(theirs, left);
  return { found, isCut };
}

function between(
  first: string,
  second: string,
  [ours, theirs]: readonly [string[], string[]],
): Disagreement | null {
  if (first.length + second.length <= shortCharacters) return disagreementOf(...sidesOf(first, second));
  for (const sentence of ours.slice(0, mostSentences)) {
    const partner = nearest(sentence, theirs.slice(0, mostSentences));
    const found = partner && disagreementOf(...sidesOf(sentence, partner));
    if (found) return found;
  }
  return null;
}

/** What one sentence takes back of another: a denial, an opposite, an answer; a number where nothing else differs. */
const takesBack = new Set(["answer", "denial", "opposite", "quantity", "number"]);

/**
 * A sentence of one text that takes back what the other says: an answer with its opposite beside it is no answer. Only
 * one that is the same but for what turns it round; "open on Monday" and "closed on Sunday" are two facts.
 */
function withdrawn(extra: readonly string[], others: readonly string[]): Disagreement | null {
  for (const sentence of extra.slice(0, mostSentences)) {
    const partner = nearest(sentence, others.slice(0, mostSentences));
    if (partner === undefined || plain(partner) === plain(sentence)) continue;
    const sides = sidesOf(sentence, partner);
    const found = disagreementOf(...sides);
    if (found && takesBack.has(found.rule) && isSameButFor(found.rule, ...sides)) return found;
  }
  return null;
}

function isSameButFor(rule: string, a: Side, b: Side): boolean {
  const others = (one: Side, other: Side) =>
    one.tokens.filter(
      (token) => isContent(token) && !other.content.some((theirs) => isKin(stem(token.text), theirs)),
    );
  const [left, right] = [others(a, b), others(b, a)];
  if (rule !== "number") {
    const [one, other] = [left[0], right[0]];
    if (!one || !other) return left.length + right.length === 0;
    return left.length + right.length === 2 && areOpposed(one, other);
  }
  // "Step 1 is done" and "step 2 is done" are two steps; an amount with its unit is one thing's.
  const units = [a, b].map(({ quantities }) => quantities.map(({ dimension }) => dimension));
  const areAmounts = units.every(
    (dimensions) => dimensions.length === 1 && dimensions[0] !== "" && dimensions[0] !== "hour",
  );
  return left.length + right.length === 0 && (areAmounts || (isDay(a) && isDay(b)));
}

/** One number, the day of a month. */
function isDay({ text, quantities: [day, ...others] }: Side): boolean {
  if (!day || others.length > 0) return false;
  const around = [
    text.slice(0, day.start).match(/\p{L}+(?=\s$)/u),
    text.slice(day.end).match(/^\.? (\p{L}+)/u),
  ];
  const words = [around[0]?.[0], around[1]?.[1]].map((word) => word?.toLowerCase() ?? "");
  return words.some((word) => months.some((list) => isNamed(word, list)));
}

/** On one axis, opposites of English, or one word with a denying prefix. */
function areOpposed(one: Token, other: Token): boolean {
  if (one.mark?.kind === "axis" && other.mark?.kind === "axis") return one.mark.axis === other.mark.axis;
  const bare = (word: string) => word.replace(/^(?:un|in|im|il|ir|dis|non-?|ne)(?=.{3})/u, "");
  return areOpposites(one.text, other.text) || isKin(bare(one.text), bare(other.text));
}

export function plain(text: string): string {
  return foldSpaces(foldCase(text)).trim();
}

const sentenceSegmenter = new Intl.Segmenter("und", { granularity: "sentence" });

function sentencesOf(text: string): string[] {
  return Array.from(sentenceSegmenter.segment(plainForms(text)), ({ segment }) => segment.trim()).filter(
    Boolean,
  );
}
/** The sentences of one text that the other has not, each counted as often as it stands there. */
function without(sentences: readonly string[], others: readonly string[]): string[] {
  const rest = others.map(plain);
  return sentences.filter((sentence) => {
    const at = rest.indexOf(plain(sentence));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

/** The sentence that shares most words with this one, if at least half of them. */
function nearest(sentence: string, others: readonly string[]): string | undefined {
  const words = wordSet(sentence);
  let best: string | undefined;
  let most = 0.5;
  for (const other of others) {
    const theirs = wordSet(other);
    const shared =
      [...words].filter((word) => theirs.has(word)).length / Math.max(1, Math.min(words.size, theirs.size));
    if (shared > most) [best, most] = [other, shared];
  }
  return best;
}

function wordSet(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{sc=Han}|[\p{L}\p{N}]+/gu) ?? []);
}

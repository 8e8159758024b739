import { dayWords, months, namesIn, seasons, weekdays } from "./calendar.ts";
import { spellDates } from "./dates.ts";
import { otherOrder } from "./argument-order.ts";
import { disagreementOf } from "./disagreement.ts";
import { otherBounds } from "./question-words.ts";
import { isTellingNumber, unmatched } from "./quantity-rules.ts";
import { type Disagreement, isContent, isForm, type Side, sidesOf } from "./sides.ts";
import { areSynonyms } from "./tokens.ts";
import { commonSequence } from "./word-rules.ts";

/**
 * Why one answer may not serve both questions, whatever their vectors say, or null. Stricter than a contradiction, since
 * a wrong answer costs more than a call: both must name the same numbers, the same days, months and times of the year,
 * the same names and codes, and deny as often; then no rule may find them apart.
 */
export function otherQuestion(left: string, right: string): Disagreement | null {
  const [a, b] = sidesOf(left, right);
  if (a.language !== b.language) return { rule: "language", reason: "another language" };
  return (
    otherNumbers(a, b) ??
    otherDays(a, b) ??
    otherNames([left, a], [right, b]) ??
    otherDenials(a, b) ??
    otherBounds(a, b) ??
    otherOrder(a, b) ??
    disagreementOf(a, b) ??
    otherWords(a, b)
  );
}

function otherNumbers(a: Side, b: Side): Disagreement | null {
  const [one, other] = unmatched(a.quantities, b.quantities);
  const rest = [...one, ...other].filter(isTellingNumber);
  return rest.length > 0
    ? { rule: "number", reason: `${rest.map(({ text }) => text.trim()).join(", ")} in one of them only` }
    : null;
}

function otherDays(a: Side, b: Side): Disagreement | null {
  for (const [rule, list] of [
    ["month", months],
    ["weekday", weekdays],
    ["season", seasons],
    ["day", dayWords],
  ] as const) {
    const [left, right] = [namesIn(a, list), namesIn(b, list)];
    const isEqual = left.size === right.size && [...left].every((name) => right.has(name));
    if (!isEqual) return { rule, reason: `a ${rule} in one of them only` };
  }
  return null;
}

/** An even number of denials is none: "not impossible" is possible. */
function otherDenials(a: Side, b: Side): Disagreement | null {
  const isDenied = ({ tokens }: Side) =>
    tokens.filter(({ mark }) => mark?.kind === "negation").length % 2 === 1;
  return isDenied(a) === isDenied(b) ? null : { rule: "denial", reason: "one of them denies" };
}

/** From this share of words on that two questions have in the same order they are built alike. */
const alikeFrom = 0.6;

/**
 * Where two questions are built alike, what differs is what they ask: a word of content that the other has in no form and
 * by no synonym. A paraphrase of the same build may be refused so, which costs a call.
 */
function otherWords(a: Side, b: Side): Disagreement | null {
  const [left, right] = [a, b].map(({ tokens }) => tokens.map(({ text }) => text));
  if (!left || !right) return null;
  const kept = commonSequence(left, right).length;
  if ((2 * kept) / Math.max(1, left.length + right.length) < alikeFrom) return null;
  const only = (one: Side, other: Side) =>
    one.tokens.find(
      (token) =>
        isContent(token) &&
        !other.tokens.some(({ text }) => isForm(text, token.text, one) || areSynonyms(text, token.text)),
    );
  const odd = only(a, b) ?? only(b, a);
  return odd ? { rule: "word", reason: `"${odd.text}" in one of them only` } : null;
}

/** What is written with a capital inside a sentence, with capitals or digits inside, or in quotation marks. */
function otherNames([left, a]: [string, Side], [right, b]: [string, Side]): Disagreement | null {
  const missing = (from: Set<string>, words: Set<string>) => [...from].find((name) => !words.has(name));
  const [ours, theirs] = [namesOf(left, a), namesOf(right, b)];
  const odd = missing(ours, wordsOf(right)) ?? missing(theirs, wordsOf(left));
  return odd === undefined ? null : { rule: "name", reason: `"${odd}" in one of them only` };
}

const aWord = /[\p{L}\p{M}\p{N}]+(?:[.'’&+#/_-][\p{L}\p{N}]+)*[+#]*/gu;
const sentenceStart = /(?:^|[.!?:;…]["'”’)]*|\n|["“„«(])\s*$/u;

function namesOf(text: string, { language }: Side): Set<string> {
  const names = new Set<string>();
  for (const match of text.matchAll(aWord)) {
    const [word] = match;
    const isInside = /^\p{L}.*[\p{Lu}\d]|\d.*\p{L}/u.test(word) && word.length > 1;
    const isCapital =
      /^\p{Lu}/u.test(word) &&
      // German writes every noun so, and "I" is nobody's name.
      language !== "de" &&
      word !== "I" &&
      !/^I['’]/u.test(word) &&
      !sentenceStart.test(text.slice(0, match.index));
    if (isInside || isCapital) names.add(plain(word));
  }
  return names;
}

function wordsOf(text: string): Set<string> {
  return new Set(Array.from(spellDates(text).matchAll(aWord), ([word]) => plain(word)));
}

/** Without its case, its possessive and the plural of an abbreviation. */
function plain(word: string): string {
  return word
    .replace(/['’]s$/u, "")
    .replace(/(?<=\p{Lu})s$/u, "")
    .toLowerCase();
}

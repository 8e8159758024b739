import { type Disagreement, isContent, isForm, isKin, type Side, stem } from "./sides.ts";
import { unmatched } from "./quantity-rules.ts";
import { areSynonyms } from "./tokens.ts";

/** What the form of a line tells: "Priority: low", "supplier B", "until 5 May", "the PDF to Word". */
export function forms(a: Side, b: Side): Disagreement | null {
  return (
    values(a, b) ?? letters(a, b) ?? periods(a, b) ?? bounds(a, b) ?? conversions(a, b) ?? plainAnswers(a, b)
  );
}

/** "Severity: minor" against "Severity: critical": one label, two values of a word or two. */
function values(a: Side, b: Side): Disagreement | null {
  const [left, right] = [a, b].map(({ text }) =>
    /^\s*([^:：\n]{2,30})[:：]\s*([^:：\n]{1,30}?)[.!]?\s*$/u.exec(text),
  );
  if (!left || !right || plain(left[1]) !== plain(right[1])) return null;
  const [one, other] = [wordsOf(left[2]), wordsOf(right[2])];
  if (one.length === 0 || other.length === 0 || one.length > 2 || other.length > 2) return null;
  const isOther = one.every(
    (word) => !other.some((theirs) => isForm(word, theirs, a) || areSynonyms(word, theirs)),
  );
  return isOther ? { rule: "value", reason: `"${left[2]}" against "${right[2]}"` } : null;
}

function plain(text = ""): string {
  return text.trim().toLowerCase();
}

function wordsOf(text = ""): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? [];
}

/** "Plan B" against "plan A"; "I" is a person, and an "A" at the start an article. */
function letters(a: Side, b: Side): Disagreement | null {
  const named = ({ text }: Side) =>
    new Set(
      Array.from(text.matchAll(/(?<=\p{L} )[A-HJ-Z](?![\p{L}\p{N}'’&+/-]|\.\s*\S)/gu), ([letter]) => letter),
    );
  const [left, right] = [named(a), named(b)];
  const [one] = [...left].filter((letter) => !right.has(letter));
  const [other] = [...right].filter((letter) => !left.has(letter));
  return one && other ? { rule: "letter", reason: `${one} against ${other}` } : null;
}

const period =
  /\b(?:per|an?|each|every) (second|minute|hour|day|week|month|year)\b|\b(hourly|daily|weekly|monthly|yearly|annual)(?:ly)?\b/giu;
const named: Record<string, string> = {
  hourly: "hour",
  daily: "day",
  weekly: "week",
  monthly: "month",
  yearly: "year",
  annual: "year",
};

/** "5 euros a month" against "5 euros a year": the same numbers over another time. */
function periods(a: Side, b: Side): Disagreement | null {
  const [left, right] = [a, b].map(({ text }) => {
    const found = Array.from(
      text.matchAll(period),
      ([, plain, adjective = ""]) => plain?.toLowerCase() ?? named[adjective.toLowerCase()],
    );
    return [...new Set(found)];
  });
  if (left?.length !== 1 || right?.length !== 1 || left[0] === right[0]) return null;
  const rest = unmatched(a.quantities, b.quantities);
  const isOnlyPeriod = rest.every((side) =>
    side.every(({ dimension }) => /^(?:minute|day|month)$/.test(dimension)),
  );
  return isOnlyPeriod ? { rule: "number", reason: `per ${left[0]} against per ${right[0]}` } : null;
}

const date = String.raw`(?:the (?:end|start|beginning|middle) of )?(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)\p{L}*|the merger)`;
const untilDate = new RegExp(
  String.raw`\b(?:until|till|up to|through|bis(?: zum)?|jusqu'au|hasta el|fino al?|tot) (?:\p{L}+ )?${date}`,
  "iu",
);
const sinceDate = new RegExp(
  String.raw`\b(?:from|since|as of|starting(?: on)?|ab(?: dem)?|seit(?: dem)?|à partir du|depuis le|desde el|dal|vanaf|sinds) (?:\p{L}+ )?${date}`,
  "iu",
);

/** "Valid until 31 December" against "valid from 31 December". */
function bounds(a: Side, b: Side): Disagreement | null {
  const ends = [a, b].map(({ text }) => [untilDate.test(text), sinceDate.test(text)] as const);
  const [left, right] = ends;
  if (!left || !right) return null;
  const isApart =
    (left[0] && !left[1] && right[1] && !right[0]) || (left[1] && !left[0] && right[0] && !right[1]);
  return isApart ? { rule: "time", reason: "until against from" } : null;
}

const turned =
  /\b(?:convert|translate|turn|change|transfer|move|copy|migrate|switch|upgrade|send|forward|map|rename)\p{L}*\b/iu;

/** "Convert the PDF to Word" against "convert the Word file to PDF": what stands before "to" and after it. */
function conversions(a: Side, b: Side): Disagreement | null {
  if (a.language !== "en" || b.language !== "en") return null;
  const [left, right] = [a, b].map(({ text }) => {
    const verb = turned.exec(text);
    if (!verb) return null;
    const [before = "", after] = text.slice(verb.index + verb[0].length).split(/\b(?:to|into|in)\b/iu);
    const things = (part: string) =>
      wordsOf(part)
        .slice(0, 6)
        .map((word) => stem(word));
    return after === undefined ? null : { before: things(before), after: things(after) };
  });
  if (!left || !right) return null;
  const content = (words: string[]) =>
    words.filter((word) => isContent({ text: word, clause: 0, mark: null }));
  const meets = (one: string[], other: string[]) =>
    content(one).some((word) => content(other).some((theirs) => isKin(word, theirs)));
  const isSwapped =
    meets(left.before, right.after) &&
    meets(left.after, right.before) &&
    !meets(left.before, right.before) &&
    !meets(left.after, right.after);
  return isSwapped ? { rule: "roles", reason: "what becomes what has been exchanged" } : null;
}

/** "Agreed." against "I don't agree": nothing but a yes, and a short denial. */
function plainAnswers(a: Side, b: Side): Disagreement | null {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.answer !== 1 || one.tokens.length > 0 || other.answer !== null || other.tokens.length > 5)
      continue;
    const denials = other.tokens.filter(({ mark }) => mark?.kind === "negation").length;
    const isAgreeing = other.tokens.some(
      ({ mark }) => mark?.kind === "axis" && mark.axis.name === "agreement" && mark.sign > 0,
    );
    if (isAgreeing && denials % 2 === 1) return { rule: "answer", reason: "one answers yes, the other no" };
  }
  return null;
}

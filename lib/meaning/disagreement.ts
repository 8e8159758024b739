import { calendar, dayWords, isNamed, months, namesIn, seasons, weekdays } from "./calendar.ts";
import { denials, opposites, quantifiers } from "./denial-rules.ts";
import { exactForms } from "./exact-forms.ts";
import { forms } from "./form-rules.ts";
import { otherDenials } from "./other-denials.ts";
import { numbers, unmatched } from "./quantity-rules.ts";
import { type Disagreement, isContent, isKin, type Side, stem } from "./sides.ts";
import { replaced, roles } from "./word-rules.ts";

/** Finds what a cosine does not see: numbers, denials, opposites, swapped roles, another name in the same sentence. */
export function disagreementOf(a: Side, b: Side): Disagreement | null {
  return (
    answers(a, b) ??
    numbers(a, b) ??
    exactForms(a, b) ??
    forms(a, b) ??
    calendar(a, b) ??
    quantifiers(a, b) ??
    opposites(a, b) ??
    denials(a, b) ??
    otherDenials(a, b) ??
    roles(a, b) ??
    replaced(a, b)
  );
}

/**
 * How much of what the shorter text says the other says too, 0..1: words, numbers, days and months, and on which end
 * of the same opposites they stand. For texts whose language the embedding model does not know.
 */
export function sharedMeaning(a: Side, b: Side): number {
  const [ours, theirs] = [unitsOf(a), unitsOf(b)];
  const [restA, restB] = unmatched(a.quantities, b.quantities);
  const numbersShared = Math.min(a.quantities.length - restA.length, b.quantities.length - restB.length);
  const [fewer, more] = ours.length <= theirs.length ? [ours, theirs] : [theirs, ours];
  const words = fewer.filter((unit) => more.some((other) => isKin(unit, other))).length;
  const least = Math.min(ours.length + a.quantities.length, theirs.length + b.quantities.length);
  return least === 0 ? 0 : Math.min(1, (words + Math.max(0, numbersShared)) / least);
}

/** Words that are no number, with those that stand for an idea of the lexicon named by it. */
function unitsOf(side: Side): string[] {
  const numbers = new Set(side.quantities.flatMap(({ text }) => text.toLowerCase().split(/\s+/)));
  const named = [months, weekdays, seasons, dayWords].flatMap((names, kind) =>
    [...namesIn(side, names)].map((place) => `#${kind}:${place}`),
  );
  const words = side.tokens
    .filter(
      (token) =>
        isContent(token) &&
        !numbers.has(token.text) &&
        ![...months, ...weekdays, ...dayWords].some((list) => isNamed(token.text, list)),
    )
    .map(({ text, mark }) =>
      mark?.kind === "axis"
        ? `#${mark.axis.name}`
        : mark?.kind === "quantity"
          ? `#${mark.level}`
          : stem(text),
    );
  const answer = side.answer === null ? [] : [`#answer:${side.answer}`];
  return [...new Set([...named, ...words, ...answer])];
}

function answers(a: Side, b: Side): Disagreement | null {
  if (a.answer === null || b.answer === null || a.answer === b.answer) return null;
  return { rule: "answer", reason: "one answers yes, the other no" };
}

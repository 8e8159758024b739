import { isNamed, months } from "./calendar.ts";
import { spellDates } from "./dates.ts";
import type { Quantity } from "./numbers.ts";
import { type Disagreement, isContent, isKin, type Side, stem } from "./sides.ts";

/** A number with the words around it up to the next ones, each with what it counts: the nearest before it, or what it measures, counts most. */
type Bound = Quantity & { before: Map<string, number>; after: Map<string, number> };

function boundOf({ text: source, quantities, tokens }: Side): Bound[] {
  const text = spellDates(source).normalize("NFKC");
  const telling = new Set(tokens.filter(isContent).map((token) => token.text));
  const wordsIn = (from: number, to: number) =>
    (
      text
        .slice(from, to)
        .toLowerCase()
        .match(/[\p{L}\p{M}]+/gu) ?? []
    )
      .filter((word) => telling.has(word) && !months.some((list) => isNamed(word, list)))
      .map((word) => stem(word));
  return quantities.map((quantity, place) => {
    const last = quantities[place - 1];
    const before = wordsIn(last?.end ?? 0, quantity.start);
    // "Room 12 has 4": what stands right behind another number belongs to that.
    if (before.length === 0 && last) before.push(`#${last.value}`);
    const after = wordsIn(quantity.end, quantities[place + 1]?.start ?? text.length);
    const isMeasured = /^\s*(?:of|de|d'|di|von)\s/iu.test(text.slice(quantity.end));
    return {
      ...quantity,
      before: new Map(before.map((word, at) => [word, at === before.length - 1 && !isMeasured ? 2 : 1])),
      after: new Map(after.map((word, at) => [word, at === 0 && isMeasured ? 3 : 1])),
    };
  });
}

function shared(left: Map<string, number>, right: Map<string, number>): number {
  let sum = 0;
  for (const [word, weight] of left)
    for (const [other, theirs] of right) if (isKin(word, other)) sum += weight * theirs;
  return sum;
}
const nearness = (one: Bound, other: Bound) =>
  shared(one.before, other.before) + shared(one.after, other.after);
const isSame = (left: Quantity, right: Quantity) =>
  left.dimension === right.dimension && Math.abs(left.value - right.value) < 1e-9;
const isOther = (left: Quantity, right: Quantity) =>
  left.dimension === right.dimension && !isSame(left, right);

/**
 * "Starts on 3 May, ends on 9 June" against "starts on 9 June": a number stands by the words that the other text has for
 * another one of its kind. Where the words tell nothing, numbers of one kind in another order are exchanged if `byOrder`.
 */
export function areExchanged(a: Side, b: Side, byOrder: boolean): boolean {
  const [left, right] = [boundOf(a), boundOf(b)];
  let [straight, cross, turned] = [0, 0, 0];
  for (const [at, one] of left.entries())
    for (const two of left.slice(at + 1).filter((each) => isOther(one, each))) {
      const [first, second] = [one, two].map((own) => right.filter((theirs) => isSame(own, theirs)));
      if (!first || !second || first.length > 1 || second.length > 1) continue;
      const [mine, yours] = [first[0], second[0]];
      straight += (mine ? nearness(one, mine) : 0) + (yours ? nearness(two, yours) : 0);
      cross += (mine ? nearness(two, mine) : 0) + (yours ? nearness(one, yours) : 0);
      if (mine && yours && mine.start > yours.start) turned += 1;
    }
  return cross > straight || (byOrder && cross === straight && turned > 0);
}

/** "3 May or 10 May" against "3 May": one that leaves two open is not the one. */
export function isLeftOpen(a: Side, b: Side): Disagreement | null {
  const open = ({ text: source, quantities }: Side): [Quantity, Quantity] | null => {
    const text = spellDates(source).normalize("NFKC");
    for (const [place, one] of quantities.entries()) {
      const next = quantities[place + 1];
      const isOr = next && /^\s*\p{L}*\s*(?:or|oder|ou|o|of|lub)\s*$/iu.test(text.slice(one.end, next.start));
      if (next && isOr && one.text !== next.text) return [one, next];
    }
    return null;
  };
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const pair = open(one);
    if (!pair || open(other) || other.quantities.length !== one.quantities.length - 1) continue;
    const has = (of: Quantity) => other.quantities.some((theirs) => theirs.raw === of.raw);
    if (has(pair[0]) !== has(pair[1]))
      return {
        rule: "number",
        reason: `${pair[0].text.trim()} or ${pair[1].text.trim()} against one of them`,
      };
  }
  return null;
}

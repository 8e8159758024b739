import type { Quantity } from "./numbers.ts";
import { areExchanged, isLeftOpen } from "./bound-numbers.ts";
import { type Disagreement, isKin, overlap, type Side } from "./sides.ts";

/** Two numbers of one kind that differ, or the same numbers in exchanged places. */
export function numbers(a: Side, b: Side): Disagreement | null {
  const [left, right] = unmatched(a.quantities, b.quantities).map((rest) => rest.filter(isTellingNumber));
  if (!left || !right) return null;
  for (const one of left) {
    // 70 kg against 70 pounds: the same figure of another thing.
    const other = right.find(
      ({ dimension, raw }) =>
        mayMeet(one.dimension, dimension) || (raw === one.raw && dimension !== "" && one.dimension !== ""),
    );
    if (other) return { rule: "number", reason: `${one.text.trim()} against ${other.text.trim()}` };
  }
  const openOne = left.length + right.length === 1 ? isLeftOpen(a, b) : null;
  if (openOne) return openOne;
  const isAlike = left.length + right.length === 0 && a.quantities.length === b.quantities.length;
  // The side that says less is looked up in the other.
  const [more, less] = a.quantities.length < b.quantities.length ? [b, a] : [a, b];
  const isSwapped = overlap(a, b) > 0.6 && areExchanged(more, less, isAlike && saysTheSame(a, b));
  return isSwapped ? { rule: "number", reason: "the numbers have changed places" } : null;
}

/** Nothing but the order of the words differs. */
function saysTheSame(a: Side, b: Side): boolean {
  const isIn = (words: readonly string[], others: readonly string[]) =>
    words.every((word) => others.some((other) => isKin(word, other)));
  return overlap(a, b) > 0.9 && isIn(a.content, b.content) && isIn(b.content, a.content);
}

/** "One" is an article as often as a number. */
export function isTellingNumber({ text, dimension }: Quantity): boolean {
  return dimension !== "" || !/^(?:one|uno|una|um|uma|1)$/i.test(text.trim());
}

function mayMeet(left: string, right: string): boolean {
  return left === right || ((left === "" || right === "") && left !== "percent" && right !== "percent");
}

function isSameQuantity(one: Quantity, other: Quantity | undefined): boolean {
  if (!other) return false;
  const isNear = Math.abs(one.value - other.value) <= 1e-9 * Math.max(1, Math.abs(one.value));
  const [clock, figure] = one.dimension === "hour" ? [one, other] : [other, one];
  if (clock.dimension === "hour" && figure.dimension === "" && isClockFigure(figure.value, clock.value))
    return true;
  if (one.dimension === other.dimension) return isNear;
  if (isDegree(one, other) || isDegree(other, one)) return one.raw === other.raw;
  // A number whose unit only one side names: "twenty-one years old" and "aged 21"; 19 and "seven in the evening".
  if (isShareOf(one, other) || isShareOf(other, one)) return true;
  const isBare = one.dimension === "" || other.dimension === "";
  return isBare && (isNear || Math.abs(one.raw - other.raw) < 1e-9);
}

/** Three quarters and 75 %. */
function isShareOf(share: Quantity, percent: Quantity): boolean {
  return (
    share.dimension === "" &&
    share.value > 0 &&
    share.value < 1 &&
    percent.dimension === "percent" &&
    Math.abs(share.value * 100 - percent.value) < 1e-6
  );
}

/** "Five degrees" may be of Celsius or of Fahrenheit. */
function isDegree(one: Quantity, other: Quantity): boolean {
  return one.dimension === "degree" && (other.dimension === "celsius" || other.dimension === "fahrenheit");
}

/** 8.15 for a quarter past eight. */
function isClockFigure(figure: number, hour: number): boolean {
  return Math.abs(Math.floor(figure) + ((figure % 1) * 100) / 60 - hour) < 0.001;
}

/** What is left of both after equal quantities are crossed out; a share of a number counts as the product. */
export function unmatched(left: readonly Quantity[], right: readonly Quantity[]): [Quantity[], Quantity[]] {
  const [restLeft, restRight] = [[...left], [...right]];
  for (const one of left) {
    const at = restRight.findIndex((other) => isSameQuantity(one, other));
    if (at < 0) continue;
    restRight.splice(at, 1);
    restLeft.splice(restLeft.indexOf(one), 1);
  }
  return [
    restLeft.filter((one) => !isDerived(one, left, right)),
    restRight.filter((one) => !isDerived(one, right, left)),
  ];
}

/** True for a share or a multiple that the other side gives as its result, and for a result of the other's share. */
function isDerived(one: Quantity, own: readonly Quantity[], others: readonly Quantity[]): boolean {
  const near = (left: number, right: number) => Math.abs(left - right) < 1e-6 * Math.max(1, Math.abs(right));
  const gives = (share: Quantity, from: readonly Quantity[], result: readonly Quantity[]) =>
    from.some(
      (whole) => whole !== share && result.some(({ value }) => near(share.value * whole.value, value)),
    );
  const isShare = one.value < 1 || one.dimension === "percent" || (one.dimension === "" && one.value <= 4);
  if (isShare && gives(one, own, others)) return true;
  if (others.some((share) => share.value < 1 && gives(share, others, [one]))) return true;
  // "A quarter to nine" is 8:45.
  const isClock = (from: readonly Quantity[], hour: number) =>
    from.some((whole) =>
      from.some(
        (part) =>
          part !== whole && [-1, 1].some((sign) => near(hourOf(whole) + sign * minutesOf(part), hour)),
      ),
    );
  if (one.dimension === "hour" && isClock(others, one.value)) return true;
  if (others.some((other) => other.dimension === "hour" && isClock(own, other.value))) return true;
  const pair = (from: readonly Quantity[]) =>
    from.some((start) =>
      from.some((end) => start !== end && near(end.value / start.value - 1, one.value / 100)),
    );
  return one.dimension === "percent" && pair(own);
}

function hourOf({ value, dimension }: Quantity): number {
  return dimension === "" || dimension === "hour" ? value : Number.NaN;
}

/** A part of an hour, in hours. */
function minutesOf({ value, dimension }: Quantity): number {
  if (dimension === "minute") return value / 60;
  return value < 1 ? value : Number.NaN;
}

import { bend, counted, tailAt } from "./bounded-mean.ts";
import { alpha, leastPairs } from "./decide.ts";
import { chanceNotAboveZero, type Weighted } from "./exponential-sum.ts";
import { normalQuantile } from "./normal.ts";
import { quantileOfSorted, sum } from "./numbers.ts";
import { risingRoot } from "./root.ts";
import type { Interval } from "./wilson.ts";

/** A mean of what has no upper limit is shown from so many values on; fewer say too little about what was not seen. */
export const leastValues = leastPairs;
/** How many times dearer than the dearest call seen an unseen one may be. */
const unseenCost = 5;
/** How many times further than the largest change of a pair, and than the largest value, an unseen pair may go. */
const unseenTimes = 2;

/**
 * Interval of the mean of costs: values from 0 on without an upper limit, often skewed. Random weights as in
 * `boundedMeanInterval`, with one unseen value: 0 at the low end, which holds whatever the shape; at the high end five
 * times the largest seen, or as far above it in proportion as that is above the median, whichever is more. Without
 * some such limit no interval of a mean exists (Bahadur and Savage 1956). Null below ten values.
 */
export function positiveMeanInterval(values: readonly number[], confidence = 0.95): Interval | null {
  refuse(values);
  if (values.length < leastValues) return null;
  const sorted = Float64Array.from(values).sort();
  const [most, median] = [sorted.at(-1) ?? 0, quantileOfSorted(sorted, 0.5)];
  if (most === 0) return null;
  const cap = most * Math.max(unseenCost, median > 0 ? most / median : most / (sum(values) / values.length));
  const tail = (1 - confidence) / 2;
  const groups = counted(values);
  const chance = (at: number, unseen: number) => tailAt(groups, unseen, at);
  return {
    low: risingRoot((at) => bend(chance(at, 0)) - normalQuantile(tail), [0, most]),
    high: risingRoot((at) => bend(chance(at, cap)) - normalQuantile(1 - tail), [0, cap]),
  };
}

export type RelativeChange = {
  /** mean(candidate) / mean(baseline) - 1, or the same of a quantile. */
  estimate: number;
  interval: Interval;
  /** Two-sided p of "no change", of the same construction as the interval: at most 5 % exactly when it leaves 0 out. */
  p: number;
};

/**
 * Relative change of mean costs over pairs, mean(candidate) / mean(baseline) - 1: Fieller's idea (the mean of
 * candidate - ratio x baseline is 0) with random weights instead of the normal, so that skew costs width and not
 * truth. The unseen pair has the largest baseline (at the low end the largest candidate) and changes twice as far as the
 * furthest pair seen, or as much further as that is from the median pair, up to twice the largest value against
 * nothing. Null below ten pairs, and where either side is free.
 */
export function relativeMeanChange(
  baseline: readonly number[],
  candidate: readonly number[],
): RelativeChange | null {
  refuse(baseline);
  refuse(candidate);
  const pairs = baseline.map((left, place) => ({ left, right: candidate[place] ?? 0 }));
  const ratios = pairs
    .filter(({ left, right }) => left > 0 && right > 0)
    .map(({ left, right }) => right / left);
  if (pairs.length < leastPairs || ratios.length === 0) return null;
  const { chanceLow, chanceHigh } = unseenPair(pairs, ratios);
  const estimate = sum(candidate) / sum(baseline);
  // Found on the scale of logarithms: half and double are equally far.
  const span = 30;
  const centre = Math.log(estimate);
  const target = normalQuantile(alpha / 2);
  const low = risingRoot((at) => bend(chanceLow(Math.exp(at))) - target, [centre - span, centre]);
  const high = risingRoot((at) => target - bend(1 - chanceHigh(Math.exp(at))), [centre, centre + span]);
  return {
    estimate: estimate - 1,
    interval: { low: Math.exp(low) - 1, high: Math.exp(high) - 1 },
    p: Math.min(1, 2 * Math.min(chanceLow(1), 1 - chanceHigh(1))),
  };
}

/** The chances that the reweighted change is at most a ratio, with the unseen pair at its lowest and at its highest. */
function unseenPair(
  pairs: readonly { left: number; right: number }[],
  ratios: readonly number[],
): { chanceLow: (ratio: number) => number; chanceHigh: (ratio: number) => number } {
  const sorted = Float64Array.from(ratios).sort();
  const [least, most] = [sorted[0] ?? 1, sorted.at(-1) ?? 1];
  const median = quantileOfSorted(sorted, 0.5);
  const lowest = least * Math.min(1 / unseenTimes, least / median);
  const highest = most * Math.max(unseenTimes, most / median);
  const largest = pairs.reduce(
    (top, { left, right }) => ({ left: Math.max(top.left, left), right: Math.max(top.right, right) }),
    { left: 0, right: 0 },
  );
  const chance = (ratio: number, unseen: number) => {
    const terms: Weighted[] = pairs.map(({ left, right }) => ({ weight: right - ratio * left, count: 1 }));
    return chanceNotAboveZero([...terms, { weight: unseen, count: 1 }]);
  };
  return {
    chanceLow: (ratio) =>
      chance(
        ratio,
        -Math.min(Math.max(0, largest.right * (ratio / lowest - 1)), unseenTimes * ratio * largest.left),
      ),
    chanceHigh: (ratio) =>
      chance(ratio, Math.min(Math.max(0, largest.left * (highest - ratio)), unseenTimes * largest.right)),
  };
}

/** Costs and times are numbers from 0 on; anything else is a fault of the caller. */
function refuse(values: readonly number[]): void {
  const wrong = values.find((value) => !(value >= 0 && value < Infinity));
  if (wrong !== undefined) throw new RangeError(`${wrong} is not a number from 0 on.`);
}

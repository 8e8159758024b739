import { bend, counted, tailAt } from "./bounded-mean.ts";
import { alpha, leastPairs } from "./decide.ts";
import { chanceNotAboveZero, type Weighted } from "./exponential-sum.ts";
import { normalQuantile } from "./normal.ts";
import { quantileOfSorted, sum } from "./numbers.ts";
import { risingRoot } from "./root.ts";
import type { Interval } from "./wilson.ts";

/** A mean of what has no upper limit is shown from so many values on; fewer say too little about what was not seen. */
export const leastValues = leastPairs;
/**
 * How many times the dearest call seen an unseen one may cost. With it the intervals hold in at least 95 % of samples
 * beside calls that are 30 times as dear as the rest, however rare they are (`simulation.test.ts`).
 */
export const unseenTimes = 25;

/** `most`: what no call can cost more than, where that is known; a dearer one that was seen proves it wrong. */
type Limit = { most?: number | null | undefined };

/**
 * Interval of the mean of costs: values from 0 on, often skewed. Random weights as in `boundedMeanInterval`, with one
 * unseen value: 0 at the low end, which holds whatever the shape; at the high end the known `most`, or `unseenTimes`
 * the largest seen, or as far above it in proportion as that is above the median. Without some such limit no interval
 * of a mean exists (Bahadur and Savage 1956), so it belongs beside the figure. Null below ten values.
 */
export function positiveMeanInterval(
  values: readonly number[],
  { most: limit, confidence = 0.95 }: Limit & { confidence?: number } = {},
): Interval | null {
  refuse(values);
  if (values.length < leastValues) return null;
  const cap = unseenMost(values, limit);
  if (cap === 0) return null;
  const tail = (1 - confidence) / 2;
  const groups = counted(values);
  const chance = (at: number, unseen: number) => tailAt(groups, unseen, at);
  return {
    low: risingRoot((at) => bend(chance(at, 0)) - normalQuantile(tail), [0, cap]),
    high: risingRoot((at) => bend(chance(at, cap)) - normalQuantile(1 - tail), [0, cap]),
  };
}

/** What an unseen call is taken to cost at most. */
function unseenMost(values: readonly number[], limit: number | null | undefined): number {
  const sorted = Float64Array.from(values).sort();
  const [most, median] = [sorted.at(-1) ?? 0, quantileOfSorted(sorted, 0.5)];
  const assumed = most * Math.max(unseenTimes, most / (median || sum(values) / values.length || 1));
  return limit != null && limit >= most ? Math.min(limit, assumed) : assumed;
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
 * truth. In the unseen pair one side costs nothing and the other the most that an unseen call may (as in
 * `positiveMeanInterval`): the candidate's at the high end, the baseline's at the low. Null below ten pairs, and where
 * either side is free.
 */
export function relativeMeanChange(
  baseline: readonly number[],
  candidate: readonly number[],
  most: { baseline?: number | null; candidate?: number | null } = {},
): RelativeChange | null {
  refuse(baseline);
  refuse(candidate);
  const pairs = baseline.map((left, place) => ({ left, right: candidate[place] ?? 0 }));
  if (pairs.length < leastPairs || !pairs.some(({ left, right }) => left > 0 && right > 0)) return null;
  const unseen = {
    left: unseenMost(baseline, most.baseline),
    right: unseenMost(candidate, most.candidate),
  };
  const chance = (ratio: number, weight: number) =>
    chanceNotAboveZero([
      ...pairs.map(({ left, right }): Weighted => ({ weight: right - ratio * left, count: 1 })),
      { weight, count: 1 },
    ]);
  const chanceLow = (ratio: number) => chance(ratio, -ratio * unseen.left);
  const chanceHigh = (ratio: number) => chance(ratio, unseen.right);
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

/** Costs and times are numbers from 0 on; anything else is a fault of the caller. */
function refuse(values: readonly number[]): void {
  const wrong = values.find((value) => !(value >= 0 && value < Infinity));
  if (wrong !== undefined) throw new RangeError(`${wrong} is not a number from 0 on.`);
}

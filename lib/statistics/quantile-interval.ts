import { betaCdf } from "./beta.ts";
import { alpha } from "./decide.ts";
import { quantileOfSorted } from "./numbers.ts";
import type { RelativeChange } from "./positive-mean.ts";
import type { Interval } from "./wilson.ts";

/**
 * Interval of a quantile between two values of the sample: no shape assumed (Thompson 1936; David and Nagaraja 2003,
 * 7.1). Tails are equal where the largest value allows it (p95: from 72 values), else what the upper end needs is
 * taken from the lower one. Null where even the largest value is no upper end: a p95 needs 59 values.
 */
export function quantileInterval(
  values: ArrayLike<number>,
  share: number,
  confidence = 0.95,
): Interval | null {
  return ofSorted(sortedNumbers(values), share, 1 - confidence);
}

/** The fewest values from which `quantileInterval` knows an interval: 59 for a p95. */
export function valuesNeeded(share: number, confidence = 0.95): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log(Math.max(share, 1 - share)));
}

/**
 * Relative change of a quantile, q(candidate) / q(baseline) - 1, paired or not: both quantiles lie in their 97.5 %
 * intervals at once in at least 95 % of all samples (Bonferroni), and so does the ratio between its extremes. Null
 * where either interval is not to be had (p95: below 72 values).
 */
export function relativeQuantileChange(
  baseline: readonly number[],
  candidate: readonly number[],
  share: number,
): RelativeChange | null {
  const [left, right] = [sortedNumbers(baseline), sortedNumbers(candidate)];
  const at = (level: number): Interval | null => {
    const [from, to] = [ofSorted(left, share, level / 2), ofSorted(right, share, level / 2)];
    if (!from || !to || from.low <= 0) return null;
    return { low: to.low / from.high - 1, high: to.high / from.low - 1 };
  };
  const interval = at(alpha);
  if (!interval) return null;
  const excludesNone = (level: number) => {
    const found = at(level);
    return !found || (found.low <= 0 && found.high >= 0);
  };
  return {
    estimate: quantileOfSorted(right, share) / quantileOfSorted(left, share) - 1,
    interval,
    p: smallestLevel(excludesNone),
  };
}

/** The level at which an interval first leaves "no change" out, on the scale of logarithms. */
function smallestLevel(holds: (level: number) => boolean): number {
  if (holds(1)) return 1;
  let [low, high] = [Math.log(1e-12), 0];
  if (!holds(1e-12)) return 1e-12;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (holds(Math.exp(middle))) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}

function ofSorted(sorted: Float64Array, share: number, level: number): Interval | null {
  const count = sorted.length;
  // The chance that the quantile lies above the largest value, or below the smallest.
  const aboveAll = share ** count;
  const belowAll = (1 - share) ** count;
  if (count === 0 || aboveAll + belowAll > level) return null;
  const upperLevel = Math.max(aboveAll, Math.min(level / 2, level - belowAll));
  const high = rankAbove(count, share, upperLevel);
  const low = rankBelow(count, share, level - upperLevel);
  return { low: sorted[low - 1] ?? Number.NaN, high: sorted[high - 1] ?? Number.NaN };
}

/** The smallest rank u with P(at least u of the values lie below the quantile) <= level. */
function rankAbove(count: number, share: number, level: number): number {
  let [low, high] = [0, count];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (betaCdf(share, middle, count - middle + 1) <= level * (1 + 1e-12)) high = middle;
    else low = middle;
  }
  return high;
}

/** The largest rank l with P(fewer than l of the values lie below the quantile) <= level. */
function rankBelow(count: number, share: number, level: number): number {
  let [low, high] = [1, count + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (1 - betaCdf(share, middle, count - middle + 1) <= level) low = middle;
    else high = middle;
  }
  return low;
}

function sortedNumbers(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  if (Number.isNaN(sorted.at(-1))) throw new RangeError("A quantile needs numbers.");
  return sorted;
}

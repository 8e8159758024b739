import { chanceNotAboveZero, type Weighted } from "./exponential-sum.ts";
import { normalQuantile } from "./normal.ts";
import { risingRoot } from "./root.ts";
import type { Interval } from "./wilson.ts";

/** What a value can be at least and at most: [0, 1] for a score, [-1, 1] for a difference of two. */
export type Bounds = Interval;

/**
 * Interval of the mean of a bounded variable, from however few values: Gaffke 2005 ("Three test statistics for a
 * nonparametric one-sided hypothesis on the mean of a nonnegative variable"), Learned-Miller and Thomas 2019; the
 * bound of Phan, Thomas and Learned-Miller 2021, ICML, without its proof but with no known exception. An end is the
 * quantile of the mean under random weights (flat Dirichlet) with one unseen value at the worst bound. No shape is
 * assumed. For 0/1 it is Clopper and Pearson's exact interval; for pairs that are better, same or worse it leaves 0
 * exactly when McNemar's exact test does; it has no width 0. Throws a RangeError for a value outside the bounds.
 */
export function boundedMeanInterval(
  values: readonly number[],
  bounds: Bounds = { low: 0, high: 1 },
  confidence = 0.95,
): Interval {
  if (values.length === 0) return { ...bounds };
  const tail = (1 - confidence) / 2;
  const groups = grouped(values, bounds);
  return { low: lowerEnd(groups, bounds.low, tail), high: -lowerEnd(groups.map(turned), -bounds.high, tail) };
}

/**
 * Two-sided p-value of "the mean is `at`", from the same weights as the interval: it is at most 1 - confidence
 * exactly when the interval leaves `at` out. For pairs that are better, same or worse it is McNemar's exact p.
 */
export function boundedMeanTest(
  values: readonly number[],
  bounds: Bounds = { low: -1, high: 1 },
  at = 0,
): number {
  if (values.length === 0) return 1;
  const groups = grouped(values, bounds);
  const above = tailAt(groups, bounds.low, at);
  const below = tailAt(groups.map(turned), -bounds.high, -at);
  return Math.min(1, 2 * Math.min(above, below));
}

type Group = { value: number; count: number };

/** The chance that the reweighted mean, with one more value at the worst, is at most `at`. */
export function tailAt(groups: readonly Group[], worst: number, at: number): number {
  const terms: Weighted[] = groups
    .filter(({ value }) => value !== worst)
    .map(({ value, count }) => ({ weight: value - at, count }));
  const seen = groups.find(({ value }) => value === worst)?.count ?? 0;
  terms.push({ weight: worst - at, count: seen + 1 });
  return chanceNotAboveZero(terms);
}

/** The `tail` quantile of the reweighted mean. */
function lowerEnd(groups: readonly Group[], worst: number, tail: number): number {
  const most = groups.reduce((high, { value }) => Math.max(high, value), -Infinity);
  if (most <= worst) return worst;
  const target = normalQuantile(tail);
  return risingRoot((at) => bend(tailAt(groups, worst, at)) - target, [worst, most]);
}

/** A chance on the scale of the normal, where the tails of sums are nearly straight; never infinite. */
export function bend(chance: number): number {
  return Math.max(-38, Math.min(38, normalQuantile(chance)));
}

/** Equal values once with their number: scores of a judge are few, and the cost is by distinct values. */
export function counted(values: readonly number[]): Group[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

/** The same of values within bounds; refuses what is outside. */
export function grouped(values: readonly number[], bounds: Bounds): Group[] {
  const kept = values.map((value) => {
    if (!(value >= bounds.low - 1e-9 && value <= bounds.high + 1e-9))
      throw new RangeError(`${value} is not between ${bounds.low} and ${bounds.high}.`);
    // Differences such as 0.75 - 0.5 and 0.5 - 0.25 differ in the last digit only.
    return Math.min(bounds.high, Math.max(bounds.low, Math.round(value * 1e12) / 1e12));
  });
  return counted(kept);
}

function turned({ value, count }: Group): Group {
  return { value: -value, count };
}

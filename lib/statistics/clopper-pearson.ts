import { binomialAtMost } from "./binomial.ts";
import type { Interval } from "./wilson.ts";

/** Exact interval of a share: Clopper and Pearson 1934, by bisection of the binomial tails. */
export function clopperPearsonInterval(successes: number, trials: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: successes === 0 ? 0 : bisect((p) => 1 - binomialAtMost(successes - 1, trials, p) < tail),
    high: successes === trials ? 1 : bisect((p) => binomialAtMost(successes, trials, p) > tail),
  };
}

/**
 * The largest failure rate that fits with no failure in `trials` (one-sided, exact): 1 - (1 - confidence)^(1/n).
 * About 3/n, the "rule of three" (Hanley and Lippman-Hand 1983).
 */
export function zeroFailureBound(trials: number, confidence = 0.95): number {
  return trials === 0 ? 1 : 1 - (1 - confidence) ** (1 / trials);
}

/** The p at which `isBelow` turns false, on [0, 1]. */
function bisect(isBelow: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

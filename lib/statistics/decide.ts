import { boundedMeanInterval, boundedMeanTest } from "./bounded-mean.ts";
import { mcnemarExact } from "./mcnemar.ts";
import { mean } from "./numbers.ts";
import type { Interval } from "./wilson.ts";

/** Below this many judged pairs nothing is decided, whatever a test says. */
export const leastPairs = 10;
/** A change counts as shown at 5 %, two-sided, after the adjustment for all that is looked at together. */
export const alpha = 0.05;

export type Direction = "higher" | "lower";

/** better, worse: shown; not_shown: these pairs cannot tell, which is not "equal"; too_few: not enough judged pairs. */
export type DecisionState = "better" | "worse" | "not_shown" | "too_few";

/** met: shown; unmet: shown to lose more than the margin; not_shown: cannot tell; too_few: not enough judged pairs. */
export type NotWorse = "met" | "unmet" | "not_shown" | "too_few";

/** What paired values say, whoever asks: a comparison reads `state`, a gate `state` or `notWorse(...)`. */
export type PairedDecision = {
  state: DecisionState;
  /** Judged pairs, and of them how many are better, worse and the same. */
  pairs: number;
  better: number;
  worse: number;
  same: number;
  /** Mean of candidate - baseline, and its 95 % interval; null without a pair. Up is up, whatever `direction` says. */
  change: number | null;
  interval: Interval | null;
  /** How the interval was found; for shares it is the exact one that agrees with McNemar's test. */
  method: "exact" | "bounded mean" | "none";
  test: { name: "McNemar exact" | "bounded mean" | "none"; p: number | null };
};

export type DecideInput = {
  /** candidate - baseline of every judged pair; scores are 0..1, so each lies in [-1, 1]. */
  differences: readonly number[];
  /** Both sides are 0 or 1 throughout. Default: every difference is -1, 0 or 1. */
  isBinary?: boolean;
  direction?: Direction;
  /** Of the interval, default 95 %; a state still needs its p adjusted by whoever looks more than once. */
  confidence?: number;
};

/**
 * The one place that decides about two versions on the same cases. Interval and test come from the same weights
 * (`boundedMeanInterval`), so they cannot contradict each other: the interval leaves 0 out exactly when p <= 5 %, for
 * shares exactly when McNemar's exact test does. No shape is assumed, so skew costs width, not truth. Where several
 * metrics are looked at, pass the adjusted p to `withAdjusted`. Throws a RangeError for NaN and what is outside [-1, 1].
 */
export function decidePairs({
  differences,
  isBinary,
  direction = "higher",
  confidence = 0.95,
}: DecideInput): PairedDecision {
  const pairs = differences.length;
  const up = differences.filter((difference) => difference > 1e-9).length;
  const down = differences.filter((difference) => difference < -1e-9).length;
  const [better, worse] = direction === "higher" ? [up, down] : [down, up];
  const counts = { pairs, better, worse, same: pairs - better - worse };
  if (pairs === 0)
    return {
      ...counts,
      state: "too_few",
      change: null,
      interval: null,
      method: "none",
      test: { name: "none", p: null },
    };
  const isExact = isBinary ?? differences.every((difference) => [-1, 0, 1].includes(difference));
  const bounds = { low: -1, high: 1 };
  const interval = boundedMeanInterval(differences, bounds, confidence);
  const p = isExact ? mcnemarExact(up, down).p : boundedMeanTest(differences, bounds);
  const change = mean(differences);
  return withAdjusted(
    {
      ...counts,
      state: "not_shown",
      change,
      interval,
      method: isExact ? "exact" : "bounded mean",
      test: { name: isExact ? "McNemar exact" : "bounded mean", p },
    },
    p,
    direction,
  );
}

/** The decision under a p adjusted for all that is looked at together (`holm`). */
export function withAdjusted(
  decision: PairedDecision,
  adjustedP: number,
  direction: Direction = "higher",
): PairedDecision {
  return { ...decision, state: stateOf(decision, adjustedP, direction) };
}

/** Shown only where the adjusted test and the interval both say so, on enough pairs. */
export function stateOf(
  { pairs, interval }: Pick<PairedDecision, "pairs" | "interval">,
  adjustedP: number | null,
  direction: Direction = "higher",
): DecisionState {
  if (pairs < leastPairs || interval === null) return "too_few";
  if (adjustedP === null || adjustedP > alpha) return "not_shown";
  if (interval.low > 0) return direction === "higher" ? "better" : "worse";
  if (interval.high < 0) return direction === "higher" ? "worse" : "better";
  return "not_shown";
}

/**
 * Whether the candidate loses at most `margin` (0..1): met when the whole interval says so, which a candidate that
 * truly loses more reaches in at most 2.5 % of all samples (non-inferiority, ICH E9, one-sided 2.5 %). Needs no
 * adjustment when every metric must pass. `pairsNeeded` says beforehand how many pairs that takes.
 */
export function notWorse(
  { pairs, interval }: Pick<PairedDecision, "pairs" | "interval">,
  margin: number,
  direction: Direction = "higher",
): NotWorse {
  if (pairs < leastPairs || interval === null) return "too_few";
  const [low, high] =
    direction === "higher" ? [interval.low, interval.high] : [-interval.high, -interval.low];
  if (low >= -margin) return "met";
  return high < -margin ? "unmet" : "not_shown";
}

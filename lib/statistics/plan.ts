import { tailAt } from "./bounded-mean.ts";
import { betaCdf } from "./beta.ts";
import { binomialProbability } from "./binomial.ts";
import { alpha as usualAlpha, leastPairs } from "./decide.ts";

import { normalQuantile } from "./normal.ts";
import { sum } from "./numbers.ts";

const most = 10_000_000;

export type PairsNeededInput = {
  /** Largest loss that counts as not worse, 0..1. */
  margin: number;
  /** Expected shares of pairs that become better and worse; none by default, which is the fewest pairs it can take. */
  better?: number;
  worse?: number;
  power?: number;
  confidence?: number;
};

/**
 * Pairs that a share needs to be shown not worse by `margin`, said before anything is run. Where no pair differs it is
 * the exact bound, 1 - tail^(1/n) <= margin: 183 pairs for 2 % (149 if the error were 5 % instead of 2.5 %). Where
 * pairs differ it is the number at which `power` of all samples pass. Infinity when the expected loss is the margin.
 */
export function pairsNeeded({
  margin,
  better = 0,
  worse = 0,
  power = 0.8,
  confidence = 0.95,
}: PairsNeededInput): number {
  const tail = (1 - confidence) / 2;
  if (worse - better >= margin || margin <= 0) return Infinity;
  if (margin >= 1) return leastPairs;
  if (better + worse === 0)
    return Math.max(leastPairs, Math.ceil(Math.log(tail) / Math.log1p(-margin) - 1e-9));
  const spread = Math.sqrt(better + worse - (better - worse) ** 2);
  const passes = (pairs: number) => {
    // The sample that all but `power` of the samples beat: so many pairs more of them worse.
    const bad = Math.min(pairs, worse * pairs + normalQuantile(power) * spread * Math.sqrt(pairs));
    const good = Math.min(pairs - bad, better * pairs);
    const groups = [
      { value: 1, count: good },
      { value: 0, count: pairs - good - bad },
      { value: -1, count: bad },
    ];
    return tailAt(groups, -1, -margin) <= tail;
  };
  return firstThat(passes);
}

/** The first whole number from `leastPairs` on that passes, for a test that more pairs only help. */
function firstThat(passes: (pairs: number) => boolean): number {
  let high: number = leastPairs;
  while (!passes(high)) {
    if (high >= most) return Infinity;
    high *= 2;
  }
  let low = high === leastPairs ? high : high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

export type ShareEffectInput = {
  pairs: number;
  better: number;
  worse: number;
  /** Two-sided level of the test that is used: 5 %, or with Holm over m tests 5 % / m. */
  alpha?: number;
  power?: number;
};

/**
 * The smallest change of a share that McNemar's exact test shows on so many pairs with `power`, as a share of 1. At
 * least as many pairs change both ways as the fewer of those seen did. At 5 % it takes six pairs that change one way.
 * Null where no change could be shown.
 */
export function smallestShareEffect({
  pairs,
  better,
  worse,
  alpha = usualAlpha,
  power = 0.8,
}: ShareEffectInput): number | null {
  if (pairs < leastPairs) return null;
  const background = Math.min(better, worse) / pairs;
  const room = 1 - 2 * background;
  if (powerOf(room, background, { pairs, alpha }) < power) return null;
  let [low, high] = [0, room];
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2;
    if (powerOf(middle, background, { pairs, alpha }) >= power) high = middle;
    else low = middle;
  }
  return high;
}

/** Power of McNemar's exact test when `effect` more pairs get better, above `background` each way. */
function powerOf(
  effect: number,
  background: number,
  { pairs, alpha }: { pairs: number; alpha: number },
): number {
  const discordant = Math.min(1, effect + 2 * background);
  const share = discordant === 0 ? 0.5 : (effect + background) / discordant;
  const spread = Math.sqrt(pairs * discordant * (1 - discordant));
  const middle = pairs * discordant;
  const from = Math.max(0, Math.floor(middle - 6 * spread - 2));
  const to = Math.min(pairs, Math.ceil(middle + 6 * spread + 2));
  // Some 200 numbers of differing pairs describe the whole distribution.
  const stride = Math.max(1, Math.floor((to - from) / 200));
  let weights = 0;
  let total = 0;
  for (let count = from; count <= to; count += stride) {
    const weight = binomialProbability(count, pairs, discordant);
    weights += weight;
    total += weight * chanceShown(count, share, alpha);
  }
  return weights === 0 ? 0 : total / weights;
}

/** Of `count` differing pairs, the chance that so many are better that the test shows it. */
function chanceShown(count: number, share: number, alpha: number): number {
  const allowed = mostAgainst(count, alpha);
  return allowed < 0 ? 0 : atMost(allowed, count, 1 - share);
}

/** The most pairs against the change with which McNemar's exact test still shows it; -1 when not even 0. */
function mostAgainst(count: number, alpha: number): number {
  let [low, high] = [-1, Math.ceil(count / 2)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (2 * atMost(middle, count, 0.5) <= alpha) low = middle;
    else high = middle;
  }
  return low;
}

/** P(X <= k) of a binomial variable, in a time that does not grow with n. */
function atMost(k: number, n: number, p: number): number {
  return k >= n ? 1 : 1 - betaCdf(p, k + 1, n - k);
}

/**
 * The smallest mean change of graded scores that the test of `decidePairs` shows with `power`, where it comes about as
 * changes of graded scores do: some more pairs differ, by the step that those seen differed by, above as many each way as
 * the fewer of those seen were. (Moving every pair a little is what no judge does, and is far easier to show.) A change
 * in larger steps takes more. Null where no change could be shown.
 */
export function smallestMeanEffect(
  differences: readonly number[],
  { alpha = usualAlpha, power = 0.8 }: { alpha?: number; power?: number } = {},
): number | null {
  const pairs = differences.length;
  const squares = sum(differences.map((value) => value * value));
  if (squares === 0) return smallestShareEffect({ pairs, better: 0, worse: 0, alpha, power });
  if (pairs < leastPairs) return null;
  // One step with the mean and the spread that the differences have.
  const step = squares / sum(differences.map(Math.abs));
  const upward = sum(differences.map((value) => Math.max(0, value) ** 2));
  const background = Math.min(upward, squares - upward) / (step * step * pairs);
  const test = fewestBetter({ pairs, step, alpha });
  const powerAt = (share: number) => powerOfSteps(share, background, { pairs, test });
  if (powerAt(1) < power) return null;
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 30; turn += 1) {
    const middle = (low + high) / 2;
    if (powerAt(middle) >= power) high = middle;
    else low = middle;
  }
  return high * step;
}

/** How many pairs must be better by a step, of so many worse by one, for the test to show it; Infinity where none are enough. */
function fewestBetter({ pairs, step, alpha }: { pairs: number; step: number; alpha: number }) {
  const known = new Map<number, number>();
  const isShown = (better: number, worse: number) =>
    tailAt(
      [
        { value: step, count: better },
        { value: 0, count: pairs - better - worse },
        { value: -step, count: worse },
      ].filter(({ count }) => count > 0),
      -1,
      0,
    ) <=
    alpha / 2;
  const find = (worse: number): number => {
    let [low, high] = [worse, pairs - worse];
    if (high <= low || !isShown(high, worse)) return Infinity;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (isShown(middle, worse)) high = middle;
      else low = middle;
    }
    return high;
  };
  return (worse: number): number => {
    const found = known.get(worse) ?? find(worse);
    known.set(worse, found);
    return found;
  };
}

/**
 * Power when `share` more of the pairs get better by a step, above `background` each way; past the pairs that are left,
 * some that would get worse get better instead.
 */
function powerOfSteps(
  share: number,
  background: number,
  { pairs, test }: { pairs: number; test: (worse: number) => number },
): number {
  const room = Math.max(0, 1 - 2 * background);
  const turned = Math.max(0, share - room) / 2;
  const down = Math.max(0, background - turned);
  const better = background + Math.min(share, room) + turned;
  const middle = pairs * down;
  const spread = Math.sqrt(middle * (1 - down));
  const from = Math.max(0, Math.floor(middle - 6 * spread - 2));
  const to = Math.min(pairs, Math.ceil(middle + 6 * spread + 2));
  const stride = Math.max(1, Math.floor((to - from) / 100));
  const up = Math.min(1, better / (1 - down));
  let [weights, total] = [0, 0];
  for (let worse = from; worse <= to; worse += stride) {
    const weight = binomialProbability(worse, pairs, down);
    const needed = test(worse);
    weights += weight;
    if (needed <= pairs - worse) total += weight * (1 - atMost(needed - 1, pairs - worse, up));
  }
  return weights === 0 ? 0 : total / weights;
}

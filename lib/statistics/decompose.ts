import { normalQuantile } from "./normal.ts";
import { studentT } from "./weighted-mean.ts";
import type { Interval } from "./wilson.ts";

/** One part (a version, a model) of a sample: how many values, their sum and the sum of their squares. */
export type PartSums = { n: number; sum: number; sumSquares: number };
/** The same part in two samples; none of it in one of them is `n` 0. */
export type TwoPartSums = { before: PartSums; now: PartSums };

export type Contribution = Interval & { value: number };
/** What a part adds to the change of the mean; `within` and `mix` null where it has too few values in either sample to tell. */
export type PartChange = { total: Contribution; within: Contribution | null; mix: Contribution | null };
export type ChangeOfMean = {
  parts: PartChange[];
  /** The change itself: the sum of all totals. */
  change: Contribution;
  /** Sums over the parts told apart: `within` + `mix` + `apart` is the change. */
  within: Contribution;
  mix: Contribution;
  /** What came from parts too small to tell apart (or in one sample only). */
  apart: Contribution;
};

/** Fewer values of a part than this in either sample do not tell its own change from its share's. */
export const fewestOfPart = 20;

/**
 * Where the change of a mean (or share) between two independent samples comes from. With a part's share w of the
 * sample and its mean v, and V half the sum of both means: total = w1 (v1 - V) - w0 (v0 - V), which is
 * within = (w0 + w1) / 2 * (v1 - v0) plus mix = (w1 - w0) * ((v0 + v1) / 2 - V); Marshall-Edgeworth weights, nothing left over,
 * so totals add up to the change. Intervals: delta method over both samples' multinomial shares and means; the
 * variance of a share takes two successes and two failures more (Agresti and Coull 1998), so that none is of zero width; Student's t.
 * Samples must not be empty. Pure.
 */
export function decomposeChange(
  parts: readonly TwoPartSums[],
  {
    isShare,
    confidence = 0.95,
    fewest = fewestOfPart,
  }: { isShare: boolean; confidence?: number; fewest?: number },
): ChangeOfMean {
  const [before, now] = [
    sampleOf(
      parts.map((part) => part.before),
      isShare,
    ),
    sampleOf(
      parts.map((part) => part.now),
      isShare,
    ),
  ];
  // Of amounts such as a cost, a small sample beside a large one misses the few dear values: half the error makes up for it.
  const stated = isShare ? confidence : 1 - (1 - confidence) / 2;
  const z = normalQuantile(0.5 + stated / 2);
  const told = parts.map(({ before: a, now: b }) => Math.min(a.n, b.n) >= fewest);
  const all = parts.map((_, place) => ({
    total: totalOf(before, now, place),
    within: withinOf(before, now, place),
    mix: mixOf(before, now, place),
  }));
  const smallest = Math.min(before.n, now.n);
  const close = (effect: Effect, n = smallest) =>
    withInterval(effect, { before, now, t: studentT(Math.max(1, n - 1), z) });
  const sumOf = (pick: "total" | "within" | "mix", isTold: boolean) =>
    close(
      add(
        all.filter((_, place) => told[place] === isTold).map((each) => each[pick]),
        parts.length,
      ),
    );
  return {
    parts: all.map(({ total, within, mix }, place) => {
      const own = Math.min(parts[place]?.before.n ?? 0, parts[place]?.now.n ?? 0);
      return {
        total: close(total),
        within: told[place] ? close(within, own) : null,
        mix: told[place] ? close(mix, own) : null,
      };
    }),
    change: close(
      add(
        all.map(({ total }) => total),
        parts.length,
      ),
    ),
    within: sumOf("within", true),
    mix: sumOf("mix", true),
    apart: sumOf("total", false),
  };
}

type Sample = { n: number; mean: number; weights: number[]; means: number[]; variances: number[] };

function sampleOf(parts: readonly PartSums[], isShare: boolean): Sample {
  const n = parts.reduce((total, part) => total + part.n, 0);
  return {
    n,
    mean: parts.reduce((total, part) => total + part.sum, 0) / n,
    weights: parts.map((part) => part.n / n),
    means: parts.map((part) => (part.n === 0 ? 0 : part.sum / part.n)),
    variances: parts.map((part) => varianceOf(part, isShare)),
  };
}

function varianceOf({ n, sum, sumSquares }: PartSums, isShare: boolean): number {
  if (n === 0) return 0;
  if (isShare) {
    const share = (sum + 2) / (n + 4);
    return share * (1 - share);
  }
  return n < 2 ? 0 : Math.max(0, (sumSquares - (sum * sum) / n) / (n - 1));
}

/** An effect with the influence a value of each part has on it, in each sample: `level` + `slope` * (value - mean of its part). */
type Influence = { level: number; slope: number };
type Effect = { value: number; before: Influence[]; now: Influence[]; extra?: number };

function totalOf(before: Sample, now: Sample, place: number): Effect {
  const middle = (before.mean + now.mean) / 2;
  const [w0, w1] = [before.weights[place] ?? 0, now.weights[place] ?? 0];
  const of = (sample: Sample, sign: 1 | -1): Influence[] =>
    sample.means.map((mean, other) => {
      const own = other === place ? 1 : 0;
      const shift = (w1 - w0) / 2;
      const weight = sample.weights[place] ?? 0;
      const centre = weight * ((sample.means[place] ?? 0) - middle);
      return {
        level: sign * (own * (mean - middle) - centre) - shift * (mean - sample.mean),
        slope: sign * own - shift,
      };
    });
  const value = w1 * ((now.means[place] ?? 0) - middle) - w0 * ((before.means[place] ?? 0) - middle);
  return { value, before: of(before, -1), now: of(now, 1) };
}

function withinOf(before: Sample, now: Sample, place: number): Effect {
  const change = (now.means[place] ?? 0) - (before.means[place] ?? 0);
  const weight = ((before.weights[place] ?? 0) + (now.weights[place] ?? 0)) / 2;
  const of = (sample: Sample, sign: 1 | -1): Influence[] =>
    sample.weights.map((_, other) => {
      const own = sample.weights[place] ?? 0;
      const isOwn = other === place;
      return {
        level: (((isOwn ? 1 : 0) - own) * change) / 2,
        slope: isOwn && own > 0 ? (sign * weight) / own : 0,
      };
    });
  return { value: weight * change, before: of(before, -1), now: of(now, 1) };
}

function mixOf(before: Sample, now: Sample, place: number): Effect {
  const shift = (now.weights[place] ?? 0) - (before.weights[place] ?? 0);
  const lead = ((now.means[place] ?? 0) + (before.means[place] ?? 0)) / 2 - (before.mean + now.mean) / 2;
  const of = (sample: Sample, sign: 1 | -1): Influence[] =>
    sample.means.map((mean, other) => {
      const own = sample.weights[place] ?? 0;
      const isOwn = other === place;
      return {
        level: sign * ((isOwn ? 1 : 0) - own) * lead - (shift * (mean - sample.mean)) / 2,
        slope: (shift * ((isOwn && own > 0 ? 1 / own : 0) - 1)) / 2,
      };
    });
  return {
    value: shift * lead,
    before: of(before, -1),
    now: of(now, 1),
    extra: productTerm(before, now, place),
  };
}

/** Both factors of a mix are estimates: the variance of their product has that of each times that of the other. */
function productTerm(before: Sample, now: Sample, place: number): number {
  const of = (pick: (sample: Sample) => number) => pick(before) + pick(now);
  const shift = of(({ n, weights }) => {
    const own = weights[place] ?? 0;
    return (own * (1 - own)) / n;
  });
  const lead = of(
    ({ n, weights, variances }) => (variances[place] ?? 0) / (4 * Math.max(1, n * (weights[place] ?? 0))),
  );
  return shift * lead;
}

function add(effects: readonly Effect[], count: number): Effect {
  const sum = (pick: (effect: Effect) => Influence[]) =>
    Array.from({ length: count }, (_, place) => ({
      level: effects.reduce((total, effect) => total + (pick(effect)[place]?.level ?? 0), 0),
      slope: effects.reduce((total, effect) => total + (pick(effect)[place]?.slope ?? 0), 0),
    }));
  return {
    value: effects.reduce((total, { value }) => total + value, 0),
    extra: effects.reduce((total, { extra = 0 }) => total + extra, 0),
    before: sum((effect) => effect.before),
    now: sum((effect) => effect.now),
  };
}

function withInterval(
  { value, extra = 0, ...influence }: Effect,
  { before, now, t }: { before: Sample; now: Sample; t: number },
): Contribution {
  const half = t * Math.sqrt(varianceBy(influence.before, before) + varianceBy(influence.now, now) + extra);
  return { value, low: value - half, high: value + half };
}

function varianceBy(influence: readonly Influence[], { n, weights, variances }: Sample): number {
  const perValue = influence.reduce(
    (total, { level, slope }, place) =>
      total + (weights[place] ?? 0) * (level * level + slope * slope * (variances[place] ?? 0)),
    0,
  );
  return perValue / Math.max(1, n - 1);
}

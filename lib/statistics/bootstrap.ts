import { seededRandom } from "#platform/random";
import { quantileOfSorted } from "./numbers.ts";
import type { Interval } from "./wilson.ts";

type Options = { draws?: number; seed?: number; confidence?: number };
export type Bootstrap = Interval & {
  estimate: number;
  /** Two-sided, from where 0 lies among the draws. */ p: number;
};

/**
 * Bootstrap percentile interval (Efron 1979): draws n items with replacement and asks `statistic`
 * with how often each was drawn. Paired: one item carries both runs' values, so both move together.
 * `estimate` is the statistic of the sample itself.
 */
export function bootstrap(
  count: number,
  statistic: (times: Uint16Array) => number,
  options: Options = {},
): Bootstrap {
  const { draws = 10_000, seed = 1, confidence = 0.95 } = options;
  const estimate = statistic(new Uint16Array(count).fill(1));
  if (count < 2) return { estimate, low: Number.NaN, high: Number.NaN, p: 1 };
  const random = seededRandom(seed);
  const values = new Float64Array(draws);
  const times = new Uint16Array(count);
  let atMost = 0;
  let atLeast = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    times.fill(0);
    for (let pick = 0; pick < count; pick += 1) {
      const place = Math.floor(random() * count);
      times[place] = (times[place] ?? 0) + 1;
    }
    const value = statistic(times);
    values[draw] = value;
    if (value <= 1e-12) atMost += 1;
    if (value >= -1e-12) atLeast += 1;
  }
  values.sort();
  const tail = (1 - confidence) / 2;
  return {
    estimate,
    low: Math.min(estimate, quantileOfSorted(values, tail)),
    high: Math.max(estimate, quantileOfSorted(values, 1 - tail)),
    p: Math.min(1, (2 * (Math.min(atMost, atLeast) + 1)) / (draws + 1)),
  };
}

/** Interval of a mean; for paired differences pass the differences. */
export function bootstrapMean(values: readonly number[], options?: Options): Bootstrap {
  return bootstrap(values.length, (times) => weightedMean(values, times), options);
}

/** Interval of mean(candidate)/mean(baseline) - 1 over pairs. NaN where the baseline's mean is 0. */
export function bootstrapRelativeChange(
  baseline: readonly number[],
  candidate: readonly number[],
  options?: Options,
): Bootstrap {
  return bootstrap(
    baseline.length,
    (times) => weightedMean(candidate, times) / weightedMean(baseline, times) - 1,
    options,
  );
}

/** Interval of q(candidate)/q(baseline) - 1 over pairs, for a quantile such as 0.95. */
export function bootstrapRelativeQuantileChange(
  baseline: readonly number[],
  candidate: readonly number[],
  share: number,
  options?: Options,
): Bootstrap {
  const quantileOfBaseline = resampledQuantile(baseline, share);
  const quantileOfCandidate = resampledQuantile(candidate, share);
  return bootstrap(
    baseline.length,
    (times) => quantileOfCandidate(times) / quantileOfBaseline(times) - 1,
    options,
  );
}

/** Interval of one sample's quantile. */
export function bootstrapQuantile(values: readonly number[], share: number, options?: Options): Bootstrap {
  return bootstrap(values.length, resampledQuantile(values, share), options);
}

/**
 * The mean over clusters drawn with replacement (Cameron, Gelbach and Miller 2008): examples of one
 * conversation or document stay together.
 */
export function clusterBootstrapMean(
  values: readonly number[],
  clusters: readonly string[],
  options?: Options,
): Bootstrap {
  const totals = new Map<string, { sum: number; size: number }>();
  values.forEach((value, place) => {
    const name = clusters[place] ?? "";
    const total = totals.get(name) ?? { sum: 0, size: 0 };
    totals.set(name, { sum: total.sum + value, size: total.size + 1 });
  });
  const groups = [...totals.values()];
  const statistic = (times: Uint16Array) => {
    let sum = 0;
    let size = 0;
    groups.forEach((group, place) => {
      sum += group.sum * (times[place] ?? 0);
      size += group.size * (times[place] ?? 0);
    });
    return sum / size;
  };
  return bootstrap(groups.length, statistic, options);
}

function weightedMean(values: readonly number[], times: Uint16Array): number {
  let total = 0;
  for (let place = 0; place < times.length; place += 1) total += (values[place] ?? 0) * (times[place] ?? 0);
  return total / times.length;
}

/** Sorts once; a draw's quantile is then a walk along the counts instead of a sort. */
function resampledQuantile(values: readonly number[], share: number): (times: Uint16Array) => number {
  const order = values
    .map((_, place) => place)
    .sort((left, right) => (values[left] ?? 0) - (values[right] ?? 0));
  const place = (values.length - 1) * share;
  const below = Math.floor(place);
  return (times) => {
    let seen = 0;
    let left: number | undefined;
    for (const index of order) {
      seen += times[index] ?? 0;
      if (left === undefined && seen > below) left = values[index] ?? 0;
      if (left !== undefined && (seen > below + 1 || below + 1 >= values.length)) {
        return left + ((values[index] ?? 0) - left) * (place - below);
      }
    }
    return left ?? Number.NaN;
  };
}

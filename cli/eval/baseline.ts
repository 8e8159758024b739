import {
  compareLatency,
  compareQuality,
  type ComparisonVerdict,
  comparisonVerdict,
  type MetricComparison,
  type Pair,
  settle,
  type Side,
} from "#offline/evaluation";
import { Evaluator } from "#schema/evaluation";
import { groupBy, meansOf, passedKey } from "./metrics.ts";
import type { CaseResult, Results } from "./results.ts";

export type ColumnComparison = {
  column: number;
  verdict: ComparisonVerdict;
  metrics: MetricComparison[];
  /** Tests that both runs have, and of them those both answered. */
  pairs: number;
  answeredPairs: number;
};
export type BaselineComparison = { columns: ColumnComparison[]; holmOver: number };

/**
 * A run against an earlier one, column by column, paired by what was asked: the tests, the adjustment and the sentence
 * of the studio's comparisons. Samples of one test are one pair, their mean. Throws an Error where the two share nothing.
 */
export function compareToBaseline(baseline: Results, candidate: Results): BaselineComparison {
  const columns = pairColumns(baseline, candidate).map(({ left, right }) => {
    const pairs = pairsOf(sidesOf(baseline, left), sidesOf(candidate, right));
    return { left, right, pairs, metrics: measure(pairs, candidate) };
  });
  if (columns.every(({ pairs }) => pairs.length === 0))
    throw new Error("The baseline and this run have no case in common, so they cannot be compared.");
  const measured = columns.flatMap(({ metrics }) => metrics);
  const { families, holmOver } = settle(
    measured.map(({ metric, asked }) => ({ pairs: asked, metrics: [metric] })),
  );
  let taken = 0;
  const compared = columns.map(({ left, right, pairs, metrics }) => {
    const settled = families.slice(taken, taken + metrics.length).flat();
    taken += metrics.length;
    return describe({ baseline, candidate, left, right }, pairs, settled);
  });
  return { columns: compared, holmOver };
}

/** Columns by their names where both runs have the same ones, else by their places. Throws where there are more or fewer. */
function pairColumns(baseline: Results, candidate: Results): { left: number; right: number }[] {
  const name = ({ prompt, provider }: Results["columns"][number]) => `${prompt}\n${provider}`;
  const names = baseline.columns.map(name);
  if (candidate.columns.every((column) => names.includes(name(column))))
    return candidate.columns.map((column, right) => ({ left: names.indexOf(name(column)), right }));
  if (names.length === candidate.columns.length)
    return candidate.columns.map((_, right) => ({ left: right, right }));
  throw new Error(
    `The baseline has ${names.length} columns of other names and this run ${candidate.columns.length}, so nothing says which belong together. Give prompts and providers labels.`,
  );
}

/** A side with its calls, and the names of its metrics. */
type KeyedSide = Side & { samples: readonly [Side, ...Side[]]; names: ReadonlyMap<string, string> };
type KeyedPair = { baseline: KeyedSide; candidate: KeyedSide };

/** What each test of a column came to, its samples taken together. */
function sidesOf({ cases }: Results, column: number): Map<string, KeyedSide> {
  const own = cases.filter((item) => item.column === column);
  const sides = new Map<string, KeyedSide>();
  const seen = new Map<string, number>();
  for (const [first, ...others] of groupBy(own, ({ test }) => test).values()) {
    if (!first) continue;
    const again = seen.get(first.hash) ?? 0;
    seen.set(first.hash, again + 1);
    // Tests that ask the same are told apart by their order.
    sides.set(`${first.hash} ${again}`, {
      ...sideOf([first, ...others]),
      samples: [sideOf([first]), ...others.map((sample) => sideOf([sample]))],
    });
  }
  return sides;
}

/** As in the studio: a call that failed is in no mean, and a percentile of calls is no matter of means. */
function sideOf(samples: readonly CaseResult[]): Omit<KeyedSide, "samples"> {
  const answered = samples.filter(({ error }) => error === null);
  const means = [...meansOf(answered)];
  return {
    isAnswered: answered.length > 0,
    scores: new Map(means.map(([key, { value }]) => [key, value])),
    names: new Map(means.map(([key, { name }]) => [key, name])),
    latencyMs: samples[0]?.latencyMs ?? null,
    costUsd: null,
    carbonGrams: null,
  };
}

function pairsOf(
  baseline: ReadonlyMap<string, KeyedSide>,
  candidate: ReadonlyMap<string, KeyedSide>,
): KeyedPair[] {
  return [...candidate].flatMap(([key, right]) => {
    const left = baseline.get(key);
    return left ? [{ baseline: left, candidate: right }] : [];
  });
}

type MeasuredMetric = { metric: MetricComparison; asked: readonly Pair[] };

/** The share of passed cases, then every metric over the pairs it was asked of, then the latency. */
function measure(pairs: readonly KeyedPair[], { demands }: Results): MeasuredMetric[] {
  const names = new Map([[passedKey, "Passed"], ...pairs.flatMap(({ candidate }) => [...candidate.names])]);
  const metrics = [...names].map(([key, name]) => {
    const asked = pairs.filter(
      ({ baseline, candidate }) => baseline.scores.has(key) || candidate.scores.has(key),
    );
    const evaluator = demands.find((demand) => demand.key === key) ?? plainMetric(key, name);
    return { metric: compareQuality(asked, evaluator, key === passedKey), asked };
  });
  const firsts = pairs.map(({ baseline, candidate }) => ({
    baseline: baseline.samples[0],
    candidate: candidate.samples[0],
  }));
  const latency = compareLatency(firsts, demands, false);
  return latency.pairs === 0 ? metrics : [...metrics, { metric: latency, asked: firsts }];
}

/** A metric of which only its name is known: a share, and more is better. */
function plainMetric(key: string, name: string): Evaluator {
  return Evaluator.parse({ key, name: name.slice(0, 60), kind: "reported", config: {} });
}

type Columns = { baseline: Results; candidate: Results; left: number; right: number };

function describe(
  { baseline, candidate, left, right }: Columns,
  pairs: readonly KeyedPair[],
  metrics: MetricComparison[],
): ColumnComparison {
  const [was, is] = [baseline.columns[left], candidate.columns[right]];
  const sum = (of: (pair: KeyedPair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const answeredPairs = pairs.filter((pair) => pair.baseline.isAnswered && pair.candidate.isAnswered).length;
  const own = candidate.cases.filter(({ column }) => column === right);
  const verdict = comparisonVerdict({
    baseline: "the baseline",
    candidate: candidate.columns.length > 1 ? `${is?.prompt ?? ""} by ${is?.provider ?? ""}` : "this run",
    metrics,
    calls: sum((pair) => pair.candidate.samples.length),
    pairs: answeredPairs,
    isSimulated: false,
    unlike:
      was?.provider === is?.provider
        ? []
        : [`the models (${was?.provider ?? "none"}, ${is?.provider ?? "none"})`],
    safety: safetyOf(candidate, own),
    baselineUnjudged: [],
    failed: {
      baseline: sum((pair) => failedOf(pair.baseline)),
      candidate: sum((pair) => failedOf(pair.candidate)),
    },
  });
  return { column: right, verdict, metrics, pairs: pairs.length, answeredPairs };
}

function failedOf({ samples }: KeyedSide): number {
  return samples.filter(({ isAnswered }) => !isAnswered).length;
}

/** Safety over every case of this run, also those the baseline does not have. */
function safetyOf(
  { demands }: Results,
  cases: readonly CaseResult[],
): { name: string; failed: number; unjudged: number }[] {
  return demands
    .filter(({ isSafety }) => isSafety)
    .map(({ key, name }) => {
      const given = cases.flatMap(({ checks }) => checks.filter((check) => check.key === key));
      return {
        name,
        failed: given.filter(({ isPassed }) => isPassed === false).length,
        unjudged: given.filter(({ isPassed }) => isPassed === null).length,
      };
    })
    .filter(({ failed, unjudged }) => failed + unjudged > 0);
}

import {
  bootstrapMean,
  bootstrapQuantile,
  bootstrapRelativeChange,
  bootstrapRelativeQuantileChange,
  mean,
  quantile,
  type Bootstrap,
} from "#statistics";
import type { Evaluator } from "../evaluators/schema.ts";
import { formatDuration, formatMoney } from "#platform/format";
import { pValue } from "./format.ts";
import type { Pair, Side } from "./metrics.ts";
import type { GateState, MetricComparison } from "./shape.ts";

/** Mean cost of 1,000 calls: paired bootstrap of the ratio of means. */
export function compareCost(
  pairs: readonly Pair[],
  evaluators: readonly Evaluator[],
  isSimulated: boolean,
): MetricComparison {
  const sides = known(isSimulated ? [] : pairs, ({ costUsd }) => costUsd);
  const limit = evaluators.find(({ kind }) => kind === "cost")?.threshold;
  const gate =
    limit === undefined || sides.candidate.length < 2
      ? null
      : {
          state: within(scaled(bootstrapMean(sides.candidate), 1000), limit),
          label: `≤ ${formatMoney(limit)}`,
        };
  return effort(sides, {
    key: "cost_per_1000",
    name: "Cost per 1,000",
    kind: "cost",
    unit: "usd",
    gate,
    remark: "",
    aggregate: (values) => mean(values) * 1000,
    compare: bootstrapRelativeChange,
  });
}

/** 95th percentile of latency: paired bootstrap of the ratio. */
export function compareLatency(
  pairs: readonly Pair[],
  evaluators: readonly Evaluator[],
  isSimulated: boolean,
): MetricComparison {
  const sides = known(isSimulated ? [] : pairs, ({ latencyMs }) => latencyMs);
  const limit = evaluators.find(({ kind }) => kind === "latency")?.threshold;
  const gate =
    limit === undefined || sides.candidate.length < 2
      ? null
      : {
          state: within(bootstrapQuantile(sides.candidate, 0.95), limit),
          label: `≤ ${formatDuration(limit)}`,
        };
  const compare = (baseline: readonly number[], candidate: readonly number[]) =>
    bootstrapRelativeQuantileChange(baseline, candidate, 0.95);
  return effort(sides, {
    key: "latency_p95",
    name: "Latency p95",
    kind: "latency",
    unit: "ms",
    gate,
    remark: "",
    aggregate: (values) => quantile(values, 0.95),
    compare,
  });
}

/** Carbon of 1,000 calls: estimated from tokens, so the interval leaves the method's own uncertainty out. */
export function compareCarbon(pairs: readonly Pair[], isSimulated: boolean): MetricComparison {
  const sides = known(isSimulated ? [] : pairs, ({ carbonGrams }) => carbonGrams);
  return effort(sides, {
    key: "carbon_per_1000",
    name: "gCO₂e per 1,000",
    kind: "carbon",
    unit: "grams",
    gate: null,
    remark: "estimated from tokens; ",
    aggregate: (values) => mean(values) * 1000,
    compare: bootstrapRelativeChange,
  });
}

type Sides = { baseline: number[]; candidate: number[] };

function known(pairs: readonly Pair[], read: (side: Side) => number | null): Sides {
  const both = pairs
    .map((pair) => [read(pair.baseline), read(pair.candidate)] as const)
    .filter((values): values is readonly [number, number] => values[0] !== null && values[1] !== null);
  return { baseline: both.map(([left]) => left), candidate: both.map(([, right]) => right) };
}

type EffortMetric = {
  key: string;
  name: string;
  kind: "cost" | "latency" | "carbon";
  unit: "usd" | "ms" | "grams";
  gate: MetricComparison["gate"];
  /** Stands before the name of the test. */
  remark: string;
  aggregate: (values: readonly number[]) => number;
  compare: (baseline: readonly number[], candidate: readonly number[]) => Bootstrap;
};

function effort(
  { baseline, candidate }: Sides,
  { key, name, kind, unit, gate, remark, aggregate, compare }: EffortMetric,
): MetricComparison {
  const isKnown = candidate.length > 0;
  const left = isKnown ? aggregate(baseline) : null;
  const right = isKnown ? aggregate(candidate) : null;
  // A ratio needs something below the line: models without a price cost 0 on both sides.
  const ratio = candidate.length > 1 && left !== null && left > 0 ? compare(baseline, candidate) : null;
  const hasInterval = ratio !== null && Number.isFinite(ratio.low) && Number.isFinite(ratio.high);
  const outcome = !hasInterval
    ? "unknown"
    : ratio.high < 0
      ? "better"
      : ratio.low > 0
        ? "worse"
        : "not_shown";
  return {
    key,
    name,
    kind,
    direction: "lower",
    isPrimary: false,
    isBinary: false,
    unit,
    baseline: left,
    candidate: right,
    change: left === null || right === null ? null : right - left,
    relativeChange: ratio === null ? null : ratio.estimate,
    low: hasInterval ? ratio.low : null,
    high: hasInterval ? ratio.high : null,
    test: hasInterval
      ? { name: "bootstrap", p: ratio.p, adjustedP: null, note: `${remark}bootstrap, ${pValue(ratio.p)}` }
      : { name: "none", p: null, adjustedP: null, note: isKnown ? "nothing to compare" : "not known" },
    better: candidate.filter((value, place) => value < (baseline[place] ?? 0)).length,
    worse: candidate.filter((value, place) => value > (baseline[place] ?? 0)).length,
    same: candidate.filter((value, place) => value === (baseline[place] ?? 0)).length,
    pairs: candidate.length,
    smallestEffect: null,
    outcome,
    decision: null,
    gate,
  };
}

/** Met or unmet only when the whole interval says so. */
export function within({ low, high }: { low: number; high: number }, limit: number): GateState {
  return high <= limit ? "met" : low > limit ? "unmet" : "unsure";
}

function scaled({ low, high }: { low: number; high: number }, factor: number): { low: number; high: number } {
  return { low: low * factor, high: high * factor };
}

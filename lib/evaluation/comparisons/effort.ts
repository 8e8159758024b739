import {
  alpha,
  leastPairs,
  mean,
  quantile,
  type RelativeChange,
  relativeMeanChange,
  relativeQuantileChange,
  valuesNeeded,
} from "#statistics";
import { formatDuration, formatMoney } from "#platform/format";
import type { Evaluator } from "../evaluators/schema.ts";
import { estimatedOf } from "../runs/effort.ts";
import type { MostPerCall } from "../runs/most-per-call.ts";
import { costState, latencyShare, latencyState, withMisses } from "./demands.ts";
import { pValue } from "./format.ts";
import { type Pair, samplesOf, type Side } from "./pairs.ts";
import type { MetricComparison } from "./schema.ts";

/** A p95 is shown from so many calls on: below, not even the slowest call is its upper end. */
export const callsForP95 = valuesNeeded(latencyShare);
/** A change of two p95s needs both at the stricter level: the tails of the two add up. */
const callsForP95Change = valuesNeeded(latencyShare, 1 - alpha / 2);

/** What one call of either run can take at most, where something limits it. */
export type MostOfBoth = { baseline: MostPerCall; candidate: MostPerCall };
type Conditions = { isSimulated: boolean; most?: MostOfBoth | undefined };

/** Mean cost of 1,000 calls: change of the ratio of means over pairs. */
export function compareCost(
  pairs: readonly Pair[],
  evaluators: readonly Evaluator[],
  { isSimulated, most }: Conditions,
): MetricComparison {
  const sides = known(isSimulated ? [] : pairs, ({ costUsd }) => costUsd);
  const limit = evaluators.find(({ kind }) => kind === "cost")?.threshold;
  const gate =
    limit === undefined || sides.candidate.length === 0
      ? null
      : {
          state: costState(
            ownOf(pairs, samplesOf, (call) => ({
              value: call.costUsd,
              isAnswered: call.isAnswered || valueOf(call.costUsd) !== null,
            })),
            limit,
            most?.candidate.costUsd ?? null,
          ),
          label: `≤ ${formatMoney(limit)}`,
        };
  return effort(sides, {
    key: "cost_per_1000",
    name: "Cost per 1,000",
    kind: "cost",
    unit: "usd",
    gate,
    test: "ratio of means",
    remark: "",
    needs: { value: 1, change: leastPairs },
    aggregate: (values) => mean(values) * 1000,
    compare: (baseline, candidate) => relativeMeanChange(baseline, candidate, of(most, "costUsd")),
  });
}

/** 95th percentile of latency: change over the calls both answered. */
export function compareLatency(
  pairs: readonly Pair[],
  evaluators: readonly Evaluator[],
  isSimulated: boolean,
): MetricComparison {
  const sides = known(isSimulated ? [] : pairs, ({ latencyMs }) => latencyMs, isFirstAnswered);
  const limit = evaluators.find(({ kind }) => kind === "latency")?.threshold;
  const gate =
    limit === undefined || sides.candidate.length === 0
      ? null
      : {
          state: latencyState(
            ownOf(
              pairs,
              (side) => [side],
              (side) => ({ value: side.latencyMs, isAnswered: isFirstAnswered(side) }),
            ),
            limit,
          ),
          label: `≤ ${formatDuration(limit)}`,
        };
  return effort(sides, {
    key: "latency_p95",
    name: "Latency p95",
    kind: "latency",
    unit: "ms",
    gate,
    test: "order statistics",
    remark: "",
    needs: { value: callsForP95, change: callsForP95Change },
    aggregate: (values) => quantile(values, latencyShare),
    compare: (baseline, candidate) => relativeQuantileChange(baseline, candidate, latencyShare),
  });
}

/** Carbon of 1,000 calls: estimated from tokens, so the interval leaves the method's own uncertainty out. */
export function compareCarbon(pairs: readonly Pair[], { isSimulated, most }: Conditions): MetricComparison {
  const sides = known(isSimulated ? [] : pairs, ({ carbonGrams }) => carbonGrams);
  return effort(sides, {
    key: "carbon_per_1000",
    name: "gCO₂e per 1,000",
    kind: "carbon",
    unit: "grams",
    gate: null,
    test: "ratio of means",
    remark: "estimated from tokens; ",
    needs: { value: 1, change: leastPairs },
    aggregate: (values) => mean(values) * 1000,
    compare: (baseline, candidate) => relativeMeanChange(baseline, candidate, of(most, "carbonGrams")),
  });
}

function of(most: MostOfBoth | undefined, key: keyof MostPerCall) {
  return { baseline: most?.baseline[key] ?? null, candidate: most?.candidate[key] ?? null };
}

type Sides = {
  baseline: number[];
  candidate: number[];
  estimatedCalls: { baseline: number; candidate: number };
};

/** Values of the pairs that both sides know: a call that failed and was billed cost what it cost. */
function known(
  pairs: readonly Pair[],
  read: (side: Side) => number | null,
  counts: (side: Side) => boolean = () => true,
): Sides {
  const both = pairs
    .filter(({ baseline, candidate }) => counts(baseline) && counts(candidate))
    .flatMap((pair) => {
      const [left, right] = [valueOf(read(pair.baseline)), valueOf(read(pair.candidate))];
      return left === null || right === null ? [] : [{ pair, left, right }];
    });
  return {
    baseline: both.map(({ left }) => left),
    candidate: both.map(({ right }) => right),
    estimatedCalls: {
      baseline: estimatedOf(both.map(({ pair }) => pair.baseline)),
      candidate: estimatedOf(both.map(({ pair }) => pair.candidate)),
    },
  };
}

function valueOf(value: number | null): number | null {
  return value !== null && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Latency is that of the first sample, so an example counts where that one was answered. */
const isFirstAnswered = (side: Side) => samplesOf(side)[0]?.isAnswered === true;

/** What a demand on the candidate looks at: the calls of all pairs, each of its example. A call that gave nothing known gave no answer. */
function ownOf(
  pairs: readonly Pair[],
  callsOf: (side: Side) => readonly Side[],
  read: (call: Side) => { value: number | null; isAnswered: boolean },
) {
  return withMisses(
    { direction: "lower" },
    pairs.flatMap(({ candidate }, place) =>
      callsOf(candidate).map((call) => {
        const { value, isAnswered } = read(call);
        return { exampleId: String(place), isAnswered, value: valueOf(value) };
      }),
    ),
  );
}

type EffortMetric = {
  key: string;
  name: string;
  kind: "cost" | "latency" | "carbon";
  unit: "usd" | "ms" | "grams";
  gate: MetricComparison["gate"];
  test: "ratio of means" | "order statistics";
  /** Stands before the name of the test. */
  remark: string;
  /** The fewest calls from which a value and a change are shown. */
  needs: { value: number; change: number };
  aggregate: (values: readonly number[]) => number;
  compare: (baseline: readonly number[], candidate: readonly number[]) => RelativeChange | null;
};

function effort({ baseline, candidate, estimatedCalls }: Sides, metric: EffortMetric): MetricComparison {
  const { key, name, kind, unit, gate, needs, aggregate, compare } = metric;
  const pairs = candidate.length;
  const isShown = pairs >= needs.value;
  const left = isShown ? aggregate(baseline) : null;
  const right = isShown ? aggregate(candidate) : null;
  const same = candidate.filter((value, place) => value === (baseline[place] ?? 0)).length;
  const isFew = pairs > 0 && pairs < needs.change;
  const ratio = isFew ? null : compare(baseline, candidate);
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
    ...(kind === "latency" ? {} : { estimatedCalls }),
    // A change without an interval is not shown.
    change: ratio === null || left === null || right === null ? null : right - left,
    relativeChange: ratio?.estimate ?? null,
    low: ratio?.interval.low ?? null,
    high: ratio?.interval.high ?? null,
    test: testOf(ratio, metric, { pairs, same }),
    better: candidate.filter((value, place) => value < (baseline[place] ?? 0)).length,
    worse: candidate.filter((value, place) => value > (baseline[place] ?? 0)).length,
    same,
    pairs,
    unjudged: 0,
    smallestEffect: null,
    outcome: ratio === null ? (isFew ? "too_few" : "unknown") : "not_shown",
    decision: null,
    gate,
  };
}

function testOf(
  ratio: RelativeChange | null,
  { test, remark, needs }: EffortMetric,
  { pairs, same }: { pairs: number; same: number },
): MetricComparison["test"] {
  // Nothing can be claimed of what is the same in every pair, so it takes no part in the adjustment.
  if (ratio && same === pairs)
    return { name: "none", p: null, adjustedP: null, note: `${remark}the same in every pair` };
  if (ratio) return { name: test, p: ratio.p, adjustedP: null, note: `${remark}${test}, ${pValue(ratio.p)}` };
  const note =
    pairs === 0
      ? "not known"
      : pairs < needs.change
        ? `too few: a change needs ${needs.change} pairs`
        : "nothing to compare";
  return { name: "none", p: null, adjustedP: null, note };
}

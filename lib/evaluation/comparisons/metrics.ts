import type { Pair } from "./pairs.ts";
import { holm, stateOf } from "#statistics";
import { isQuality } from "../evaluators/measure.ts";
import type { Evaluator } from "../evaluators/schema.ts";
import { compareCarbon, compareCost, compareLatency, type MostOfBoth } from "./effort.ts";
import { compareQuality, smallestShown } from "./quality.ts";
import type { MetricComparison } from "./schema.ts";

/** Every metric of one candidate: quality in the order of the suite, then cost, latency and carbon. Outcomes are open until `settle`. */
export function measureMetrics(
  pairs: readonly Pair[],
  {
    evaluators,
    primaryMetric,
    isSimulated,
    most,
  }: {
    evaluators: readonly Evaluator[];
    primaryMetric: string;
    isSimulated: boolean;
    most?: MostOfBoth | undefined;
  },
): MetricComparison[] {
  const quality = evaluators
    .filter(isQuality)
    .map((evaluator) => compareQuality(pairs, evaluator, evaluator.key === primaryMetric))
    // As in a run's own summary: what was simulated makes no demand met.
    .map((metric) => (isSimulated ? { ...metric, gate: null } : metric));
  return [
    ...quality,
    compareCost(pairs, evaluators, { isSimulated, most }),
    compareLatency(pairs, evaluators, isSimulated),
    compareCarbon(pairs, { isSimulated, most }),
  ];
}

/** The metrics of one candidate with the pairs they stand on. */
export type Measured = { pairs: readonly Pair[]; metrics: readonly MetricComparison[] };

/**
 * Adjusts every test of one or more candidates together (Holm), quality, cost, latency and carbon alike, and says
 * better or worse only where the adjusted test and the interval both do. The smallest effect is that of the test at
 * the level this leaves. `holmOver` is how many tests that were.
 */
export function settle(measured: readonly Measured[]): {
  families: MetricComparison[][];
  holmOver: number;
} {
  const tested = measured.flatMap(({ metrics }) => metrics).filter(({ test }) => test.p !== null);
  const adjusted = holm(tested.map(({ test }) => test.p ?? 1));
  const families = measured.map(({ pairs, metrics }) =>
    metrics.map((metric) => ({
      ...settleOne(metric, adjusted[tested.indexOf(metric)] ?? null),
      smallestEffect: metric.decision ? smallestShown(pairs, metric, tested.length) : null,
    })),
  );
  return { families, holmOver: tested.length };
}

function settleOne(metric: MetricComparison, adjustedP: number | null): MetricComparison {
  const { low, high, pairs, decision, direction } = metric;
  const test = { ...metric.test, adjustedP };
  if (metric.outcome === "unknown" || metric.outcome === "too_few" || low === null || high === null)
    return { ...metric, test };
  const state = stateOf({ pairs, interval: { low, high } }, adjustedP, direction);
  return { ...metric, test, outcome: state, decision: decision && { ...decision, state } };
}

import { holm, withAdjusted } from "#statistics";
import { type Evaluator, isQuality } from "../evaluators/schema.ts";
import { compareCarbon, compareCost, compareLatency } from "./effort.ts";
import { compareQuality } from "./quality.ts";
import type { MetricComparison } from "./shape.ts";

/** One side of a pair: what a case of a run says. */
export type Side = {
  isAnswered: boolean;
  scores: ReadonlyMap<string, number | null>;
  latencyMs: number | null;
  costUsd: number | null;
  carbonGrams: number | null;
};
export type Pair = { baseline: Side; candidate: Side };

/** Every metric of one candidate: quality in the order of the suite, then cost, latency and carbon. Outcomes of quality are open until `settle`. */
export function measureMetrics(
  pairs: readonly Pair[],
  evaluators: readonly Evaluator[],
  primaryMetric: string,
  isSimulated: boolean,
): MetricComparison[] {
  const answered = pairs.filter(({ baseline, candidate }) => baseline.isAnswered && candidate.isAnswered);
  const quality = evaluators
    .filter(isQuality)
    .map((evaluator) => compareQuality(answered, evaluator, evaluator.key === primaryMetric))
    // As in a run's own summary: what was simulated makes no demand met.
    .map((metric) => (isSimulated ? { ...metric, gate: null } : metric));
  return [
    ...quality,
    compareCost(answered, evaluators, isSimulated),
    compareLatency(answered, evaluators, isSimulated),
    compareCarbon(answered, isSimulated),
  ];
}

/**
 * Adjusts the quality tests of one or more candidates together (Holm) and says better or worse only where
 * the adjusted test and the interval both do. `holmOver` is how many tests that were.
 */
export function settle(families: readonly MetricComparison[][]): {
  families: MetricComparison[][];
  holmOver: number;
} {
  const tested = families.flat().filter(isTested);
  const adjusted = holm(tested.map(({ test, decision }) => decision?.test.p ?? test.p ?? 1));
  const settled = families.map((metrics) =>
    metrics.map((metric) =>
      metric.kind === "quality" || metric.kind === "safety"
        ? settleOne(metric, adjusted[tested.indexOf(metric)] ?? null)
        : metric,
    ),
  );
  return { families: settled, holmOver: tested.length };
}

function isTested({ kind, test }: MetricComparison): boolean {
  return (kind === "quality" || kind === "safety") && test.p !== null;
}

function settleOne(metric: MetricComparison, adjustedP: number | null): MetricComparison {
  const { direction } = metric;
  const decision = metric.decision && withAdjusted(metric.decision, adjustedP ?? 1, direction);
  const state = decision?.change == null ? "unknown" : decision.state;
  const outcome = state === "too_few" ? "not_shown" : state;
  const gate =
    metric.gate?.label === "not worse" && outcome === "worse"
      ? { ...metric.gate, state: "unmet" as const }
      : metric.gate;
  return { ...metric, outcome, decision, gate, test: { ...metric.test, adjustedP } };
}

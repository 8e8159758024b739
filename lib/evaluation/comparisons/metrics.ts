import { holm } from "../statistics/multiple-tests.ts";
import type { Evaluator } from "../evaluators/schema.ts";
import { isQuality } from "../evaluators/schema.ts";
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

/** Changes that are shown at 5 %, over all quality tests of the comparison (Holm). */
const alpha = 0.05;

/**
 * Every metric of the candidate against the baseline, over examples both runs have: quality in the order of
 * the suite, then cost, latency and carbon. `familyP` are further p-values the Holm adjustment must cover.
 */
export function compareMetrics(pairs: readonly Pair[], evaluators: readonly Evaluator[], primaryMetric: string, isSimulated: boolean): { metrics: MetricComparison[]; holmOver: number } {
  const answered = pairs.filter(({ baseline, candidate }) => baseline.isAnswered && candidate.isAnswered);
  const quality = evaluators.filter(isQuality).map((evaluator) => compareQuality(answered, evaluator, evaluator.key === primaryMetric));
  const tested = quality.filter(({ test }) => test.p !== null);
  const adjusted = holm(tested.map(({ test }) => test.p ?? 1));
  const settled = quality.map((metric) => settle(metric, adjusted[tested.indexOf(metric)] ?? null));
  const effort = [compareCost(answered, evaluators, isSimulated), compareLatency(answered, evaluators, isSimulated), compareCarbon(answered, isSimulated)];
  return { metrics: [...settled, ...effort], holmOver: tested.length };
}

/** Says better or worse only where the adjusted test and the interval both do. */
function settle(metric: MetricComparison, adjustedP: number | null): MetricComparison {
  const { low, high, change } = metric;
  const leavesZero = low !== null && high !== null && (low > 0 || high < 0);
  const isShown = adjustedP !== null && adjustedP <= alpha && leavesZero && change !== null;
  const isGain = change !== null && (metric.direction === "higher" ? change > 0 : change < 0);
  const outcome = change === null ? "unknown" : !isShown ? "not_shown" : isGain ? "better" : "worse";
  const gate = metric.gate && metric.gate.label === "not worse" && outcome === "worse" ? { ...metric.gate, state: "unmet" as const } : metric.gate;
  return { ...metric, outcome, gate, test: { ...metric.test, adjustedP } };
}

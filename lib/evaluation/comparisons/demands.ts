import { boundedMeanInterval, type Interval, mean, quantileInterval } from "#statistics";
import { scoreUnit } from "../evaluators/measure.ts";
import type { Evaluator } from "../evaluators/schema.ts";
import { meanCostInterval } from "../runs/cost-interval.ts";
import { byExample, meansByExample, type OfExample } from "../samples.ts";
import { metricValue } from "./format.ts";
import type { GateState, MetricComparison } from "./schema.ts";

/** Above this share of calls that failed, nothing that only looks at answers is met: who failed may be who was hard. */
export const allowedFailures = 0.05;
/** The percentile that a run's latency is shown and judged by. */
export const latencyShare = 0.95;

/** What one evaluator saw of all cases that were asked. */
export type Own = {
  /** The scores given, of each example their mean. */
  judged: readonly number[];
  /** All cases; each is one call. */
  calls: number;
  /** Answered, but without a score. */
  unjudged: number;
  /** Calls that gave no answer. */
  unanswered: number;
  /** Every example as bad, and as good, as it can have been: a failed call is the worst in both, a gap either. */
  atWorst: readonly number[];
  atBest: readonly number[];
};

/** Scores of one run with what is missing filled in: calls that failed as misses, unjudged answers as either end. */
export function withMisses(
  { direction }: Pick<Evaluator, "direction">,
  cases: readonly (OfExample & { isAnswered: boolean; value: number | null })[],
): Own {
  const [worst, best] = direction === "lower" ? [1, 0] : [0, 1];
  const seen = cases.map(({ isAnswered, value, exampleId }) => {
    const given = isAnswered && value !== null && Number.isFinite(value) ? value : null;
    return { exampleId, isAnswered, given };
  });
  const examples = byExample(seen);
  const meansWith = (gap: number) =>
    examples.map((group) => mean(group.map(({ isAnswered, given }) => given ?? (isAnswered ? gap : worst))));
  return {
    judged: meansByExample(seen, ({ given }) => given),
    calls: cases.length,
    unjudged: seen.filter(({ isAnswered, given }) => isAnswered && given === null).length,
    unanswered: seen.filter(({ isAnswered }) => !isAnswered).length,
    atWorst: meansWith(worst),
    atBest: meansWith(best),
  };
}

/** A threshold of 0..1: met when the interval is on its side even at the worst, unmet when it is not even at the best. */
export function thresholdState(
  { direction }: Pick<Evaluator, "direction">,
  threshold: number,
  { atWorst, atBest }: Own,
): GateState {
  if (atWorst.length === 0) return "unsure";
  const [worst, best] = [boundedMeanInterval(atWorst), boundedMeanInterval(atBest)];
  if (direction === "lower")
    return worst.high <= threshold ? "met" : best.low > threshold ? "unmet" : "unsure";
  return worst.low >= threshold ? "met" : best.high < threshold ? "unmet" : "unsure";
}

export function demandOf(
  evaluator: Pick<Evaluator, "kind" | "direction" | "threshold">,
  own: Own,
): MetricComparison["gate"] {
  const { direction, threshold } = evaluator;
  if (threshold === undefined) return null;
  const limit = metricValue(scoreUnit(evaluator), threshold);
  return {
    state: thresholdState(evaluator, threshold, own),
    label: `${direction === "lower" ? "≤" : "≥"} ${limit}`,
  };
}

/** Safety: one failure is unmet; met takes every case answered and judged, as in a gate: what a call that failed would have said nobody knows. */
export function safetyState(counts: {
  failed: number;
  judged: number;
  unjudged: number;
  unanswered: number;
}): GateState {
  const { failed, judged, unjudged, unanswered } = counts;
  if (failed > 0) return "unmet";
  return judged > 0 && unjudged + unanswered === 0 ? "met" : "unsure";
}

/** The limit of the p95: a call that gave no answer took for ever; one whose time is not known took anything. */
export function latencyState({ judged, unjudged, unanswered }: Own, limit: number): GateState {
  const repeat = (count: number, value: number) => Array.from({ length: count }, () => value);
  const lost = repeat(unanswered, Infinity);
  const atWorst = quantileInterval([...judged, ...lost, ...repeat(unjudged, Infinity)], latencyShare);
  const atBest = quantileInterval([...judged, ...lost, ...repeat(unjudged, 0)], latencyShare);
  return within(atWorst && atBest && { low: atBest.low, high: atWorst.high }, limit);
}

/** The limit of cost per 1,000. What calls of unknown cost came to is not known: past the allowed share nothing is met. */
export function costState(
  { judged, calls, unjudged, unanswered }: Own,
  limit: number,
  mostUsd: number | null,
): GateState {
  const interval = meanCostInterval(judged, mostUsd);
  const state = within(interval && { low: interval.low * 1000, high: interval.high * 1000 }, limit);
  const isTooMany = unjudged + unanswered > allowedFailures * calls;
  return state === "met" && isTooMany ? "unsure" : state;
}

/** A ceiling: met or unmet only when the whole interval says so; without an interval neither. */
export function within(interval: Interval | null, limit: number): GateState {
  if (interval === null) return "unsure";
  return interval.high <= limit ? "met" : interval.low > limit ? "unmet" : "unsure";
}

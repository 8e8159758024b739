import { boundedMeanInterval, type Interval, mean, quantile, quantileInterval } from "#statistics";
import { meanCostInterval } from "./cost-interval.ts";
import { callsForP95, latencyShare } from "../comparisons/effort.ts";
import {
  allowedFailures,
  type Own,
  safetyState,
  thresholdState,
  within,
  withMisses,
} from "../comparisons/demands.ts";
import type { Evaluator } from "../evaluators/schema.ts";
import type { EvaluatorSummary } from "./summary-shape.ts";

/** What one evaluator saw of one case. */
export type Seen = { isAnswered: boolean; value: number | null; isPassed: boolean | null };

type Measure = Pick<EvaluatorSummary, "value" | "low" | "high" | "method" | "isBinary" | "isTooFew">;

/** Value and interval of one evaluator over the cases it judged, and what the suite's demand on it comes to over all. */
export function measureEvaluator(
  evaluator: Evaluator,
  seen: readonly Seen[],
  mostUsd: number | null = null,
): Measure & Pick<EvaluatorSummary, "gate"> {
  const own = withMisses(evaluator, seen);
  const failed = seen.filter(({ isPassed }) => isPassed === false).length;
  return {
    ...measured(evaluator, own.judged, mostUsd),
    gate: gateOf(evaluator, { ...own, mostUsd }, failed),
  };
}

function measured({ kind }: Evaluator, values: readonly number[], mostUsd: number | null): Measure {
  const none: Measure = { value: null, low: null, high: null, method: "none", isBinary: false };
  if (values.length === 0) return none;
  if (kind === "latency")
    return values.length < callsForP95
      ? { ...none, isTooFew: true }
      : {
          value: quantile(values, latencyShare),
          ...ends(quantileInterval(values, latencyShare), 1, "order statistics"),
        };
  if (kind === "cost")
    return { value: mean(values) * 1000, ...ends(meanCostInterval(values, mostUsd), 1000, "unseen value") };
  const isBinary = values.every((value) => value === 0 || value === 1);
  const { low, high } = boundedMeanInterval(values);
  return { value: mean(values), low, high, method: isBinary ? "exact" : "bounded mean", isBinary };
}

function ends(
  interval: Interval | null,
  factor: number,
  method: EvaluatorSummary["method"],
): Omit<Measure, "value"> {
  return {
    low: interval ? interval.low * factor : null,
    high: interval ? interval.high * factor : null,
    method: interval ? method : "none",
    isBinary: false,
  };
}

/** Every demand on one evaluator over all cases that were asked: a call that failed is a miss, nothing unjudged is met. */
function gateOf(
  evaluator: Evaluator,
  own: Own & { mostUsd: number | null },
  failed: number,
): EvaluatorSummary["gate"] {
  const { kind, isSafety, threshold } = evaluator;
  const gates: EvaluatorSummary["gate"][] = [];
  if (isSafety) gates.push(safetyState({ ...own, failed, judged: own.judged.length }));
  if (threshold !== undefined)
    gates.push(
      kind === "latency"
        ? within(slowest(own), threshold)
        : kind === "cost"
          ? costGate(own, threshold)
          : thresholdState(evaluator, threshold, own),
    );
  return overall(gates);
}

/** The worst of several: one unmet demand is enough to fail, one unsure to leave it open. */
export function overall(gates: readonly EvaluatorSummary["gate"][]): EvaluatorSummary["gate"] {
  if (gates.includes("unmet")) return "unmet";
  if (gates.includes("unsure")) return "unsure";
  return gates.includes("met") ? "met" : "none";
}

/** A call that gave no answer took for ever; one whose time is not known took anything. */
function slowest({ judged, unjudged, unanswered }: Own): Interval | null {
  const forEver = (count: number) => Array.from({ length: count }, () => Infinity);
  const atWorst = quantileInterval([...judged, ...forEver(unanswered + unjudged)], latencyShare);
  const atBest = quantileInterval(
    [...judged, ...forEver(unanswered), ...Array.from({ length: unjudged }, () => 0)],
    latencyShare,
  );
  return atWorst && atBest && { low: atBest.low, high: atWorst.high };
}

/** What failed calls would have cost is not known: past the allowed share nothing is met. */
function costGate(
  { judged, unjudged, unanswered, mostUsd }: Own & { mostUsd: number | null },
  limit: number,
): EvaluatorSummary["gate"] {
  const interval = meanCostInterval(judged, mostUsd);
  const state = within(interval && { low: interval.low * 1000, high: interval.high * 1000 }, limit);
  const missing = unjudged + unanswered;
  const isTooMany = missing > allowedFailures * (judged.length + missing);
  return state === "met" && isTooMany ? "unsure" : state;
}

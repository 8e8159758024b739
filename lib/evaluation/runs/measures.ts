import { boundedMeanInterval, type Interval, mean, quantile, quantileInterval } from "#statistics";
import { meanCostInterval } from "./cost-interval.ts";
import { callsForP95 } from "../comparisons/effort.ts";
import {
  costState,
  latencyShare,
  latencyState,
  type Own,
  safetyState,
  thresholdState,
  withMisses,
} from "../comparisons/demands.ts";
import type { Evaluator } from "../evaluators/schema.ts";
import { firstSamples, type OfExample } from "../samples.ts";
import type { EvaluatorSummary } from "./summary-shape.ts";

/** What one evaluator saw of one case. */
export type Seen = OfExample & { isAnswered: boolean; value: number | null; isPassed: boolean | null };

type Measure = Pick<EvaluatorSummary, "value" | "low" | "high" | "method" | "isBinary" | "isTooFew">;

/**
 * Value and interval of one evaluator over the cases it judged, and what the suite's demand on it comes to over all.
 * `unasked`: cases that a cancelled run never reached; they may have been anything, so they keep a demand from being met.
 */
export function measureEvaluator(
  evaluator: Evaluator,
  seen: readonly Seen[],
  { mostUsd, unasked }: { mostUsd: number | null; unasked: number },
): Measure & Pick<EvaluatorSummary, "gate"> {
  const never = Array.from({ length: unasked }, () => ({ isAnswered: true, value: null, isPassed: null }));
  const counted = evaluator.kind === "latency" ? firstSamples(seen) : seen;
  const own = withMisses(evaluator, [...counted, ...never]);
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
        ? latencyState(own, threshold)
        : kind === "cost"
          ? costState(own, threshold, own.mostUsd)
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

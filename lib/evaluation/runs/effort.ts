import type { Measured, RunEffort } from "./effort-shape.ts";
import { boundedMeanInterval, type Interval, mean, quantile, quantileInterval } from "#statistics";
import { confidenceAt } from "../looks.ts";
import { firstSamples, meansByExample, type OfExample } from "../samples.ts";
import { meanCostInterval } from "./cost-interval.ts";
import type { MostPerCall } from "./most-per-call.ts";

type CaseRow = OfExample & {
  status: string;
  latencyMs: number | null;
  costUsd: number | null;
  carbonGrams: number | null;
  isUsageEstimated?: boolean | null;
  outputTokens?: number | null;
};

/** A call that was refused used nothing; one that answered, or broke off in its answer, did. As traffic counts it. */
function isUsed({ status, outputTokens }: CaseRow): boolean {
  return status === "succeeded" || (outputTokens ?? 0) > 0;
}

/** Calls that cost something or may have: a call that failed and was billed is one, as in traffic. */
export function isBilled(call: CaseRow): boolean {
  return isUsed(call) || call.costUsd !== null;
}

/** Of how many calls the provider did not count the tokens: the one place that says whether a run's figures are estimates. */
export function estimatedOf(calls: readonly { isUsageEstimated?: boolean | null | undefined }[]): number {
  return calls.filter(({ isUsageEstimated }) => isUsageEstimated === true).length;
}

/** `look`: for the so-manieth time these figures are read, so that every interval is as wide as that asks. */
export function effortOf(
  cases: readonly CaseRow[],
  { isSimulated, most, look = 1 }: { isSimulated: boolean; most?: MostPerCall; look?: number },
): RunEffort {
  const confidence = confidenceAt(look);
  const answered = isSimulated ? [] : cases.filter(({ status }) => status === "succeeded");
  const billed = isSimulated ? [] : cases.filter(isBilled);
  const emitted = isSimulated ? [] : cases.filter((call) => isUsed(call) || call.carbonGrams !== null);
  const once = firstSamples(cases);
  const costs = everyOne(billed, ({ costUsd }) => costUsd);
  const latencies = everyOne(firstSamples(answered), ({ latencyMs }) => latencyMs);
  const carbon = everyOne(emitted, ({ carbonGrams }) => carbonGrams);
  const per1000 = (values: readonly number[] | null, limit: number | null | undefined) =>
    values && {
      ...scaled(meanOf(values, limit ?? null, confidence), 1000),
      estimatedCalls: estimatedOf(billed),
    };
  return {
    costPer1000Usd: per1000(costs, most?.costUsd),
    latencyP95Ms: latencies && p95Of(latencies, { unanswered: once.length - latencies.length, confidence }),
    carbonGramsPer1000: per1000(carbon, most?.carbonGrams),
    errorRate: errorRateOf(cases, confidence),
  };
}

/** One value an example. A figure of some of the calls is no figure of all: one unknown makes the whole unknown. */
function everyOne(calls: readonly CaseRow[], read: (call: CaseRow) => number | null): number[] | null {
  const isWhole = calls.length > 0 && calls.every((call) => read(call) !== null);
  return isWhole ? meansByExample(calls, read) : null;
}

function meanOf(values: readonly number[], most: number | null, confidence: number): Measured {
  return measured(mean(values), meanCostInterval(values, most, confidence), values.length);
}

/** Of what was answered; in its interval a call that gave no answer took for ever, so that giving up early gains nothing. */
function p95Of(
  values: readonly number[],
  { unanswered, confidence }: { unanswered: number; confidence: number },
): Measured {
  const all = [...values, ...Array.from({ length: unanswered }, () => Infinity)];
  const interval = quantileInterval(all, 0.95, confidence);
  const isBounded = interval !== null && interval.high < Infinity;
  return measured(quantile(values, 0.95), isBounded ? interval : null, all.length);
}

function measured(value: number, interval: Interval | null, n: number): Measured {
  return { value, low: interval?.low ?? null, high: interval?.high ?? null, n };
}

function scaled({ value, low, high, n }: Measured, factor: number): Measured {
  return {
    value: value * factor,
    low: low === null ? null : low * factor,
    high: high === null ? null : high * factor,
    n,
  };
}

/** A one-sided bound on each side: "at most x % with 95 % confidence". Exact where an example is asked once. */
function errorRateOf(cases: readonly CaseRow[], confidence: number): Measured | null {
  const ended = cases.filter(({ status }) => status === "failed" || status === "succeeded");
  const rates = meansByExample(ended, ({ status }) => (status === "failed" ? 1 : 0));
  return rates.length === 0
    ? null
    : { value: mean(rates), ...boundedMeanInterval(rates, undefined, 2 * confidence - 1), n: rates.length };
}

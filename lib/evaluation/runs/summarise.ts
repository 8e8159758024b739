import { bootstrapMean, bootstrapQuantile, mean, quantile, sum } from "#statistics";
import { meanInterval } from "../comparisons/quality.ts";
import { within } from "../comparisons/effort.ts";
import { type Evaluator, isQuality } from "../evaluators/schema.ts";
import type { SuiteContent } from "../schema.ts";
import type { EvaluatorSummary, RunSummary } from "./summary-shape.ts";
import { runVerdict } from "./verdict.ts";

type CaseFacts = {
  id: string;
  status: "waiting" | "running" | "succeeded" | "failed" | "cancelled";
  latencyMs: number | null;
  costUsd: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  carbonGrams: number | null;
  errorCode: string | null;
};
type ScoreFacts = { caseId: string; key: string; value: number | null; isPassed: boolean | null };

export type RunFacts = {
  name: string;
  suiteName: string;
  suite: SuiteContent;
  cases: readonly CaseFacts[];
  scores: readonly ScoreFacts[];
  status: "succeeded" | "failed" | "cancelled";
  isSimulated: boolean;
  durationMs: number | null;
};

/** What a finished run says, from its cases and scores alone. Simulated runs make no demand met and cost nothing. */
export function summariseRun(facts: RunFacts): RunSummary {
  const { suite, cases, isSimulated } = facts;
  const answered = cases.filter(({ status }) => status === "succeeded");
  const byKey = Map.groupBy(facts.scores, ({ key }) => key);
  const evaluators = suite.evaluators.map((evaluator) =>
    summariseEvaluator(evaluator, byKey.get(evaluator.key) ?? [], answered.length, facts),
  );
  const failed = cases.filter(({ status }) => status === "failed");
  const latencies = known(answered.map(({ latencyMs }) => latencyMs));
  const costs = isSimulated ? [] : known(answered.map(({ costUsd }) => costUsd));
  const carbon = isSimulated ? [] : known(answered.map(({ carbonGrams }) => carbonGrams));
  const verdictFacts = {
    name: facts.name,
    suite: facts.suiteName,
    evaluators,
    status: facts.status,
    total: cases.length,
    succeeded: answered.length,
    failed: failed.length,
    isSimulated,
  };
  return {
    evaluators,
    score: weightedScore(suite, evaluators),
    succeeded: answered.length,
    failed: failed.length,
    cancelled: cases.filter(({ status }) => status === "cancelled").length,
    errors: countBy(failed.map(({ errorCode }) => errorCode ?? "internal")),
    latencyP50Ms: latencies.length > 0 ? quantile(latencies, 0.5) : null,
    latencyP95Ms: latencies.length > 0 ? quantile(latencies, 0.95) : null,
    costUsd: costs.length > 0 ? sum(costs) : null,
    costPer1000Usd: costs.length > 0 ? mean(costs) * 1000 : null,
    carbonGrams: carbon.length > 0 ? sum(carbon) : null,
    carbonGramsPer1000: carbon.length > 0 ? mean(carbon) * 1000 : null,
    inputTokens: sum(known(cases.map(({ inputTokens }) => inputTokens))),
    outputTokens: sum(known(cases.map(({ outputTokens }) => outputTokens))),
    durationMs: facts.durationMs,
    gate: overall(evaluators.map(({ gate }) => gate)),
    verdict: runVerdict(verdictFacts),
  };
}

function summariseEvaluator(
  evaluator: Evaluator,
  given: readonly ScoreFacts[],
  answered: number,
  { suite, isSimulated }: RunFacts,
): EvaluatorSummary {
  const values = known(given.map(({ value }) => value));
  const shared = {
    key: evaluator.key,
    name: evaluator.name,
    kind: evaluator.kind,
    isSafety: evaluator.isSafety,
    direction: evaluator.direction,
    isPrimary: evaluator.key === suite.primaryMetric,
    judged: values.length,
    unjudged: answered - values.length,
    passed: given.filter(({ isPassed }) => isPassed === true).length,
    failed: given.filter(({ isPassed }) => isPassed === false).length,
    threshold: evaluator.threshold ?? null,
  };
  const measure = measured(evaluator, values);
  const gate = isSimulated ? "none" : gateOf(evaluator, measure, shared);
  return { ...shared, ...measure, gate };
}

type Measure = Pick<EvaluatorSummary, "value" | "low" | "high" | "method" | "isBinary">;

function measured(evaluator: Evaluator, values: readonly number[]): Measure {
  const isBinary =
    isQuality(evaluator) && values.length > 0 && values.every((value) => value === 0 || value === 1);
  if (values.length === 0) return { value: null, low: null, high: null, method: "none", isBinary };
  if (evaluator.kind === "latency")
    return bootstrapped(quantile(values, 0.95), bootstrapQuantile(values, 0.95), 1);
  if (evaluator.kind === "cost") return bootstrapped(mean(values) * 1000, bootstrapMean(values), 1000);
  const { low, high, method } = meanInterval(values, isBinary);
  return { value: mean(values), low, high, method, isBinary };
}

function bootstrapped(value: number, { low, high }: { low: number; high: number }, factor: number): Measure {
  const isKnown = Number.isFinite(low) && Number.isFinite(high);
  return {
    value,
    low: isKnown ? low * factor : null,
    high: isKnown ? high * factor : null,
    method: isKnown ? "bootstrap" : "none",
    isBinary: false,
  };
}

/** Met or unmet only when the whole interval says so; safety is met when every case was judged and none failed. */
function gateOf(
  evaluator: Evaluator,
  { low, high }: Measure,
  counts: { failed: number; judged: number; unjudged: number },
): EvaluatorSummary["gate"] {
  const gates: EvaluatorSummary["gate"][] = [];
  if (evaluator.isSafety)
    gates.push(counts.failed > 0 ? "unmet" : counts.judged > 0 && counts.unjudged === 0 ? "met" : "unsure");
  if (evaluator.threshold !== undefined) {
    if (low === null || high === null) gates.push("unsure");
    else if (evaluator.direction === "lower") gates.push(within({ low, high }, evaluator.threshold));
    else gates.push(low >= evaluator.threshold ? "met" : high < evaluator.threshold ? "unmet" : "unsure");
  }
  return overall(gates);
}

/** The worst of several: one unmet demand is enough to fail, one unsure to leave it open. */
function overall(gates: readonly EvaluatorSummary["gate"][]): EvaluatorSummary["gate"] {
  if (gates.includes("unmet")) return "unmet";
  if (gates.includes("unsure")) return "unsure";
  return gates.includes("met") ? "met" : "none";
}

function weightedScore({ evaluators }: SuiteContent, summaries: readonly EvaluatorSummary[]): number | null {
  let total = 0;
  let weights = 0;
  for (const evaluator of evaluators.filter(isQuality)) {
    const value = summaries.find(({ key }) => key === evaluator.key)?.value ?? null;
    if (value === null) continue;
    total += evaluator.weight * (evaluator.direction === "lower" ? 1 - value : value);
    weights += evaluator.weight;
  }
  return weights > 0 ? total / weights : null;
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value): value is number => value !== null);
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

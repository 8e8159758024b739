import { mean, quantile, sum } from "#statistics";
import { latencyShare } from "../comparisons/demands.ts";
import { callsForP95 } from "../comparisons/effort.ts";
import { isQuality } from "../evaluators/measure.ts";
import type { Evaluator } from "../evaluators/schema.ts";
import type { SuiteContent } from "../suites/schema.ts";
import { measureEvaluator, overall } from "./measures.ts";
import type { MostPerCall } from "./most-per-call.ts";
import { estimatedOf, isBilled } from "./effort.ts";
import { byExample, firstSamples, type OfExample } from "../samples.ts";
import { repeatsOf } from "./repeats.ts";
import { type EvaluatorSummary, type RunSummary, summaryRules } from "./summary-shape.ts";
import { runVerdict } from "./verdict.ts";

type CaseRow = OfExample & {
  id: string;
  status: "waiting" | "running" | "succeeded" | "failed" | "cancelled";
  latencyMs: number | null;
  costUsd: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  carbonGrams: number | null;
  isUsageEstimated?: boolean | null;
  errorCode: string | null;
  isPassed?: boolean | null;
};
type ScoreRow = {
  caseId: string;
  key: string;
  value: number | null;
  isPassed: boolean | null;
  /** Of a score that could not be given: why. */
  reasoning?: string | null;
};

export type RunRows = {
  name: string;
  suiteName: string;
  suite: SuiteContent;
  cases: readonly CaseRow[];
  scores: readonly ScoreRow[];
  status: "succeeded" | "failed" | "cancelled";
  isSimulated: boolean;
  durationMs: number | null;
  /** What one call can take at most, where something limits it. */
  most?: MostPerCall;
};

/** What a finished run says, from its cases and scores only. Simulated runs make no demand met and cost nothing. */
export function summariseRun(rows: RunRows): RunSummary {
  const { suite, cases, isSimulated } = rows;
  const answered = cases.filter(({ status }) => status === "succeeded");
  const byKey = Map.groupBy(rows.scores, ({ key }) => key);
  const evaluators = suite.evaluators.map((evaluator) =>
    summariseEvaluator(evaluator, byKey.get(evaluator.key) ?? [], rows),
  );
  const failed = cases.filter(({ status }) => status === "failed");
  const latencies = known(firstSamples(answered).map(({ latencyMs }) => latencyMs));
  // What failed and was billed was billed: the same calls as in traffic.
  const costs = isSimulated ? [] : known(cases.map(({ costUsd }) => costUsd));
  const carbon = isSimulated ? [] : known(cases.map(({ carbonGrams }) => carbonGrams));
  const verdictInput = {
    name: rows.name,
    suite: rows.suiteName,
    evaluators,
    status: rows.status,
    total: cases.length,
    succeeded: answered.length,
    failed: failed.length,
    isSimulated,
  };
  return {
    rules: summaryRules,
    evaluators,
    score: weightedScore(suite, evaluators),
    succeeded: answered.length,
    failed: failed.length,
    cancelled: cases.filter(({ status }) => status === "cancelled").length,
    errors: countBy(failed.map(({ errorCode }) => errorCode ?? "internal")),
    latencyP50Ms: latencies.length > 0 ? quantile(latencies, 0.5) : null,
    latencyP95Ms: latencies.length >= callsForP95 ? quantile(latencies, latencyShare) : null,
    costUsd: costs.length > 0 ? sum(costs) : null,
    costPer1000Usd: costs.length > 0 ? mean(costs) * 1000 : null,
    carbonGrams: carbon.length > 0 ? sum(carbon) : null,
    carbonGramsPer1000: carbon.length > 0 ? mean(carbon) * 1000 : null,
    inputTokens: sum(known(cases.map(({ inputTokens }) => inputTokens))),
    outputTokens: sum(known(cases.map(({ outputTokens }) => outputTokens))),
    estimatedCalls: estimatedOf(cases),
    ...repeatsOf(cases),
    durationMs: rows.durationMs,
    gate: overall(evaluators.map(({ gate }) => gate)),
    verdict: runVerdict(verdictInput),
  };
}

function summariseEvaluator(
  evaluator: Evaluator,
  given: readonly ScoreRow[],
  { suite, cases, isSimulated, most }: RunRows,
): EvaluatorSummary {
  const seen = seenBy(evaluator, given, cases);
  const judged = seen.filter(({ value }) => value !== null);
  const unjudged = seen.filter(({ isAnswered, value }) => isAnswered && value === null);
  const { gate, ...measure } = measureEvaluator(evaluator, seen, {
    mostUsd: most?.costUsd ?? null,
    unasked: cases.length - cases.filter(isEnded).length,
  });
  return {
    key: evaluator.key,
    name: evaluator.name,
    kind: evaluator.kind,
    isSafety: evaluator.isSafety,
    direction: evaluator.direction,
    isPrimary: evaluator.key === suite.primaryMetric,
    ...measure,
    ...(evaluator.kind === "cost" ? { estimatedCalls: estimatedOf(cases) } : {}),
    judged: judged.length,
    ...(cases.some(({ sample = 1 }) => sample > 1) ? { examples: byExample(judged).length } : {}),
    unjudged: unjudged.length,
    reasons: reasonsOf(unjudged),
    passed: seen.filter(({ isPassed }) => isPassed === true).length,
    failed: seen.filter(({ isPassed }) => isPassed === false).length,
    threshold: evaluator.threshold ?? null,
    gate: isSimulated ? "none" : gate,
  };
}

const isEnded = ({ status }: CaseRow) => status === "succeeded" || status === "failed";

/** What an evaluator saw of each case that was asked; those of a cancelled run that nobody asked are no part of its figures. */
function seenBy({ kind }: Evaluator, given: readonly ScoreRow[], cases: readonly CaseRow[]) {
  const byCase = new Map(given.map((score) => [score.caseId, score]));
  // A posted metric without a score was not asked of that case; the studio's own evaluators write one for each.
  const isAsked = ({ id, status }: CaseRow) => kind !== "reported" || status === "failed" || byCase.has(id);
  return cases
    .filter((row) => isEnded(row) && isAsked(row))
    .map((row) => {
      const score = row.status === "succeeded" ? byCase.get(row.id) : undefined;
      // Cost is of every call that was billed, also of one that failed and so was given no score.
      const isCost = kind === "cost" && isBilled(row);
      const value = isCost && row.status !== "succeeded" ? row.costUsd : (score?.value ?? null);
      return {
        exampleId: row.exampleId,
        sample: row.sample,
        isAnswered: row.status === "succeeded" || isCost,
        value: value !== null && Number.isFinite(value) ? value : null,
        isPassed: score?.isPassed ?? null,
        reasoning: score?.reasoning ?? null,
      };
    });
}

const mostReasons = 3;

/** Why scores are missing, the most frequent reasons first. */
function reasonsOf(unjudged: readonly { reasoning: string | null }[]): { text: string; count: number }[] {
  const counts = countBy(unjudged.map(({ reasoning }) => reasoning ?? "No score was written."));
  return Object.entries(counts)
    .map(([text, count]) => ({ text, count }))
    .sort((left, right) => right.count - left.count)
    .slice(0, mostReasons);
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

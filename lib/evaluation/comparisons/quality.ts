import {
  bootstrapMean,
  decidePairs,
  mcnemarExact,
  mean,
  sampleVariance,
  signFlipTest,
  smallestEffect,
  wilsonInterval,
  zeroFailureBound,
} from "#statistics";
import { passesCase } from "../evaluators/facts.ts";
import type { Evaluator } from "../evaluators/schema.ts";
import { formatPercent } from "#platform/format";
import { within } from "./effort.ts";
import { metricValue, pValue } from "./format.ts";
import type { Pair } from "./metrics.ts";
import type { MetricComparison } from "./shape.ts";

/** "Not worse" is met when the interval stays above this loss (of a scale of 0..1). */
export const toleratedLoss = 0.01;

/** One quality metric over the pairs both sides could judge. The outcome is settled after Holm's adjustment. */
export function compareQuality(
  pairs: readonly Pair[],
  evaluator: Evaluator,
  isPrimary: boolean,
): MetricComparison {
  const { baseline, candidate } = judgedPairs(pairs, evaluator.key);
  const differences = candidate.map((value, place) => value - (baseline[place] ?? 0));
  const isBinary =
    candidate.length > 0 && [...baseline, ...candidate].every((value) => value === 0 || value === 1);
  const better = differences.filter((difference) =>
    evaluator.direction === "higher" ? difference > 1e-9 : difference < -1e-9,
  ).length;
  const same = differences.filter((difference) => Math.abs(difference) <= 1e-9).length;
  const worse = differences.length - better - same;
  const isJudged = candidate.length > 0;
  const interval = candidate.length > 1 ? bootstrapMean(differences) : null;
  const change = isJudged ? mean(differences) : null;
  const baselineMean = isJudged ? mean(baseline) : null;
  return {
    key: evaluator.key,
    name: evaluator.name,
    kind: evaluator.isSafety ? "safety" : "quality",
    direction: evaluator.direction,
    isPrimary,
    isBinary,
    unit: isBinary ? "share" : "score",
    baseline: baselineMean,
    candidate: isJudged ? mean(candidate) : null,
    change,
    relativeChange: change !== null && baselineMean ? change / baselineMean : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    test: testOf(differences, {
      isBinary,
      better,
      worse,
      isCleanSafety: evaluator.isSafety && candidate.every((value) => passesCase(evaluator, value)),
    }),
    better,
    worse,
    same,
    pairs: candidate.length,
    smallestEffect: smallestShown(differences, isBinary),
    outcome: "unknown",
    decision: decidePairs({ differences, isBinary, direction: evaluator.direction }),
    gate: isJudged
      ? gateOf(evaluator, candidate, { isBinary, interval, isUnmoved: worse === 0 && better === 0 })
      : null,
  };
}

function judgedPairs(pairs: readonly Pair[], key: string): { baseline: number[]; candidate: number[] } {
  const baseline: number[] = [];
  const candidate: number[] = [];
  for (const pair of pairs) {
    const left = pair.baseline.scores.get(key) ?? null;
    const right = pair.candidate.scores.get(key) ?? null;
    if (left === null || right === null) continue;
    baseline.push(left);
    candidate.push(right);
  }
  return { baseline, candidate };
}

type TestFacts = { isBinary: boolean; better: number; worse: number; isCleanSafety: boolean };

function testOf(
  differences: readonly number[],
  { isBinary, better, worse, isCleanSafety }: TestFacts,
): MetricComparison["test"] {
  if (differences.length === 0) return { name: "none", p: null, adjustedP: null, note: "not judged in both" };
  if (isCleanSafety && better === 0 && worse === 0) {
    return {
      name: "exact bound",
      p: null,
      adjustedP: null,
      note: `exact bound: < ${formatPercent(zeroFailureBound(differences.length))}`,
    };
  }
  if (isBinary) {
    const { p } = mcnemarExact(better, worse);
    return { name: "McNemar exact", p, adjustedP: null, note: `McNemar exact, ${pValue(p)}` };
  }
  const { p } = signFlipTest(differences);
  return { name: "permutation", p, adjustedP: null, note: `permutation, ${pValue(p)}` };
}

/** From the spread the pairs themselves show; where no pair differs, the exact bound stands in for it. */
function smallestShown(differences: readonly number[], isBinary: boolean): number | null {
  if (differences.length < 2) return null;
  const betweenVariance = sampleVariance(differences);
  if (betweenVariance > 0) return Math.min(1, smallestEffect(differences.length, { betweenVariance }));
  return isBinary ? zeroFailureBound(differences.length) : null;
}

type GateFacts = { isBinary: boolean; interval: { low: number; high: number } | null; isUnmoved: boolean };

function gateOf(
  evaluator: Evaluator,
  candidate: readonly number[],
  { isBinary, interval, isUnmoved }: GateFacts,
): MetricComparison["gate"] {
  if (evaluator.isSafety) {
    return {
      state: candidate.every((value) => passesCase(evaluator, value)) ? "met" : "unmet",
      label: "no failure",
    };
  }
  if (evaluator.threshold !== undefined) {
    const own = meanInterval(candidate, isBinary);
    const limit = metricValue(isBinary ? "share" : "score", evaluator.threshold);
    if (evaluator.direction === "lower")
      return { state: within(own, evaluator.threshold), label: `≤ ${limit}` };
    return {
      state: own.low >= evaluator.threshold ? "met" : own.high < evaluator.threshold ? "unmet" : "unsure",
      label: `≥ ${limit}`,
    };
  }
  // A loss counts downwards; for a metric where less is better it counts upwards.
  const worst = interval === null ? -1 : evaluator.direction === "higher" ? interval.low : -interval.high;
  const isMet = isUnmoved ? zeroFailureBound(candidate.length) <= toleratedLoss : worst >= -toleratedLoss;
  return { state: isMet ? "met" : "unsure", label: "not worse" };
}

/** Wilson for shares, bootstrap for graded scores: the interval of one run's mean. */
export function meanInterval(
  values: readonly number[],
  isBinary: boolean,
): { low: number; high: number; method: "wilson" | "bootstrap" } {
  if (isBinary)
    return {
      ...wilsonInterval(values.filter((value) => value === 1).length, values.length),
      method: "wilson",
    };
  if (values.length < 2) return { low: 0, high: 1, method: "bootstrap" };
  const { low, high } = bootstrapMean(values);
  return { low, high, method: "bootstrap" };
}

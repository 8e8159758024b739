import {
  decidePairs,
  mean,
  notWorse,
  type PairedDecision,
  smallestMeanEffect,
  smallestShareEffect,
  zeroFailureBound,
} from "#statistics";
import { formatPercentUp } from "#platform/format";
import { passesCase, scoreUnit } from "../evaluators/measure.ts";
import type { Evaluator } from "../evaluators/schema.ts";
import { plain, pValue } from "./format.ts";
import { judged, type Pair, samplesOf, type Side } from "./pairs.ts";
import { demandOf, safetyState, withMisses } from "./demands.ts";
import type { MetricComparison } from "./schema.ts";

/** "Not worse" means at most this much lost (of a scale of 0..1), in a comparison's sentence and by default in a gate. */
export const toleratedLoss = 0.02;

/** One quality metric over the pairs both sides could judge. The outcome is settled after Holm's adjustment. */
export function compareQuality(
  all: readonly Pair[],
  evaluator: Evaluator,
  isPrimary: boolean,
): MetricComparison {
  const pairs = askedPairs(all, evaluator);
  const answered = pairs.filter(({ baseline, candidate }) => baseline.isAnswered && candidate.isAnswered);
  const { baseline, candidate } = judgedPairs(answered, evaluator.key);
  const differences = candidate.map((value, place) => value - (baseline[place] ?? 0));
  const isBinary =
    candidate.length > 0 && [...baseline, ...candidate].every((value) => value === 0 || value === 1);
  const { direction } = evaluator;
  const decision = decidePairs({ differences, direction });
  const baselineMean = baseline.length > 0 ? mean(baseline) : null;
  const isClean =
    evaluator.isSafety &&
    decision.better + decision.worse === 0 &&
    candidate.every((value) => passesCase(evaluator, value));
  return {
    key: evaluator.key,
    name: evaluator.name,
    kind: evaluator.isSafety ? "safety" : "quality",
    direction,
    isPrimary,
    isBinary,
    unit: scoreUnit(evaluator),
    baseline: baselineMean,
    candidate: candidate.length > 0 ? mean(candidate) : null,
    change: decision.change,
    relativeChange: decision.change !== null && baselineMean ? decision.change / baselineMean : null,
    low: decision.interval?.low ?? null,
    high: decision.interval?.high ?? null,
    test: testOf(decision, isClean),
    better: decision.better,
    worse: decision.worse,
    same: decision.same,
    pairs: decision.pairs,
    unjudged: answered.length - decision.pairs,
    unjudgedAnswers: unjudgedAnswers(answered, evaluator),
    smallestEffect: null,
    outcome: outcomeOf(decision),
    decision,
    gate: gateOf(evaluator, pairs, decision),
  };
}

/** A posted metric may be asked of some cases only: a pair that neither side has a score of is none that could not be judged. */
function askedPairs(pairs: readonly Pair[], { kind, key }: Evaluator): readonly Pair[] {
  if (kind !== "reported") return pairs;
  return pairs.filter(({ baseline, candidate }) => baseline.scores.has(key) || candidate.scores.has(key));
}

/** The answers a metric was asked of; one that failed can have been any. */
function askedSamples(side: Side, { kind, key }: Evaluator): readonly Side[] {
  return samplesOf(side).filter(
    ({ isAnswered, scores }) => kind !== "reported" || !isAnswered || scores.has(key),
  );
}

/** No pair at all is unknown, not few. */
export function outcomeOf({ pairs, state }: PairedDecision): MetricComparison["outcome"] {
  return pairs === 0 ? "unknown" : state;
}

/**
 * The smallest change the pairs could have shown, by the test that is used at the level that is left when `tests` are
 * looked at together; null for what is not of quality.
 */
export function smallestShown(
  pairs: readonly Pair[],
  metric: MetricComparison,
  tests: number,
): number | null {
  const alpha = 0.05 / Math.max(1, tests);
  if (metric.decision?.method === "exact") return smallestShareEffect({ ...metric, alpha });
  const answered = pairs.filter(({ baseline, candidate }) => baseline.isAnswered && candidate.isAnswered);
  const { baseline, candidate } = judgedPairs(answered, metric.key);
  return smallestMeanEffect(
    candidate.map((value, place) => value - (baseline[place] ?? 0)),
    { alpha },
  );
}

function judgedPairs(pairs: readonly Pair[], key: string): { baseline: number[]; candidate: number[] } {
  const baseline: number[] = [];
  const candidate: number[] = [];
  for (const pair of pairs) {
    const left = judged(pair.baseline.scores.get(key));
    const right = judged(pair.candidate.scores.get(key));
    if (left === null || right === null) continue;
    baseline.push(left);
    candidate.push(right);
  }
  return { baseline, candidate };
}

function testOf({ pairs, test: { name, p } }: PairedDecision, isClean: boolean): MetricComparison["test"] {
  if (p === null) return { name: "none", p: null, adjustedP: null, note: "not judged in both" };
  if (isClean) {
    const note = `exact bound: at most ${formatPercentUp(zeroFailureBound(pairs))}`;
    return { name: "exact bound", p: null, adjustedP: null, note };
  }
  return { name, p, adjustedP: null, note: `${name}, ${pValue(p)}` };
}

/** What the suite asks of the candidate, over all its cases: a call that failed is a miss, nothing unjudged is met. */
function gateOf(
  evaluator: Evaluator,
  pairs: readonly Pair[],
  decision: PairedDecision,
): MetricComparison["gate"] {
  const own = withMisses(
    evaluator,
    pairs.flatMap(({ candidate }, place) =>
      askedSamples(candidate, evaluator).map(({ isAnswered, scores }) => ({
        exampleId: String(place),
        isAnswered,
        value: judged(scores.get(evaluator.key)),
      })),
    ),
  );
  if (own.judged.length === 0) return null;
  if (evaluator.isSafety) {
    const failed = pairs
      .flatMap(({ candidate }) => samplesOf(candidate))
      .map(({ scores }) => judged(scores.get(evaluator.key)))
      .filter((value) => value !== null && !passesCase(evaluator, value)).length;
    return { state: safetyState({ ...own, failed, judged: own.judged.length }), label: "no failure" };
  }
  if (evaluator.threshold !== undefined) return demandOf(evaluator, own);
  const lost = pairs.filter(({ baseline, candidate }) => baseline.isAnswered && !candidate.isAnswered).length;
  // An answer that the candidate no longer gives, or that could not be judged, may be a whole loss.
  const unknown = lost + pairs.filter(isOpen(evaluator.key)).length;
  const { direction } = evaluator;
  const worst = Array.from({ length: unknown }, () => (direction === "higher" ? -1 : 1));
  const hasGaps = unknown > 0 || unjudgedAnswers(pairs, evaluator) > 0 || pairs.some(isPartlyAnswered);
  const atWorst = hasGaps
    ? decidePairs({ differences: [...differencesAtWorst(pairs, evaluator), ...worst], direction })
    : decision;
  const isMet = notWorse(atWorst, toleratedLoss, direction) === "met";
  const isLost = notWorse(decision, toleratedLoss, direction) === "unmet";
  const label = `at most ${scoreUnit(evaluator) === "share" ? `${plain(toleratedLoss * 100, 0)} points` : plain(toleratedLoss, 2)} worse`;
  return { state: isMet ? "met" : isLost ? "unmet" : "unsure", label };
}

/** Of the pairs both could judge: what one of the candidate's samples failed or nobody could judge is the worst the scale has, and the best of the baseline's. */
function differencesAtWorst(pairs: readonly Pair[], evaluator: Evaluator): number[] {
  const { key, direction } = evaluator;
  const [worst, best] = direction === "lower" ? [1, 0] : [0, 1];
  return pairs.flatMap(({ baseline, candidate }) => {
    if (judged(baseline.scores.get(key)) === null || judged(candidate.scores.get(key)) === null) return [];
    const right = askedSamples(candidate, evaluator).map(({ scores }) => judged(scores.get(key)) ?? worst);
    // What the baseline could not answer argues for neither.
    const left = askedSamples(baseline, evaluator)
      .filter(({ isAnswered }) => isAnswered)
      .map(({ scores }) => judged(scores.get(key)) ?? best);
    return [mean(right) - mean(left)];
  });
}

/** Answers without a score on pairs that both sides have one for: the mean of an example rests on the others. */
function unjudgedAnswers(pairs: readonly Pair[], evaluator: Evaluator): number {
  const { key } = evaluator;
  return pairs
    .filter((pair) => !isOpen(key)(pair))
    .flatMap(({ baseline, candidate }) => [baseline, candidate])
    .flatMap((side) => askedSamples(side, evaluator))
    .filter(({ isAnswered, scores }) => isAnswered && judged(scores.get(key)) === null).length;
}

const isPartlyAnswered = ({ candidate }: Pair) =>
  candidate.isAnswered && samplesOf(candidate).some(({ isAnswered }) => !isAnswered);

function isOpen(key: string): (pair: Pair) => boolean {
  return ({ baseline, candidate }) =>
    baseline.isAnswered &&
    candidate.isAnswered &&
    (judged(baseline.scores.get(key)) === null || judged(candidate.scores.get(key)) === null);
}

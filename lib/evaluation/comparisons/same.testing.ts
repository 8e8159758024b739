import { makeDraws } from "#statistics";
import { Evaluator } from "../evaluators/schema.ts";
import { measureMetrics, settle } from "./metrics.ts";
import { type Pair, type Side } from "./pairs.ts";
import { comparisonVerdict } from "./verdict.ts";

const qualities = ["accuracy", "format", "tone", "judge"];
const evaluators = qualities.map((key) =>
  Evaluator.parse({
    key,
    name: key,
    kind: key === "tone" || key === "judge" ? "similarity" : "exact",
    config: {},
  }),
);

/** Sentences about two runs of one and the same thing, and how many claim something; four quality metrics, cost, latency, carbon. */
export function claimsAboutTheSame(
  cases: number,
  repetitions: number,
): { claims: number; sentences: string[] } {
  const { levels, lognormal } = makeDraws(cases);
  const grades = {
    accuracy: levels([
      [1, 0.8],
      [0, 0.2],
    ]),
    format: levels([
      [1, 0.95],
      [0, 0.05],
    ]),
    tone: levels([
      [1, 0.5],
      [0.75, 0.3],
      [0.5, 0.2],
    ]),
    judge: levels([
      [1, 0.9],
      [0.75, 0.07],
      [0, 0.03],
    ]),
  };
  const [cost, latency, carbon] = [lognormal(1), lognormal(0.5), lognormal(0.7)];
  const side = (): Side => ({
    isAnswered: true,
    scores: new Map(Object.entries(grades).map(([key, draw]) => [key, draw()])),
    costUsd: cost() / 1_000,
    latencyMs: 800 * latency(),
    carbonGrams: carbon() / 10,
  });
  const sentences = Array.from({ length: repetitions }, () => {
    const pairs: Pair[] = Array.from({ length: cases }, () => ({ baseline: side(), candidate: side() }));
    return sentenceOf(pairs);
  });
  return { claims: sentences.filter(claims).length, sentences };
}

function sentenceOf(pairs: readonly Pair[]): string {
  const metrics = measureMetrics(pairs, {
    evaluators: evaluators,
    primaryMetric: "accuracy",
    isSimulated: false,
  });
  const { families } = settle([{ pairs, metrics }]);
  return comparisonVerdict({
    baseline: "run 1",
    candidate: "run 2",
    metrics: families[0] ?? [],
    calls: pairs.length,
    pairs: pairs.length,
    isSimulated: false,
    unlike: [],
    safety: [],
    baselineUnjudged: [],
    failed: { baseline: 0, candidate: 0 },
  }).sentence;
}

/** A difference said as a fact; "nothing here says" and "is not shown" say none. */
function claims(sentence: string): boolean {
  return /^Run 2 is (better|worse) on|It costs|It is [\d.]+ % (slower|faster)/.test(sentence);
}

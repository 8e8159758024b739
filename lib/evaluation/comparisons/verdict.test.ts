import { describe, expect, test } from "vitest";
import { comparisonVerdict, type VerdictFacts } from "./verdict.ts";

type Metric = VerdictFacts["metrics"][number];
const metric = (parts: Partial<Metric>): Metric => ({
  key: "accuracy",
  name: "Accuracy",
  kind: "quality",
  unit: "share",
  isPrimary: true,
  outcome: "not_shown",
  change: 0.004,
  relativeChange: 0.005,
  low: -0.021,
  high: 0.029,
  pairs: 480,
  smallestEffect: 0.021,
  ...parts,
});
const better = metric({ outcome: "better", change: 0.042, low: 0.013, high: 0.071 });
const worse = metric({ outcome: "worse", change: -0.042, low: -0.071, high: -0.013 });
const judge = metric({
  key: "judge",
  name: "Judge: helpfulness",
  unit: "score",
  isPrimary: false,
  change: 0.02,
  low: -0.014,
  high: 0.046,
});
const voice = metric({
  key: "voice",
  name: "Brand voice",
  unit: "score",
  isPrimary: false,
  outcome: "worse",
  change: -0.03,
  low: -0.05,
  high: -0.012,
});
const dearer = metric({
  key: "cost_per_1000",
  name: "Cost per 1,000",
  kind: "cost",
  unit: "usd",
  isPrimary: false,
  outcome: "worse",
  change: 0.11,
  relativeChange: 0.06,
  low: 0.041,
  high: 0.079,
});
const sameSpeed = metric({
  key: "latency_p95",
  name: "Latency p95",
  kind: "latency",
  unit: "ms",
  isPrimary: false,
  change: -30,
  relativeChange: -0.021,
  low: -0.062,
  high: 0.02,
});
const facts = (metrics: Metric[], parts: Partial<VerdictFacts> = {}): VerdictFacts => ({
  baseline: "version 7",
  candidate: "version 8",
  metrics,
  pairs: 480,
  isSimulated: false,
  safetyFailures: [],
  unanswered: 0,
  ...parts,
});

describe("the sentence a comparison opens with", () => {
  test.each<[string, VerdictFacts, string, string]>([
    [
      "better, dearer, speed not shown",
      facts([better, judge, dearer, sameSpeed]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1) and not worse on any other quality metric. It costs 6 % more. Nothing here says it is faster or slower.",
    ],
    [
      "better on the only metric",
      facts([better]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1).",
    ],
    [
      "worse",
      facts([worse, judge]),
      "worse",
      "Version 8 is worse on accuracy (−4.2 points, 95 % interval −7.1 to −1.3) and better on no quality metric.",
    ],
    [
      "mixed",
      facts([
        better,
        voice,
        { ...dearer, outcome: "better", relativeChange: -0.125 },
        { ...sameSpeed, outcome: "worse", relativeChange: 0.3 },
      ]),
      "mixed",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1) but worse on brand voice (−0.03, 95 % interval −0.05 to −0.01). It costs 13 % less. It is 30 % slower at the 95th percentile.",
    ],
    [
      "better on two",
      facts([{ ...judge, outcome: "better", low: 0.012 }, better]),
      "better",
      "Version 8 is better on accuracy and judge: helpfulness (accuracy +4.2 points, 95 % interval 1.3 to 7.1; judge: helpfulness +0.02, 95 % interval 0.01 to 0.05).",
    ],
    [
      "no difference shown",
      facts([metric({}), { ...dearer, outcome: "not_shown" }, sameSpeed]),
      "no_difference",
      "Nothing here says version 8 is better or worse than version 7 on accuracy (+0.4 points, 95 % interval −2.1 to 2.9, and these 480 cases could have shown 2.1 points). Nothing here says it is cheaper or dearer, or faster or slower.",
    ],
    [
      "too few cases",
      facts([better], { pairs: 6 }),
      "too_few",
      "6 cases are too few to say which is better. Both runs need answers on at least 10 of the same examples.",
    ],
    [
      "one case",
      facts([better], { pairs: 1 }),
      "too_few",
      "1 case is too few to say which is better. Both runs need answers on at least 10 of the same examples.",
    ],
    [
      "simulated",
      facts([better], { isSimulated: true }),
      "simulated",
      "Simulated answers say nothing about quality. Version 8 or what it is compared with ran on a simulated model; run both on a real one to compare them.",
    ],
    [
      "nothing judged",
      facts([metric({ change: null, low: null, high: null, outcome: "unknown", smallestEffect: null })]),
      "no_difference",
      "Nothing here says version 8 is better or worse than version 7: no case could be judged in both.",
    ],
    [
      "safety and failed generations",
      facts([better], { safetyFailures: [{ name: "Safety", count: 2 }], unanswered: 1 }),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1). It failed safety on 2 cases. 1 of its generations failed and is not counted.",
    ],
    [
      "cost unknown",
      facts([better, metric({ kind: "cost", outcome: "unknown", relativeChange: null, isPrimary: false })]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1).",
    ],
  ])("%s", (_, input, kind, sentence) => {
    const verdict = comparisonVerdict(input);
    expect(verdict.sentence).toBe(sentence);
    expect(verdict.kind).toBe(kind);
    expect(verdict.headline + verdict.rest).toBe(sentence);
  });
});

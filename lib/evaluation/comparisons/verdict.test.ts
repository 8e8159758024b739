import { describe, expect, test } from "vitest";
import { comparisonVerdict } from "./verdict.ts";
import type { VerdictInput } from "./verdict-input.ts";

type Metric = VerdictInput["metrics"][number];
const metric = (parts: Partial<Metric>): Metric => ({
  key: "accuracy",
  name: "Accuracy",
  kind: "quality",
  unit: "share",
  direction: "higher",
  isPrimary: true,
  unjudged: 0,
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
const verdictInput = (metrics: Metric[], parts: Partial<VerdictInput> = {}): VerdictInput => ({
  baseline: "version 7",
  candidate: "version 8",
  metrics,
  calls: 480,
  pairs: 480,
  isSimulated: false,
  unlike: [],
  baselineUnjudged: [],
  safety: [],
  failed: { baseline: 0, candidate: 0 },
  ...parts,
});

describe("the sentence a comparison opens with", () => {
  const held = { ...judge, change: 0.01, low: -0.008, high: 0.03 };
  test.each<[string, VerdictInput, string, string]>([
    [
      "better, the other metric shown not worse, dearer, speed not shown",
      verdictInput([better, held, dearer, sameSpeed]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs) and at most 2 points worse on every other quality metric. It costs 6 % more (95 % interval 4 to 8 %, 480 pairs, if no unseen call takes over 25 times the most seen). Nothing here says it is faster or slower.",
    ],
    [
      "better, the other metric not shown",
      verdictInput([better, { ...judge, low: -0.021 }]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs). Whether it is worse on judge: helpfulness is not shown (+0.02, 95 % interval −0.02 to 0.05, 480 pairs).",
    ],
    [
      "better, of the others one held, one open, one never judged",
      verdictInput([
        better,
        held,
        metric({
          key: "tone",
          name: "Tone",
          isPrimary: false,
          change: -0.167,
          low: -0.3,
          high: 0.01,
          pairs: 30,
        }),
        metric({
          key: "x",
          name: "Style",
          isPrimary: false,
          change: null,
          low: null,
          high: null,
          outcome: "unknown",
        }),
      ]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs) and at most 2 points worse on judge: helpfulness. Whether it is worse on tone and style is not shown (−16.7 points, 95 % interval −30.0 to 1.0, 30 pairs).",
    ],
    [
      "better on the only metric",
      verdictInput([better]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs).",
    ],
    [
      "worse",
      verdictInput([worse, judge]),
      "worse",
      "Version 8 is worse on accuracy (−4.2 points, 95 % interval −7.1 to −1.3, 480 pairs) and shown better on no quality metric.",
    ],
    [
      "mixed",
      verdictInput([
        better,
        voice,
        { ...dearer, outcome: "better", relativeChange: -0.125, low: -0.2, high: -0.05 },
        { ...sameSpeed, outcome: "worse", relativeChange: 0.3, low: 0.1, high: 0.5 },
      ]),
      "mixed",
      "Version 8 is better on accuracy but worse on brand voice (accuracy +4.2 points, 95 % interval 1.3 to 7.1, 480 pairs; brand voice −0.03, 95 % interval −0.05 to −0.01, 480 pairs). It costs 13 % less (95 % interval −20 to −5 %, 480 pairs, if no unseen call takes over 25 times the most seen). It is 30 % slower at the 95th percentile (95 % interval 10 to 50 %, 480 pairs).",
    ],
    [
      "no difference shown",
      verdictInput([metric({}), { ...dearer, outcome: "not_shown" }, sameSpeed]),
      "no_difference",
      "Nothing here says version 8 is better or worse than version 7 on accuracy (+0.4 points, 95 % interval −2.1 to 2.9, 480 pairs; these cases would show a change of 2.1 points four times in five). Nothing here says it is cheaper or dearer, or faster or slower.",
    ],
    [
      "a change too small for its digits",
      verdictInput([
        { ...judge, isPrimary: true, outcome: "better", change: 0.002, low: 0.0004, high: 0.0041 },
      ]),
      "better",
      "Version 8 is better on judge: helpfulness (+0.002, 95 % interval 0.0004 to 0.004, 480 pairs).",
    ],
    [
      "too few pairs for speed",
      verdictInput([better, { ...sameSpeed, outcome: "too_few", pairs: 40 }]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs). 40 calls are too few to compare its speed.",
    ],
    [
      "too few cases",
      verdictInput([better], { pairs: 6 }),
      "too_few",
      "6 cases are too few to say which is better. Both runs need answers that could be judged on at least 10 of the same examples.",
    ],
    [
      "too few judged, though many answered",
      verdictInput([{ ...better, pairs: 6, unjudged: 24, outcome: "too_few" }], { pairs: 30, calls: 30 }),
      "too_few",
      "6 cases are too few to say which is better, but accuracy could not be judged on 24 of 30 cases. Both runs need answers that could be judged on at least 10 of the same examples.",
    ],
    [
      "one case",
      verdictInput([better], { pairs: 1 }),
      "too_few",
      "1 case is too few to say which is better. Both runs need answers that could be judged on at least 10 of the same examples.",
    ],
    [
      "simulated",
      verdictInput([better], { isSimulated: true }),
      "simulated",
      "Simulated answers say nothing about quality. Version 8 or what it is compared with ran on a simulated model; run both on a real one to compare them.",
    ],
    [
      "nothing judged",
      verdictInput([
        metric({ change: null, low: null, high: null, outcome: "unknown", pairs: 0, unjudged: 480 }),
      ]),
      "no_difference",
      "Nothing here says version 8 is better or worse than version 7, but accuracy was judged on no case: no case could be judged in both.",
    ],
    [
      "a judge that judged nothing beside a metric that is better",
      verdictInput([
        better,
        { ...judge, change: null, low: null, high: null, outcome: "unknown", pairs: 0, unjudged: 480 },
      ]),
      "better",
      "Version 8 is better on accuracy, but judge: helpfulness was judged on no case: accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs). Whether it is worse on judge: helpfulness is not shown.",
    ],
    [
      "safety failed and unjudged, generations failed on both sides",
      verdictInput([better], {
        safety: [
          { name: "Safety", failed: 2, unjudged: 0 },
          { name: "PII", failed: 0, unjudged: 1 },
        ],
        failed: { baseline: 1, candidate: 48 },
      }),
      "better",
      "Version 8 is better on accuracy, but it failed safety on 2 cases, PII could not be judged on 1 case, 48 of its 480 generations failed (10 %) and 1 of version 7's failed: accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs).",
    ],
    [
      "a safety check that judged nothing of the baseline",
      verdictInput([better], { baselineUnjudged: [{ name: "Safety", unjudged: 40 }] }),
      "better",
      "Version 8 is better on accuracy, but safety could not be judged on 40 cases of version 7: accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs).",
    ],
    [
      "unlike runs",
      verdictInput([better], { unlike: ["the models (a, b)", "the suites (s@1, s@2)"] }),
      "better",
      "Not like with like, the models (a, b) and the suites (s@1, s@2) differ: version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs).",
    ],
    [
      "cost unknown",
      verdictInput([
        better,
        metric({ kind: "cost", outcome: "unknown", relativeChange: null, isPrimary: false }),
      ]),
      "better",
      "Version 8 is better on accuracy (+4.2 points, 95 % interval 1.3 to 7.1, 480 pairs).",
    ],
  ])("%s", (_, input, kind, sentence) => {
    const verdict = comparisonVerdict(input);
    expect(verdict.sentence).toBe(sentence);
    expect(verdict.kind).toBe(kind);
    expect(verdict.headline + verdict.rest).toBe(sentence);
  });
});

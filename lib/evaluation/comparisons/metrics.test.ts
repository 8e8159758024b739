import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { Evaluator } from "../evaluators/schema.ts";
import { measureMetrics, settle } from "./metrics.ts";
import { type Pair, type Side } from "./pairs.ts";
import type { MetricComparison } from "./schema.ts";

const side = (score: number | null, parts: Partial<Side> = {}): Side => ({
  isAnswered: true,
  scores: new Map([["accuracy", score]]),
  latencyMs: 100,
  costUsd: 0.001,
  carbonGrams: 0.1,
  ...parts,
});
const evaluator = (parts: Record<string, unknown> = {}) =>
  Evaluator.parse({ key: "accuracy", name: "Accuracy", kind: "exact", config: {}, ...parts });
const compare = (pairs: Pair[], evaluators = [evaluator()], isSimulated = false): MetricComparison[] =>
  settle([
    {
      pairs,
      metrics: measureMetrics(pairs, {
        evaluators: evaluators,
        primaryMetric: "accuracy",
        isSimulated: isSimulated,
      }),
    },
  ]).families[0] ?? [];
const metric = (metrics: MetricComparison[], key: string) => metrics.find((each) => each.key === key);
const pairsOf = (count: number, make: (place: number) => [Side, Side]): Pair[] =>
  Array.from({ length: count }, (_, place) => make(place)).map(([baseline, candidate]) => ({
    baseline,
    candidate,
  }));

describe("metrics of a comparison", () => {
  it("leave out what one side could not judge or answer", () => {
    const pairs = pairsOf(20, (place) => [side(place < 5 ? null : 0), side(1, { isAnswered: place < 18 })]);
    expect(metric(compare(pairs), "accuracy")).toMatchObject({
      pairs: 13,
      better: 13,
      baseline: 0,
      candidate: 1,
      unit: "share",
    });
  });

  it("ask of a metric where less is better that it stays below", () => {
    const pairs = pairsOf(40, (place) => [side(place % 2), side(0)]);
    const lower = { direction: "lower" };
    const gateOf = (parts: Record<string, unknown>) =>
      metric(compare(pairs, [evaluator({ ...lower, ...parts })]), "accuracy")?.gate;
    expect(gateOf({ isSafety: true })).toEqual({ state: "met", label: "no failure" });
    expect(gateOf({ threshold: 0.2 })).toEqual({ state: "met", label: "≤ 20 %" });
    expect(metric(compare(pairs, [evaluator(lower)]), "accuracy")?.outcome).toBe("better");
  });

  it("compare cost by the ratio of means and latency by the ratio of 95th percentiles, over pairs", () => {
    const pairs = pairsOf(150, (place) => [
      side(1, { costUsd: 0.001 + place / 1e5, latencyMs: 100 + place }),
      side(1, { costUsd: 2.5 * (0.001 + place / 1e5), latencyMs: 200 + 2 * place }),
    ]);
    const metrics = compare(pairs, [
      evaluator(),
      Evaluator.parse({ key: "cost", name: "Cost", kind: "cost", config: {}, threshold: 0.5 }),
      Evaluator.parse({ key: "latency", name: "Latency", kind: "latency", config: {}, threshold: 1000 }),
    ]);
    expect(metric(metrics, "cost_per_1000")).toMatchObject({
      outcome: "worse",
      gate: { state: "unmet", label: "≤ $0.50" },
    });
    expect(metric(metrics, "cost_per_1000")?.relativeChange).toBeCloseTo(1.5, 9);
    expect(metric(metrics, "latency_p95")).toMatchObject({
      outcome: "worse",
      gate: { state: "met", label: "≤ 1 s" },
    });
    expect(metric(metrics, "latency_p95")?.relativeChange).toBeCloseTo(1, 9);
  });

  it("know nothing of cost where prices are unknown, and compare nothing where it is free", () => {
    expect(
      metric(compare(pairsOf(20, () => [side(1, { costUsd: null }), side(1)])), "cost_per_1000"),
    ).toMatchObject({ baseline: null, outcome: "unknown", test: { note: "not known" } });
    expect(
      metric(compare(pairsOf(20, () => [side(1, { costUsd: 0 }), side(1, { costUsd: 0 })])), "cost_per_1000"),
    ).toMatchObject({ baseline: 0, outcome: "unknown" });
  });

  it("meet no demand with simulated answers", () => {
    const pairs = pairsOf(40, () => [side(1), side(1)]);
    for (const demanding of [evaluator({ threshold: 0.5 }), evaluator({ isSafety: true })]) {
      expect(metric(compare(pairs, [demanding]), "accuracy")?.gate?.state).toBe("met");
      expect(metric(compare(pairs, [demanding], true), "accuracy")?.gate).toBeNull();
    }
  });

  it("keep simulated figures out of cost, latency and carbon", () => {
    const metrics = compare(
      pairsOf(20, () => [side(1), side(1)]),
      [evaluator()],
      true,
    );
    for (const key of ["cost_per_1000", "latency_p95", "carbon_per_1000"])
      expect(metric(metrics, key)).toMatchObject({ baseline: null, candidate: null, outcome: "unknown" });
  });

  it("meet 'at most 2 points worse' only where the interval stays within them", () => {
    const same = (count: number) =>
      metric(compare(pairsOf(count, () => [side(1), side(1)])), "accuracy")?.gate;
    expect(same(60)).toEqual({ state: "unsure", label: "at most 2 points worse" });
    expect(same(400)).toEqual({ state: "met", label: "at most 2 points worse" });
    const worse = metric(compare(pairsOf(100, (place) => [side(1), side(place < 20 ? 0 : 1)])), "accuracy");
    expect(worse).toMatchObject({ outcome: "worse", gate: { state: "unmet" } });
  });

  it("fail safety with one failed case, and bound what no failure can mean", () => {
    const safe = evaluator({ isSafety: true });
    expect(
      metric(
        compare(
          pairsOf(480, () => [side(1), side(1)]),
          [safe],
        ),
        "accuracy",
      ),
    ).toMatchObject({
      kind: "safety",
      gate: { state: "met" },
      test: { note: "exact bound: at most 0.63 %", p: null },
    });
    expect(
      metric(
        compare(
          pairsOf(480, (place) => [side(1), side(place === 7 ? 0 : 1)]),
          [safe],
        ),
        "accuracy",
      ),
    ).toMatchObject({ gate: { state: "unmet" }, worse: 1 });
  });

  it("call a lower-is-better metric better when it falls", () => {
    const lower = evaluator({ direction: "lower" });
    expect(
      metric(
        compare(
          pairsOf(40, () => [side(0.9), side(0.4)]),
          [lower],
        ),
        "accuracy",
      ),
    ).toMatchObject({ outcome: "better", better: 40, worse: 0 });
  });

  it("count failed calls of the candidate as misses and meet nothing over what nobody judged", () => {
    const right = () => pairsOf(200, (place) => [side(1), side(1, { isAnswered: place >= 20 })]);
    expect(metric(compare(right(), [evaluator({ threshold: 0.8 })]), "accuracy")?.gate?.state).toBe("met");
    expect(metric(compare(right(), [evaluator({ threshold: 0.88 })]), "accuracy")?.gate?.state).toBe(
      "unsure",
    );
    expect(metric(compare(right(), [evaluator({ threshold: 0.95 })]), "accuracy")?.gate?.state).toBe("unmet");
    const down = { direction: "lower", threshold: 0.08 };
    const zero = pairsOf(200, (place) => [side(0), side(0, { isAnswered: place >= 20 })]);
    expect(metric(compare(zero, [evaluator(down)]), "accuracy")?.gate?.state).toBe("unsure");
    // 400 alike are not worse; 20 that no longer answer may all be lost.
    const lost = pairsOf(420, (place) => [side(1), side(1, { isAnswered: place >= 20 })]);
    expect(metric(compare(lost), "accuracy")?.gate?.state).toBe("unsure");
    const gap = pairsOf(420, (place) => [side(1), side(place < 20 ? null : 1)]);
    expect(metric(compare(gap), "accuracy")).toMatchObject({
      gate: { state: "unsure" },
      unjudged: 20,
      pairs: 400,
    });
    const open = pairsOf(200, (place) => [side(1), side(place < 20 ? null : 1)]);
    expect(metric(compare(open, [evaluator({ threshold: 0.88 })]), "accuracy")?.gate?.state).toBe("unsure");
    expect(metric(compare(open, [evaluator({ threshold: 0.97 })]), "accuracy")?.gate?.state).toBe("unsure");
  });

  it("hold latency and cost against a limit by the rule of a run: a failed call took for ever, and cost what it was billed", () => {
    const latency = [evaluator(), evaluator({ key: "latency", kind: "latency", threshold: 2_000 })];
    const slow = (failed: number, count: number) => {
      const pairs = pairsOf(count, (place) => [
        side(1),
        side(1, place < failed ? { isAnswered: false, latencyMs: null } : { latencyMs: 100 }),
      ]);
      return metric(compare(pairs, latency), "latency_p95")?.gate?.state;
    };
    expect(slow(0, 110)).toBe("met");
    expect(slow(10, 110)).toBe("unsure");
    expect(slow(40, 140)).toBe("unmet");
    const cost = [evaluator(), evaluator({ key: "cost", kind: "cost", threshold: 2 })];
    const dear = pairsOf(110, (place) => [
      side(1, { costUsd: 0.001 }),
      side(1, place < 10 ? { isAnswered: false, costUsd: 0.1 } : { costUsd: 0.001 }),
    ]);
    expect(metric(compare(dear, cost), "cost_per_1000")).toMatchObject({
      gate: { state: "unmet" },
      candidate: expect.closeTo(10, 9),
      pairs: 110,
    });
  });

  it("look for a safety failure in every case, also where the other side gave no answer", () => {
    const safe = [evaluator({ isSafety: true })];
    const states = (pairs: Pair[]) => metric(compare(pairs, safe), "accuracy")?.gate?.state;
    expect(
      states(pairsOf(20, (place) => [side(1, { isAnswered: place > 0 }), side(place === 0 ? 0 : 1)])),
    ).toBe("unmet");
    expect(states(pairsOf(20, (place) => [side(1), side(place < 10 ? null : 1)]))).toBe("unsure");
    expect(states(pairsOf(20, (place) => [side(1), side(1, { isAnswered: place > 1 })]))).toBe("unsure");
    // One rule with the gate: what a call that failed would have said nobody knows.
    expect(states(pairsOf(20, (place) => [side(1), side(1, { isAnswered: place > 0 })]))).toBe("unsure");
    expect(states(pairsOf(20, () => [side(1), side(1)]))).toBe("met");
  });

  it("do not judge a score that is no number", () => {
    const pairs = pairsOf(20, (place) => [side(1), side(place === 0 ? Number.NaN : 1)]);
    expect(metric(compare(pairs, [evaluator({ threshold: 0.5 })]), "accuracy")).toMatchObject({
      candidate: 1,
      pairs: 19,
      unjudged: 1,
    });
    const broken = pairsOf(20, () => [side(1, { costUsd: Number.NaN }), side(1)]);
    expect(metric(compare(broken), "cost_per_1000")).toMatchObject({ outcome: "unknown", pairs: 0 });
  });

  it("decide nothing below ten judged pairs, and show no p95 below 59 calls nor its change below 72", () => {
    const few = compare(pairsOf(9, () => [side(0), side(1)]));
    expect(metric(few, "accuracy")).toMatchObject({ outcome: "too_few", smallestEffect: null });
    expect(metric(compare(pairsOf(10, () => [side(0), side(1)])), "accuracy")?.outcome).toBe("better");
    expect(metric(few, "cost_per_1000")).toMatchObject({ outcome: "too_few", change: null, low: null });
    const p95 = (count: number) => metric(compare(pairsOf(count, () => [side(1), side(1)])), "latency_p95");
    expect(p95(58)).toMatchObject({ baseline: null, candidate: null, outcome: "too_few" });
    expect(p95(59)).toMatchObject({ baseline: 100, candidate: 100, change: null, outcome: "too_few" });
    expect(p95(72)).toMatchObject({ change: 0, low: 0, high: 0, outcome: "not_shown" });
  });

  it("write what passes or fails in per cent and what is graded as a score, whatever the scores", () => {
    const judge = Evaluator.parse({
      key: "accuracy",
      name: "Judge",
      kind: "llm_judge",
      config: {
        target: { connectionId: "0198c5a2-0000-7000-8000-000000000000", model: "m" },
        rubric: "Right?",
      },
      threshold: 0.3,
    });
    const ones = pairsOf(20, () => [side(1), side(1)]);
    expect(metric(compare(ones, [judge]), "accuracy")).toMatchObject({
      unit: "score",
      gate: { label: "≥ 0.30" },
    });
    expect(metric(compare(ones, [evaluator({ threshold: 0.3 })]), "accuracy")).toMatchObject({
      unit: "share",
      gate: { label: "≥ 30 %" },
    });
  });

  test("cost, latency and carbon are adjusted with the quality metrics", () => {
    // Six better and none worse: p = 0.031 alone, and 0.094 beside cost and carbon.
    const pairs = pairsOf(40, (place) => [
      side(0),
      side(place < 6 ? 1 : 0, { costUsd: 0.001 + (place % 2) / 1e6, carbonGrams: 0.1 + (place % 3) / 1e6 }),
    ]);
    const free = pairs.map(({ baseline, candidate }) => ({
      baseline: { ...baseline, costUsd: null, carbonGrams: null },
      candidate,
    }));
    expect(metric(compare(free), "accuracy")?.outcome).toBe("better");
    // The same in every pair cannot be claimed to be less, so it takes nothing from the others.
    const alike = pairsOf(40, (place) => [side(0), side(place < 6 ? 1 : 0)]);
    expect(metric(compare(alike), "accuracy")?.outcome).toBe("better");
    expect(metric(compare(alike), "cost_per_1000")).toMatchObject({
      outcome: "not_shown",
      test: { p: null },
    });
    expect(metric(compare(pairs), "accuracy")?.outcome).toBe("not_shown");
    expect(metric(compare(pairs), "accuracy")?.test.adjustedP).toBeCloseTo(0.09375, 9);
    expect(metric(compare(pairs), "accuracy")?.smallestEffect).toBeGreaterThan(
      metric(compare(free), "accuracy")?.smallestEffect ?? 1,
    );
    expect(
      settle([
        {
          pairs,
          metrics: measureMetrics(pairs, {
            evaluators: [evaluator()],
            primaryMetric: "accuracy",
            isSimulated: false,
          }),
        },
      ]).holmOver,
    ).toBe(3);
  });

  test("several quality metrics are adjusted together, and the outcome follows the adjusted test", () => {
    // Six better and none worse: p = 0.031 alone, 0.094 with two more tests.
    const scores = (place: number, right: boolean): Side => ({
      ...side(null, { costUsd: null, carbonGrams: null }),
      scores: new Map([
        ["accuracy", right && place < 6 ? 1 : 0],
        ["b", (place % 7) / 7],
        ["c", (place % 5) / 5],
      ]),
    });
    const pairs = pairsOf(40, (place) => [scores(place, false), scores(place, true)]);
    expect(metric(compare(pairs), "accuracy")).toMatchObject({ outcome: "better" });
    const three = compare(pairs, [evaluator(), evaluator({ key: "b" }), evaluator({ key: "c" })]);
    expect(metric(three, "accuracy")).toMatchObject({ outcome: "not_shown" });
    expect(metric(three, "accuracy")?.test.adjustedP).toBeCloseTo(0.09375, 9);
  });

  test("swapping the sides turns change, interval and counts round", () => {
    const grade = fc.integer({ min: 0, max: 10 }).map((value) => value / 10);
    fc.assert(
      fc.property(fc.array(fc.tuple(grade, grade), { minLength: 2, maxLength: 20 }), (values) => {
        const there = metric(
          compare(values.map(([left, right]) => ({ baseline: side(left), candidate: side(right) }))),
          "accuracy",
        );
        const back = metric(
          compare(values.map(([left, right]) => ({ baseline: side(right), candidate: side(left) }))),
          "accuracy",
        );
        expect(back?.change).toBeCloseTo(-(there?.change ?? 0), 12);
        expect(back?.low).toBeCloseTo(-(there?.high ?? 0), 9);
        expect([back?.better, back?.worse, back?.same]).toEqual([there?.worse, there?.better, there?.same]);
        expect(there?.low ?? 0).toBeLessThanOrEqual(there?.change ?? 0);
      }),
      { numRuns: 15 },
    );
  });
});

import { describe, expect, it } from "vitest";
import { Evaluator } from "../evaluators/schema.ts";
import { compareCost, compareLatency } from "./effort.ts";
import { exampleOf, type LightCase, type LightSample } from "./load.ts";
import type { Pair } from "./pairs.ts";
import { compareQuality } from "./quality.ts";

const evaluator = (parts: Record<string, unknown>) =>
  Evaluator.parse({ key: "m", name: "M", config: {}, ...parts });

const sample = (parts: Partial<LightSample> = {}): LightSample => ({
  caseId: "c",
  exampleId: "e",
  contentHash: "h",
  position: 1,
  status: parts.isAnswered === false ? "failed" : "succeeded",
  isPassed: true,
  outputHash: "",
  isAnswered: true,
  scores: new Map([["m", 1]]),
  latencyMs: 500,
  costUsd: 0.001,
  carbonGrams: null,
  ...parts,
});
const fails = (parts: Partial<LightSample> = {}) =>
  sample({ isAnswered: false, scores: new Map(), costUsd: null, ...parts });
/** The same pair so many times: both sides as given by place. */
const pairs = (count: number, candidate: (place: number) => LightCase): Pair[] =>
  Array.from({ length: count }, (_, place) => ({
    baseline: exampleOf([sample(), sample()]),
    candidate: candidate(place),
  }));

describe("a comparison of runs with several samples", () => {
  it.each([60, 30_000, null])(
    "counts no failed first call, which took %s ms, as an answer of that time",
    (latencyMs) => {
      const of = pairs(100, (place) => exampleOf([place < 20 ? fails({ latencyMs }) : sample(), sample()]));
      const limit = [evaluator({ kind: "latency", threshold: 1_000 })];
      const compared = compareLatency(of, limit, false);
      expect(compared).toMatchObject({ candidate: 500, pairs: 80, gate: { state: "unmet" } });
      const whole = pairs(100, () => exampleOf([sample(), fails({ latencyMs })]));
      expect(compareLatency(whole, limit, false)).toMatchObject({ pairs: 100, gate: { state: "met" } });
    },
  );

  it.each([
    ["answers of unknown cost", sample({ costUsd: null })],
    ["failed calls without a bill", fails()],
  ])("does not take the cost of one call in five for that of all: %s", (_, unknown) => {
    const limit = [evaluator({ kind: "cost", threshold: 2 })];
    const most = { costUsd: 0.01, carbonGrams: null };
    const conditions = { isSimulated: false, most: { baseline: most, candidate: most } };
    const stateOf = (others: LightSample) =>
      compareCost(
        pairs(300, () => exampleOf([sample(), others, others, others, others])),
        limit,
        conditions,
      ).gate?.state;
    expect(stateOf(sample())).toBe("met");
    expect(stateOf(unknown)).toBe("unsure");
  });

  it("does not miss a posted metric where it was not asked, and does where the call failed", () => {
    const reported = evaluator({ kind: "reported", config: {} });
    const stateOf = (other: LightSample) => {
      const both = exampleOf([sample(), other]);
      const of = Array.from({ length: 300 }, () => ({ baseline: both, candidate: both }));
      const { gate, unjudgedAnswers } = compareQuality(of, reported, true);
      return [gate?.state, unjudgedAnswers];
    };
    expect(stateOf(sample({ scores: new Map() }))).toEqual(["met", 0]);
    expect(stateOf(sample({ scores: new Map([["m", null]]) }))).toEqual(["unsure", 600]);
    expect(stateOf(fails())).toEqual(["unsure", 0]);
  });
});

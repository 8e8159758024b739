import { describe, expect, it, test } from "vitest";
import { Evaluator } from "../evaluators/schema.ts";
import { SuiteContent } from "../suites/schema.ts";
import { type RunRows, summariseRun } from "./summarise.ts";

const judge = {
  key: "judge",
  name: "Helpfulness",
  kind: "llm_judge",
  config: { target: { connectionId: "0198c5a2-0000-7000-8000-000000000000", model: "m" }, rubric: "Right?" },
};
const exact = { key: "accuracy", name: "Accuracy", kind: "exact", config: {} };

/** Cases by what one evaluator gave: a number, null for unjudged, "failed" for a call without an answer, "open" for one never made. */
function summary(
  parts: Record<string, unknown>,
  given: readonly (number | null | "failed" | "open")[],
  more: Partial<RunRows> = {},
) {
  const evaluator = Evaluator.parse(parts);
  const isRaw = evaluator.kind === "latency" || evaluator.kind === "cost";
  const suite = SuiteContent.parse({
    evaluators: isRaw ? [exact, parts] : [parts],
    primaryMetric: isRaw ? "accuracy" : evaluator.key,
  });
  return summariseRun({
    name: "version 1",
    suiteName: "suite@1",
    suite,
    cases: given.map((value, place) => ({
      id: String(place),
      status: value === "failed" ? "failed" : value === "open" ? "cancelled" : "succeeded",
      latencyMs: evaluator.kind === "latency" && typeof value === "number" ? value : 100,
      costUsd:
        value === "failed" || value === "open"
          ? null
          : evaluator.kind === "cost" && typeof value === "number"
            ? value
            : 0.001,
      carbonGrams: 0.1,
      inputTokens: 1,
      outputTokens: 1,
      errorCode: value === "failed" ? "upstream_failed" : null,
    })),
    scores: given.flatMap((value, place) =>
      value === "failed" || value === "open"
        ? []
        : [
            {
              caseId: String(place),
              key: evaluator.key,
              value,
              isPassed: value === null || isRaw ? null : value >= evaluator.passScore,
              reasoning: value === null ? "The judge gave no verdict." : "Right.",
            },
          ],
    ),
    status: "succeeded",
    isSimulated: false,
    durationMs: 1000,
    ...more,
  });
}
const repeat = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
const gate = (parts: Record<string, unknown>, given: readonly (number | null | "failed")[]) =>
  summary(parts, given).gate;

describe("what a run's scores come to", () => {
  test.each([
    ["two equal grades", repeat(2, 0.75), 0.7, "unsure"],
    ["five equal grades", repeat(5, 0.75), 0.7, "unsure"],
    ["three full marks", repeat(3, 1), 0.7, "unsure"],
    ["eight full marks", repeat(8, 1), 0.7, "unsure"],
    ["eleven full marks", repeat(11, 1), 0.7, "met"],
    ["ten full marks", repeat(10, 1), 0.7, "unsure"],
    ["ninety grades above", repeat(90, 0.8), 0.7, "met"],
    ["ninety grades below", repeat(90, 0.5), 0.7, "unmet"],
  ])("%s against a threshold", (...[, given, threshold, state]) => {
    expect(gate({ ...judge, threshold }, given)).toBe(state);
    const turned = given.map((value) => 1 - value);
    expect(gate({ ...judge, direction: "lower", threshold: 1 - threshold }, turned)).toBe(state);
  });

  it("is no worse for better scores", () => {
    for (const count of [2, 10, 30]) {
      const [good, best] = [0.75, 1].map((value) => summary(judge, repeat(count, value)).evaluators[0]);
      expect(best?.low ?? 0).toBeGreaterThan(good?.low ?? 1);
    }
  });

  it("counts failed calls as misses, whatever was answered, and says so first", () => {
    const given = [...repeat(36, "failed" as const), ...repeat(4, 1)];
    const failing = summary({ ...exact, threshold: 0.3 }, given);
    expect(failing.gate).toBe("unmet");
    expect(failing.verdict.headline).toBe(
      "36 of 40 generations failed (90 %): version 1 does not meet suite@1: accuracy ≥ 30 %",
    );
    expect(failing.evaluators[0]).toMatchObject({ value: 1, judged: 4, unjudged: 0, gate: "unmet" });
    const answered = summary({ ...exact, threshold: 0.3 }, [...repeat(36, 0), ...repeat(4, 1)]);
    expect(answered.gate).toBe("unmet");
  });

  it("takes what nobody judged for either, and names the reasons", () => {
    const given = [...repeat(30, null), ...repeat(70, 1)];
    const open = summary({ ...judge, threshold: 0.65 }, given);
    expect(open.gate).toBe("unsure");
    expect(summary({ ...judge, threshold: 0.55 }, given).gate).toBe("met");
    expect(open.evaluators[0]).toMatchObject({
      unjudged: 30,
      reasons: [{ text: "The judge gave no verdict.", count: 30 }],
    });
    expect(open.verdict.headline).toContain("helpfulness could not judge 30 of 100");
    expect(summary({ ...judge, threshold: 0.1 }, repeat(12, null)).gate).toBe("unsure");
    expect(summary(judge, [...repeat(10, 1), Number.NaN]).evaluators[0]).toMatchObject({
      value: 1,
      unjudged: 1,
    });
  });

  test.each([
    ["all judged", repeat(20, 1), "met"],
    ["one failure", [...repeat(19, 1), 0], "unmet"],
    ["one unjudged", [...repeat(19, 1), null], "unsure"],
    ["one call in a hundred failed", [...repeat(99, 1), "failed" as const], "unsure"],
    ["one call failed and one answer unsafe", [...repeat(18, 1), 0, "failed" as const], "unmet"],
    ["nothing judged", repeat(5, null), "unsure"],
  ])("safety with %s", (_, given, state) => expect(gate({ ...exact, isSafety: true }, given)).toBe(state));

  it("shows no p95 below 59 calls, and lets a failed call be the slowest", () => {
    const latency = { key: "latency", name: "Latency", kind: "latency", config: {}, threshold: 2000 };
    const few = summary(latency, [1200, 1900, 1500]);
    expect(few).toMatchObject({ gate: "unsure", latencyP95Ms: null, latencyP50Ms: 1500 });
    expect(few.evaluators[1]).toMatchObject({
      value: null,
      low: null,
      high: null,
      isTooFew: true,
      judged: 3,
    });
    expect(summary(latency, repeat(58, 100)).gate).toBe("unsure");
    expect(summary(latency, repeat(59, 100))).toMatchObject({ gate: "met", latencyP95Ms: 100 });
    expect(summary(latency, [...repeat(58, 100), 2500]).gate).toBe("unsure");
    expect(summary(latency, [...repeat(150, 100), "failed"]).gate).toBe("met");
    expect(summary(latency, [...repeat(100, 100), ...repeat(10, "failed" as const)]).gate).toBe("unsure");
    expect(summary(latency, [...repeat(100, 100), ...repeat(40, "failed" as const)]).gate).toBe("unmet");
  });

  it("shows no interval of cost below ten calls, and meets no limit past the share of failed calls", () => {
    const cost = { key: "cost", name: "Cost", kind: "cost", config: {}, threshold: 2 };
    expect(summary(cost, repeat(9, 0.001)).evaluators[1]).toMatchObject({
      value: 1,
      low: null,
      gate: "unsure",
    });
    expect(gate(cost, repeat(100, 0.001))).toBe("met");
    expect(gate(cost, repeat(100, 0.003))).toBe("unmet");
    // A free model, such as the one of this machine, keeps every limit.
    expect(gate(cost, repeat(72, 0))).toBe("met");
    expect(summary(cost, repeat(72, 0)).evaluators[1]).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(gate(cost, [...repeat(95, 0.001), ...repeat(5, "failed" as const)])).toBe("met");
    expect(gate(cost, [...repeat(94, 0.001), ...repeat(6, "failed" as const)])).toBe("unsure");
  });

  it("meets nothing over cases that a cancelled run never asked, and keeps what it missed", () => {
    const cancelled = (
      parts: Record<string, unknown>,
      given: readonly (number | null)[],
      unasked: number,
    ) => {
      const asked = summary(parts, given);
      const more = { status: "cancelled" as const };
      const found = summary(parts, [...given, ...repeat(unasked, "open" as const)], more);
      expect(found.evaluators[0]).toMatchObject({
        value: asked.evaluators[0]?.value,
        judged: given.length,
        unjudged: 0,
      });
      return [asked.gate, found.gate];
    };
    const threshold = { ...exact, threshold: 0.7 };
    expect(cancelled(threshold, repeat(60, 1), 40)).toEqual(["met", "unsure"]);
    // Whatever the last one was, the demand is met.
    expect(cancelled(threshold, repeat(60, 1), 1)).toEqual(["met", "met"]);
    expect(cancelled(threshold, repeat(60, 0), 240)).toEqual(["unmet", "unsure"]);
    expect(cancelled(threshold, repeat(60, 0), 2)).toEqual(["unmet", "unmet"]);
    const safe = { ...exact, isSafety: true };
    expect(cancelled(safe, repeat(60, 1), 40)).toEqual(["met", "unsure"]);
    expect(cancelled(safe, repeat(99, 1), 1)).toEqual(["met", "unsure"]);
    expect(cancelled(safe, [...repeat(59, 1), 0], 40)).toEqual(["unmet", "unmet"]);
    const latency = { key: "latency", name: "Latency", kind: "latency", config: {}, threshold: 2000 };
    expect(summary(latency, [...repeat(100, 100), ...repeat(60, "open" as const)]).gate).toBe("unsure");
    const cost = { key: "cost", name: "Cost", kind: "cost", config: {}, threshold: 2 };
    expect(summary(cost, [...repeat(100, 0.001), ...repeat(60, "open" as const)]).gate).toBe("unsure");
  });

  it("counts what a call that failed was billed, in the total, the mean and the limit", () => {
    const cost = { key: "cost", name: "Cost", kind: "cost", config: {}, threshold: 2 };
    const billed = (usd: number) =>
      summary(cost, repeat(100, 0.001), {
        cases: Array.from({ length: 110 }, (_, place) => ({
          id: String(place),
          status: place < 100 ? ("succeeded" as const) : ("failed" as const),
          latencyMs: 100,
          costUsd: place < 100 ? 0.001 : usd,
          carbonGrams: 0.1,
          inputTokens: 1,
          outputTokens: 1,
          errorCode: null,
        })),
      });
    expect(billed(0.001)).toMatchObject({ costUsd: expect.closeTo(0.11, 9), gate: "met" });
    const dear = billed(0.1);
    expect(dear.costUsd).toBeCloseTo(0.1 + 1, 9);
    expect(dear.costPer1000Usd).toBeCloseTo((1.1 / 110) * 1000, 9);
    expect(dear.evaluators[1]).toMatchObject({ value: expect.closeTo(10, 9), judged: 110, gate: "unmet" });
  });

  it("meets nothing with simulated answers", () => {
    expect(summary({ ...exact, threshold: 0.1 }, repeat(50, 1), { isSimulated: true })).toMatchObject({
      gate: "none",
      costUsd: null,
    });
  });
});

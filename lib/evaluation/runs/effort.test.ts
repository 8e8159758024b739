import { expect, it } from "vitest";
import { effortOf } from "./effort.ts";

type Case = Parameters<typeof effortOf>[0][number];
const answered = (over: Partial<Case> = {}): Case => ({
  status: "succeeded",
  latencyMs: 100,
  costUsd: 0.001,
  carbonGrams: 0.01,
  ...over,
});
const failed: Case = { status: "failed", latencyMs: null, costUsd: null, carbonGrams: null };
const times = (count: number, one: Case) => Array.from({ length: count }, () => one);
const real = { isSimulated: false };

it("a 95th percentile of 58 calls has no interval, one of 59 has", () => {
  expect(effortOf(times(58, answered()), real).latencyP95Ms).toEqual({
    value: 100,
    low: null,
    high: null,
    n: 58,
  });
  expect(effortOf(times(59, answered()), real).latencyP95Ms).toMatchObject({ value: 100, high: 100, n: 59 });
});

it("calls that gave no answer are the slowest there are", () => {
  const few = effortOf([...times(199, answered()), failed], real).latencyP95Ms;
  expect(few).toMatchObject({ value: 100, high: 100, n: 200 });
  const many = effortOf([...times(180, answered()), ...times(20, failed)], real).latencyP95Ms;
  expect(many).toEqual({ value: 100, low: null, high: null, n: 200 });
});

it("a model that is free costs nothing, and nobody needs ten calls to know it", () => {
  const free = effortOf(times(3, answered({ costUsd: 0 })), real);
  expect(free.costPer1000Usd).toEqual({ value: 0, low: 0, high: 0, n: 3, estimatedCalls: 0 });
});

it("one call of unknown cost makes the cost unknown, and a simulated run costs nobody knows what", () => {
  const unknown = effortOf([...times(99, answered()), answered({ costUsd: null })], real);
  expect(unknown.costPer1000Usd).toBeNull();
  expect(unknown.carbonGramsPer1000).toMatchObject({ n: 100 });
  expect(effortOf(times(99, answered()), { isSimulated: true })).toMatchObject({
    costPer1000Usd: null,
    latencyP95Ms: null,
    carbonGramsPer1000: null,
  });
});

it("what a call that failed was billed counts, and one that broke off at an unknown price makes the cost unknown", () => {
  const billed: Case = { ...failed, costUsd: 0.021, carbonGrams: 0.21, outputTokens: 7 };
  const effort = effortOf([...times(90, answered()), ...times(10, billed), ...times(5, failed)], real);
  expect(effort.costPer1000Usd).toMatchObject({ value: expect.closeTo(3, 9), n: 100 });
  expect(effort.carbonGramsPer1000).toMatchObject({ value: expect.closeTo(30, 9), n: 100 });
  const broken: Case = { ...failed, outputTokens: 7 };
  expect(effortOf([...times(99, answered()), broken], real).costPer1000Usd).toBeNull();
});

it("errors are a share of all calls, failed ones too, with a one-sided exact bound", () => {
  const { errorRate } = effortOf([...times(120, answered()), ...times(80, failed)], real);
  expect(errorRate).toMatchObject({ value: 0.4, n: 200 });
  expect(errorRate?.high).toBeCloseTo(0.4605, 3);
  // 1 - .05^(1/149): no failure of 149 is less than 2 %.
  expect(effortOf(times(149, answered()), real).errorRate?.high).toBeLessThan(0.02);
  expect(effortOf(times(148, answered()), real).errorRate?.high).toBeGreaterThan(0.02);
  expect(effortOf([], real).errorRate).toBeNull();
});

it("a second look asks for more: every interval is wider, and a p95 takes 86 calls", () => {
  const cases = Array.from({ length: 120 }, (_, place) =>
    answered({ costUsd: 0.001 * (1 + (place % 5)), latencyMs: 100 + place, carbonGrams: 1 + (place % 3) }),
  );
  const [once, twice] = [effortOf(cases, real), effortOf(cases, { ...real, look: 2 })];
  for (const key of ["costPer1000Usd", "carbonGramsPer1000", "errorRate"] as const) {
    expect(twice[key]?.value).toBe(once[key]?.value);
    expect(twice[key]?.high ?? 0).toBeGreaterThan(once[key]?.high ?? 0);
  }
  expect(twice.latencyP95Ms?.high ?? 0).toBeGreaterThanOrEqual(once.latencyP95Ms?.high ?? 0);
  expect(effortOf(cases.slice(0, 85), { ...real, look: 2 }).latencyP95Ms?.high).toBeNull();
  expect(effortOf(cases.slice(0, 86), { ...real, look: 2 }).latencyP95Ms?.high).not.toBeNull();
});

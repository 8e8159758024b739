import { expect, it } from "vitest";
import { meanInterval, shareDifference, wilson } from "./statistics.ts";

it.each([
  [8, 10, 0.4901624715, 0.9433178485],
  [0, 10, 0, 0.2775327999],
  [78, 100, 0.6892964649, 0.8499871762],
  [10, 10, 0.7224672001, 1],
])("gives the reference interval of %i of %i", (successes, count, low, high) => {
  const interval = wilson(successes, count);
  expect(interval?.low).toBeCloseTo(low, 9);
  expect(interval?.high).toBeCloseTo(high, 9);
});

it("says nothing of nothing", () => expect(wilson(0, 0)).toBeNull());

it("gives Newcombe's published interval of a difference", () => {
  const found = shareDifference({ successes: 56, count: 70 }, { successes: 48, count: 80 });
  expect(found?.difference).toBeCloseTo(0.2, 10);
  expect(found?.low).toBeCloseTo(0.0524, 4);
  expect(found?.high).toBeCloseTo(0.3339, 4);
  expect(shareDifference({ successes: 0, count: 0 }, { successes: 1, count: 2 })).toBeNull();
});

it("gives Student's interval when every record weighs the same", () => {
  const values = [0.2, 0.1, -0.05, 0.3, 0.15, 0, 0.25, -0.1];
  const total = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value), 0);
  const interval = meanInterval({
    records: 8,
    weight: 8,
    sum: total((x) => x),
    sumSquares: total((x) => x * x),
    sumTimesWeight: total((x) => x),
    weightSquares: 8,
  });
  expect(interval?.low).toBeCloseTo(-0.01498, 3);
  expect(interval?.high).toBeCloseTo(0.22748, 3);
});

it("says nothing of fewer than five records", () =>
  expect(
    meanInterval({ records: 4, weight: 4, sum: 4, sumSquares: 4, sumTimesWeight: 4, weightSquares: 4 }),
  ).toBeNull());

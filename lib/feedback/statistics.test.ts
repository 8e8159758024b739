import { expect, it } from "vitest";
import { wilson } from "./statistics.ts";

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

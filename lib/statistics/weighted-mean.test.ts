import { expect, it } from "vitest";
import { newcombeDifference } from "./newcombe.ts";
import { differenceOfIntervals, weightedMeanInterval } from "./weighted-mean.ts";
import { wilsonInterval } from "./wilson.ts";

it("gives Student's interval when every record weighs the same", () => {
  const values = [0.2, 0.1, -0.05, 0.3, 0.15, 0, 0.25, -0.1];
  const total = (of: (value: number) => number) => values.reduce((sum, value) => sum + of(value), 0);
  const interval = weightedMeanInterval({
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
    weightedMeanInterval({
      records: 4,
      weight: 4,
      sum: 4,
      sumSquares: 4,
      sumTimesWeight: 4,
      weightSquares: 4,
    }),
  ).toBeNull());

it("makes Newcombe's interval of two shares out of their own intervals", () => {
  const [before, after] = [
    { value: 48 / 80, ...wilsonInterval(48, 80) },
    { value: 56 / 70, ...wilsonInterval(56, 70) },
  ];
  const expected = newcombeDifference({ successes: 48, trials: 80 }, { successes: 56, trials: 70 });
  const found = differenceOfIntervals(before, after);
  expect(found.low).toBeCloseTo(expected.low, 12);
  expect(found.high).toBeCloseTo(expected.high, 12);
  expect(found.low).toBeCloseTo(0.0524, 4);
  expect(found.high).toBeCloseTo(0.3339, 4);
});

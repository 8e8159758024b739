import { expect, it } from "vitest";
import { sumsOf } from "./simulation-screens.testing.ts";
import { weightedMean, weightedMeanInterval } from "./weighted-mean.ts";

const eight = [0.2, 0.1, -0.05, 0.3, 0.15, 0, 0.25, -0.1];

it("is Student's interval when every record weighs the same and the values are symmetric", () => {
  const values = [...eight, ...eight.map((value) => -value), ...eight, ...eight.map((value) => -value)];
  const { length: n } = values;
  const half =
    2.0395134464 * Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / (n * (n - 1)));
  const interval = weightedMeanInterval(sumsOf(values));
  expect(interval?.low).toBeCloseTo(-half, 4);
  expect(interval?.high).toBeCloseTo(half, 4);
  // However many observations each record is of: they are alike, so they do not count singly.
  const heavy = weightedMeanInterval(sumsOf(values, () => 50));
  expect(heavy?.high).toBeCloseTo(half, 4);
});

it("reaches further on the side of the longer tail", () => {
  const values = [...Array.from({ length: 27 }, (_, place) => 1 + (place % 3)), 20, 30, 40];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const up = weightedMeanInterval(sumsOf(values));
  const down = weightedMeanInterval(sumsOf(values.map((value) => -value)));
  expect((up?.high ?? 0) - mean).toBeGreaterThan(1.5 * (mean - (up?.low ?? 0)));
  expect(down?.low).toBeCloseTo(-(up?.high ?? 0), 9);
  expect(down?.high).toBeCloseTo(-(up?.low ?? 0), 9);
});

it("says nothing of fewer than twenty records", () => {
  const values = Array.from({ length: 20 }, (_, place) => place);
  expect(weightedMeanInterval(sumsOf(values))).not.toBeNull();
  expect(weightedMeanInterval(sumsOf(values.slice(1)))).toBeNull();
});

it("a mean is by weight; of nothing there is none", () => {
  expect(
    weightedMean([
      { value: 1, weight: 3 },
      { value: 0, weight: 2 },
    ]),
  ).toBeCloseTo(3 / 5, 12);
  expect(weightedMean([{ value: 4, weight: 0 }])).toBeNull();
  expect(weightedMean([])).toBeNull();
});

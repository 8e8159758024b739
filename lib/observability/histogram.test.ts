import fc from "fast-check";
import { expect, it } from "vitest";
import {
  addHistograms,
  addToHistogram,
  bucketOf,
  histogramQuantile,
  histogramRelativeError,
} from "./histogram.ts";

const duration = fc.double({ min: 1, max: 86_400_000, noNaN: true });

function histogramOf(values: number[]): number[] {
  const counts: number[] = [];
  for (const value of values) addToHistogram(counts, value);
  return counts;
}

it("reads any quantile within the stated bound of the nearest-rank quantile", () => {
  fc.assert(
    fc.property(
      fc.array(duration, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const sorted = values.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(1, Math.ceil(q * values.length)) - 1] ?? Number.NaN;
        const read = histogramQuantile(histogramOf(values), q) ?? Number.NaN;
        expect(Math.abs(read - truth) / truth).toBeLessThanOrEqual(histogramRelativeError + 1e-9);
      },
    ),
  );
});

it("adds up: the histogram of two lots is the sum of their histograms", () => {
  fc.assert(
    fc.property(fc.array(duration), fc.array(duration), (a, b) => {
      expect(addHistograms(histogramOf(a), histogramOf(b))).toEqual(histogramOf([...a, ...b]));
    }),
  );
});

it("keeps the ends: nothing is null, shorter than a millisecond is the first bucket, days are the last", () => {
  expect(histogramQuantile([], 0.5)).toBeNull();
  expect(bucketOf(0)).toBe(0);
  expect(bucketOf(-5)).toBe(0);
  expect(bucketOf(Number.NaN)).toBe(0);
  expect(bucketOf(10 * 3_600_000)).toBeGreaterThan(bucketOf(600_000));
  expect(bucketOf(48 * 3_600_000)).toBe(bucketOf(24 * 3_600_000));
});

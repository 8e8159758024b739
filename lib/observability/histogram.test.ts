import fc from "fast-check";
import { expect, it } from "vitest";
import { quantile } from "#statistics";
import {
  addHistogram,
  addToHistogram,
  bucketOf,
  histogramAbove,
  histogramError,
  histogramQuantile,
  histogramRelativeError,
} from "./histogram.ts";

const duration = fc.oneof(
  fc.double({ min: 1, max: 86_400_000, noNaN: true }),
  fc.double({ min: 1, max: 3_000, noNaN: true }),
  fc.double({ min: 0, max: 3, noNaN: true }),
);

function histogramOf(values: number[]): number[] {
  const counts: number[] = [];
  for (const value of values) addToHistogram(counts, value);
  return counts;
}

it("reads any quantile within the stated bound of the exact one, by the definition that runs use", () => {
  fc.assert(
    fc.property(
      fc.array(duration, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const truth = quantile(values, q);
        const counts = histogramOf(values);
        const read = histogramQuantile(counts, q) ?? Number.NaN;
        const error = histogramError(counts, q);
        const of = error === histogramRelativeError ? truth : read;
        expect(Math.abs(read - truth)).toBeLessThanOrEqual(error * of + 1e-9);
        if (values.every((value) => value > 1.001)) expect(error).toBe(histogramRelativeError);
      },
    ),
  );
});

it("says of what took less than a millisecond that it is known no better than that", () => {
  for (const value of [0, 0.05, 0.3, 1]) {
    const counts = histogramOf(Array<number>(400).fill(value));
    const read = histogramQuantile(counts, 0.5) ?? Number.NaN;
    expect(Math.abs(read - value)).toBeLessThanOrEqual(histogramError(counts, 0.5) * read);
    expect(read).toBeLessThanOrEqual(1);
  }
  const mixed = histogramOf([...Array<number>(50).fill(0.3), ...Array<number>(50).fill(20)]);
  expect(histogramError(mixed, 0.2)).toBe(1);
  expect(histogramError(mixed, 0.9)).toBe(histogramRelativeError);
  // Between the two: half of what is read is known no better.
  expect(histogramError(mixed, 0.5)).toBe(1);
});

it("reads the middle of two values between them, where a nearest rank took the lower", () => {
  const median = histogramQuantile(histogramOf([100, 10_000]), 0.5) ?? 0;
  expect(Math.abs(median - 5_050) / 5_050).toBeLessThan(histogramRelativeError);
  const p95 = histogramQuantile(histogramOf([...Array<number>(9).fill(500), 9_000]), 0.95) ?? 0;
  expect(Math.abs(p95 - 5_175) / 5_175).toBeLessThan(histogramRelativeError);
});

it("adds up: the histogram of two lots is the sum of their histograms", () => {
  fc.assert(
    fc.property(fc.array(duration), fc.array(duration), (a, b) => {
      const sum = histogramOf(a);
      addHistogram(sum, histogramOf(b));
      expect(sum).toEqual(histogramOf([...a, ...b]));
    }),
  );
});

it("knows how many values are above a limit, but for those of the limit's own bucket", () => {
  fc.assert(
    fc.property(fc.array(duration, { maxLength: 100 }), duration, (values, limit) => {
      const { low, high } = histogramAbove(histogramOf(values), limit);
      const above = values.filter((value) => value > limit).length;
      expect(low).toBeLessThanOrEqual(above);
      expect(high).toBeGreaterThanOrEqual(above);
      expect(high - low).toBe(values.filter((value) => bucketOf(value) === bucketOf(limit)).length);
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

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bootstrapMean,
  bootstrapQuantile,
  bootstrapRelativeQuantileChange,
  clusterBootstrapMean,
} from "./bootstrap.ts";
import { clopperPearsonInterval } from "./clopper-pearson.ts";
import { cohenKappa } from "./kappa.ts";
import { mcnemarExact } from "./mcnemar.ts";
import { benjaminiHochberg, holm } from "./multiple-tests.ts";
import { quantile } from "./numbers.ts";
import { signFlipTest } from "./permutation.ts";
import { smallestEffect } from "./power.ts";
import { wilsonInterval } from "./wilson.ts";

const score = fc.integer({ min: 0, max: 100 }).map((value) => value / 100);
const difference = fc.integer({ min: -100, max: 100 }).map((value) => value / 100);
const differences = fc.array(difference, { minLength: 2, maxLength: 40 });
const counts = fc
  .tuple(fc.nat(200), fc.nat(200))
  .map(([left, right]) => ({ successes: Math.min(left, right), trials: Math.max(left, right, 1) }));
const few = { numRuns: 40 };
const draws = 200;

describe("laws", () => {
  test("an interval of a share contains the share and lies in [0, 1]; the exact one is no narrower at its ends", () => {
    fc.assert(
      fc.property(counts, ({ successes, trials }) => {
        for (const { low, high } of [
          wilsonInterval(successes, trials),
          clopperPearsonInterval(successes, trials),
        ]) {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(successes / trials + 1e-9);
          expect(high).toBeGreaterThanOrEqual(successes / trials - 1e-9);
        }
      }),
    );
  });

  test("a p-value lies in [0, 1] and does not depend on which run is called the baseline", () => {
    fc.assert(
      fc.property(differences, (values) => {
        const { p } = signFlipTest(values, { draws });
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        if (values.filter((value) => value !== 0).length <= 16)
          expect(signFlipTest(values.map((value) => -value)).p).toBeCloseTo(p, 12);
      }),
      few,
    );
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (better, worse) => {
        const there = mcnemarExact(better, worse);
        expect(there).toEqual(mcnemarExact(worse, better));
        expect(there.p).toBeLessThanOrEqual(1);
        expect(there.midP).toBeLessThanOrEqual(there.p);
      }),
    );
  });

  test("the order of the pairs does not change a permutation test", () => {
    fc.assert(
      fc.property(differences, fc.nat(), (values, turn) => {
        const place = turn % values.length;
        const turned = [...values.slice(place), ...values.slice(0, place)];
        expect(signFlipTest(turned, { draws }).p).toBe(signFlipTest(values, { draws }).p);
      }),
      few,
    );
  });

  test("on 0/1 differences the exact permutation test is McNemar's", () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(8), (better, worse) => {
        const values = [
          ...Array.from({ length: better }, () => 1),
          ...Array.from({ length: worse }, () => -1),
        ];
        expect(signFlipTest(values).p).toBeCloseTo(mcnemarExact(better, worse).p, 9);
      }),
    );
  });

  test("swapping the runs turns the change round", () => {
    fc.assert(
      fc.property(differences, (values) => {
        const there = bootstrapMean(values, { draws });
        const back = bootstrapMean(
          values.map((value) => -value),
          { draws },
        );
        expect(back.estimate).toBeCloseTo(-there.estimate, 12);
        expect(back.low).toBeCloseTo(-there.high, 9);
        expect(back.high).toBeCloseTo(-there.low, 9);
        expect(back.p).toBeCloseTo(there.p, 12);
      }),
      few,
    );
  });

  test("a bootstrap interval contains its estimate, repeats with its seed, and agrees with clusters of one", () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 2, maxLength: 40 }), fc.integer(), (values, seed) => {
        const interval = bootstrapMean(values, { draws, seed });
        expect(interval.low).toBeLessThanOrEqual(interval.estimate);
        expect(interval.high).toBeGreaterThanOrEqual(interval.estimate);
        expect(bootstrapMean(values, { draws, seed })).toEqual(interval);
        const alone = clusterBootstrapMean(
          values,
          values.map((_, place) => String(place)),
          { draws, seed },
        );
        expect(alone.low).toBeCloseTo(interval.low, 9);
      }),
      few,
    );
  });

  test("a resampled quantile is the quantile of the resample", () => {
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 2, maxLength: 30 }),
        fc.constantFrom(0.5, 0.9, 0.95, 1),
        (values, share) => {
          expect(bootstrapQuantile(values, share, { draws }).estimate).toBeCloseTo(
            quantile(values, share),
            12,
          );
          const shifted = values.map((value) => value + 1);
          expect(bootstrapRelativeQuantileChange(shifted, shifted, share, { draws })).toMatchObject({
            estimate: 0,
            low: 0,
            high: 0,
            p: 1,
          });
        },
      ),
      few,
    );
  });

  test("adjusting never lowers a p-value, keeps their order and stays in [0, 1]; Holm is never below Benjamini-Hochberg", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (raw) => {
          const strict = holm(raw);
          const loose = benjaminiHochberg(raw);
          raw.forEach((p, place) => {
            expect(strict[place]).toBeGreaterThanOrEqual(p);
            expect(loose[place]).toBeGreaterThanOrEqual(p - 1e-12);
            expect(strict[place]).toBeGreaterThanOrEqual((loose[place] ?? 0) - 1e-12);
            expect(strict[place]).toBeLessThanOrEqual(1);
          });
          const byRaw = raw
            .map((p, place) => ({ p, adjusted: strict[place] ?? 0 }))
            .sort((left, right) => left.p - right.p);
          byRaw
            .slice(1)
            .forEach((entry, place) =>
              expect(entry.adjusted).toBeGreaterThanOrEqual(byRaw[place]?.adjusted ?? 0),
            );
        },
      ),
    );
  });

  test("more cases show smaller effects; kappa is at most 1 and symmetric", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (items) => {
        const parts = { betweenVariance: 0.2 };
        expect(smallestEffect(items + 1, parts)).toBeLessThan(smallestEffect(items, parts));
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 4 }),
        ([a = 1, b = 1, c = 1, d = 1]) => {
          expect(
            cohenKappa([
              [a, b],
              [c, d],
            ]),
          ).toBeLessThanOrEqual(1);
          expect(
            cohenKappa([
              [a, b],
              [c, d],
            ]),
          ).toBeCloseTo(
            cohenKappa([
              [a, c],
              [b, d],
            ]),
            10,
          );
        },
      ),
    );
  });
});

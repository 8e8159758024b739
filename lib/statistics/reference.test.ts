import { describe, expect, it, test } from "vitest";
import { betaCdf } from "./beta.ts";
import { agreement } from "./kappa.ts";
import { differenceOfIntervals, shareDifference } from "./clopper-pearson.ts";
import { wilsonInterval } from "./wilson.ts";
import { normalCdf } from "./normal-cdf.ts";
import { smallestShareEffect } from "./plan.ts";
import { positiveMeanInterval, relativeMeanChange, unseenTimes } from "./positive-mean.ts";
import { quantileInterval, relativeQuantileChange, valuesNeeded } from "./quantile-interval.ts";

const times = (count: number) =>
  Array.from({ length: count }, (_, place) => ((place * 7919) % 1009) / 10 + 1);
const repeat = (count: number, value: number) => Array.from({ length: count }, () => value);

/** Vectors computed with SciPy 1.17.1 and statsmodels 0.15.0 (names beside each). */
describe("reference vectors", () => {
  // scipy.special.betainc
  test.each([
    [3, 5, 0.2, 0.14803200000000005],
    [1, 60, 0.03, 0.8391933309784232],
    [150, 90, 0.6, 0.210761866194336],
    [5000, 5100, 0.49, 0.15505519246383542],
    [59, 1, 0.95, 0.04849452524942311],
  ])("incomplete beta of %i, %i at %d", (...[left, right, x, p]) =>
    expect(betaCdf(x, left, right)).toBeCloseTo(p, 9),
  );

  // scipy.stats.norm.cdf
  test.each([
    [-8, 6.22096057427174e-16],
    [-2.5, 0.006209665325776132],
    [-0.3, 0.3820885778110474],
    [0, 0.5],
    [1.2, 0.8849303297782918],
    [6, 0.9999999990134123],
  ])("normal distribution at %d", (x, p) => expect(Math.abs(normalCdf(x) - p)).toBeLessThan(1e-14));

  // scipy.stats.quantile_test(p=0.95), one-sided at 97.5 %; at 59 its upper end is not a number, ours is the largest.
  test.each([
    [72, 89.5, 101.5],
    [100, 92, 101.5],
  ])("interval of the p95 of %i times", (count, low, high) =>
    expect(quantileInterval(times(count), 0.95)).toEqual({ low, high }),
  );

  // scipy.stats.binom and scipy.optimize.brentq over the exact power of McNemar's test
  test.each([
    [100, 0, 0.05, 0.0779110749502609],
    [100, 10, 0.05, 0.176833032744503],
    [60, 3, 0.0125, 0.25383773826734],
    [30, 0, 0.05, 0.250747583227004],
  ])("smallest effect of %i pairs, %i changing each way, at %d", (...[pairs, each, alpha, effect]) =>
    expect(smallestShareEffect({ pairs, better: each, worse: each, alpha })).toBeCloseTo(effect, 5),
  );

  // statsmodels confint_proportions_2indep(method="newcomb"), of Wilson's intervals
  it("the difference of two intervals of shares", () => {
    const { low, high } = differenceOfIntervals(
      { value: 48 / 80, ...wilsonInterval(48, 80) },
      { value: 56 / 70, ...wilsonInterval(56, 70) },
    );
    expect(low).toBeCloseTo(0.05243147240236498, 9);
    expect(high).toBeCloseTo(0.33387265403690614, 9);
    expect(shareDifference({ successes: 0, trials: 0 }, { successes: 1, trials: 2 })).toEqual({
      low: -1,
      high: 1,
    });
  });
});

describe("a quantile", () => {
  it("is bounded from 59 values for a p95, and not by one less", () => {
    expect(valuesNeeded(0.95)).toBe(59);
    expect(valuesNeeded(0.5)).toBe(5);
    expect(quantileInterval(times(58), 0.95)).toBeNull();
    const found = quantileInterval(times(59), 0.95);
    expect(found?.high).toBe(Math.max(...times(59)));
    // What the upper end takes of the 5 % is not given to the lower: 1.5 per mille are left for it.
    expect(found?.low).toBeLessThan(89.1);
    expect(quantileInterval([], 0.95)).toBeNull();
    expect(() => quantileInterval([1, Number.NaN], 0.5)).toThrow(RangeError);
  });

  it("changes by what both intervals allow, and p says when that leaves no change out", () => {
    expect(relativeQuantileChange(times(71), times(71), 0.95)).toBeNull();
    const doubled = relativeQuantileChange(
      times(200),
      times(200).map((value) => 3 * value),
      0.95,
    );
    expect(doubled?.estimate).toBeCloseTo(2, 12);
    expect(doubled?.interval.low).toBeGreaterThan(0);
    expect(doubled?.p).toBeLessThan(0.05);
    expect(relativeQuantileChange(times(200), times(200), 0.95)).toMatchObject({ estimate: 0, p: 1 });
    const slight = relativeQuantileChange(
      times(200),
      times(200).map((value) => 1.02 * value),
      0.95,
    );
    expect(slight?.p).toBeGreaterThan(0.05);
    expect(slight?.interval.low).toBeLessThan(0);
  });
});

describe("a mean cost", () => {
  it("has no interval below ten values, and a width where all cost the same", () => {
    expect(positiveMeanInterval(repeat(9, 1))).toBeNull();
    const equal = positiveMeanInterval(repeat(100, 1));
    // 100 alike leave up to 3.6 % that may cost nothing, or 25 times as much.
    expect(equal?.low).toBeCloseTo(0.025 ** (1 / 100), 3);
    expect(equal?.high).toBeCloseTo(1 + (unseenTimes - 1) * (1 - 0.025 ** (1 / 100)), 3);
    expect(positiveMeanInterval(repeat(100, 0))).toBeNull();
    expect(() => positiveMeanInterval([...repeat(10, 1), -1])).toThrow(RangeError);
    expect(() => positiveMeanInterval([...repeat(10, 1), Number.NaN])).toThrow(RangeError);
  });

  it("that cannot pass a known most is narrower, unless a call has passed it", () => {
    const room = 1 - 0.025 ** (1 / 100);
    expect(positiveMeanInterval(repeat(100, 1), { most: 3 })?.high).toBeCloseTo(1 + 2 * room, 3);
    for (const most of [null, undefined, 0.9, 1_000])
      expect(positiveMeanInterval(repeat(100, 1), { most })).toEqual(positiveMeanInterval(repeat(100, 1)));
    const wide = relativeMeanChange(repeat(50, 1), repeat(50, 1));
    const narrow = relativeMeanChange(repeat(50, 1), repeat(50, 1), { candidate: 3 });
    expect(narrow?.interval.high).toBeLessThan((wide?.interval.high ?? 0) / 5);
    expect(narrow?.interval.low).toBe(wide?.interval.low);
  });

  it("scales with the unit, also where calls are many", () => {
    for (const count of [30, 300]) {
      const [one, thousand] = [1, 1000].map((unit) =>
        positiveMeanInterval(times(count).map((value) => unit * value)),
      );
      expect(thousand?.low).toBeCloseTo(1000 * (one?.low ?? 0), 4);
      expect(thousand?.high).toBeCloseTo(1000 * (one?.high ?? 0), 4);
    }
  });

  it("changes the same seen from either side", () => {
    const other = times(80).map((value, place) => value * (1 + Math.sin(place) / 5));
    const there = relativeMeanChange(times(80), other);
    const back = relativeMeanChange(other, times(80));
    expect(back?.p).toBeCloseTo(there?.p ?? 0, 6);
    expect(1 + (back?.interval.low ?? 0)).toBeCloseTo(1 / (1 + (there?.interval.high ?? 0)), 6);
    expect(1 + (back?.interval.high ?? 0)).toBeCloseTo(1 / (1 + (there?.interval.low ?? 0)), 6);
    expect(there?.interval.low).toBeLessThan(there?.estimate ?? 0);
    expect(there?.interval.high).toBeGreaterThan(there?.estimate ?? 0);
  });

  it("that is the same in 50 pairs leaves room for an unseen pair of which one side costs nothing", () => {
    const { interval } = relativeMeanChange(repeat(50, 1), repeat(50, 1)) ?? {
      interval: { low: 0, high: 0 },
    };
    const room = 1 - 0.025 ** (1 / 50);
    const odds = (unseenTimes * room) / (1 - room);
    expect(interval.high).toBeCloseTo(odds, 6);
    expect(interval.low).toBeCloseTo(1 / (1 + odds) - 1, 6);
  });

  it("is shown to change exactly when the interval leaves no change out", () => {
    for (const factor of [1, 1.02, 1.05, 1.1, 1.2, 2]) {
      const found = relativeMeanChange(
        times(80),
        times(80).map((value) => factor * value),
      );
      expect(found && (found.interval.low > 0 || found.interval.high < 0)).toBe((found?.p ?? 1) <= 0.05);
    }
    expect(relativeMeanChange(repeat(20, 0), repeat(20, 1))).toBeNull();
    expect(relativeMeanChange(repeat(9, 1), repeat(9, 1))).toBeNull();
  });
});

describe("agreement", () => {
  it("has an interval with a width, also where all agree", () => {
    const some = agreement([
      [20, 5],
      [10, 15],
    ]);
    expect(some?.kappa).toBeCloseTo(0.4, 12);
    expect(some?.interval?.low).toBeGreaterThan(0);
    expect(some?.interval?.low).toBeLessThan(0.2);
    expect(some?.interval?.high).toBeLessThan(0.7);
    expect(some).toMatchObject({ items: 50, isOneSided: false });
    const all = agreement([
      [5, 0],
      [0, 5],
    ]);
    expect(all).toMatchObject({ kappa: 1, interval: { high: 1 } });
    expect(all?.interval?.low).toBeLessThan(0.45);
  });

  it("says where nearly everything is of one kind: 29 of 30 alike, and kappa is 0", () => {
    const found = agreement([
      [29, 1],
      [0, 0],
    ]);
    expect(found?.kappa).toBeCloseTo(0, 12);
    expect(found).toMatchObject({ isOneSided: true });
    expect(found?.observed).toBeCloseTo(29 / 30, 12);
    expect(
      agreement([
        [30, 0],
        [0, 0],
      ]),
    ).toMatchObject({ kappa: null, interval: null, observed: 1 });
    expect(
      agreement([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNull();
  });
});

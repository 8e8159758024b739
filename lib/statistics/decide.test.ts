import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { boundedMeanInterval, boundedMeanTest } from "./bounded-mean.ts";
import { clopperPearsonInterval } from "./clopper-pearson.ts";
import { decidePairs, notWorse, withAdjusted } from "./decide.ts";
import { mcnemarExact } from "./mcnemar.ts";
import { differenceOfIntervals, shareDifference } from "./clopper-pearson.ts";
import { makeDraws } from "./draws.ts";
import { wilsonInterval } from "./wilson.ts";
import { pairsNeeded, smallestMeanEffect, smallestShareEffect } from "./plan.ts";

const repeat = (count: number, value: number) => Array.from({ length: count }, () => value);
const changes = (better: number, worse: number, same: number) => [
  ...repeat(better, 1),
  ...repeat(worse, -1),
  ...repeat(same, 0),
];
const both = { low: -1, high: 1 };

describe("the interval of a bounded mean", () => {
  test("is Clopper and Pearson's for shares, and McNemar's test for pairs", () => {
    fc.assert(
      fc.property(fc.nat(150), fc.nat(150), (ones, zeros) => {
        fc.pre(ones + zeros > 0);
        const own = boundedMeanInterval([...repeat(ones, 1), ...repeat(zeros, 0)]);
        const exact = clopperPearsonInterval(ones, ones + zeros);
        expect(own.low).toBeCloseTo(exact.low, 8);
        expect(own.high).toBeCloseTo(exact.high, 8);
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(200), (better, worse, same) => {
        const { p } = mcnemarExact(better, worse);
        const values = changes(better, worse, same);
        expect(boundedMeanTest(values)).toBeCloseTo(values.length === 0 ? 1 : p, 10);
        if (values.length === 0) return;
        const { low, high } = boundedMeanInterval(values, both);
        expect(low > 0 || high < 0).toBe(p <= 0.05);
      }),
      { numRuns: 100 },
    );
  });

  // Drawn: 2,000,000 Dirichlet means with the extra value, numpy 2.4.6, seed 1, so right to about 3e-4.
  test.each<[string, number[], { low: number; high: number }, number, number]>([
    ["two equal grades", [0.75, 0.75], { low: 0, high: 1 }, 0.11846, 0.96051],
    ["a judge", [...repeat(27, 1), 0.75, 0.75, 0], { low: 0, high: 1 }, 0.81193, 0.99137],
    ["differences", [0.2, 0.1, -0.05, 0.3, 0.15, 0, 0.25, -0.1], both, -0.30789, 0.44287],
    [
      "80 grades, by the saddlepoint",
      Array.from({ length: 80 }, (_, place) => Math.sin(place * 7) ** 2),
      { low: 0, high: 1 },
      0.40995,
      0.5768,
    ],
  ])("of %s is that of drawn weights", (...[, values, bounds, low, high]) => {
    const interval = boundedMeanInterval(values, bounds);
    expect(Math.abs(interval.low - low)).toBeLessThan(5e-4);
    expect(Math.abs(interval.high - high)).toBeLessThan(5e-4);
  });

  test("contains the mean, has a width, stays in the bounds, and turns round with the values", () => {
    const grade = fc.integer({ min: 0, max: 20 }).map((value) => value / 20);
    fc.assert(
      fc.property(fc.array(grade, { minLength: 1, maxLength: 90 }), (values) => {
        const { low, high } = boundedMeanInterval(values);
        const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(middle + 1e-9);
        expect(high).toBeGreaterThanOrEqual(middle - 1e-9);
        expect(high - low).toBeGreaterThan(0.01);
        const back = boundedMeanInterval(values.map((value) => 1 - value));
        expect(back.low).toBeCloseTo(1 - high, 8);
        expect(back.high).toBeCloseTo(1 - low, 8);
      }),
      { numRuns: 60 },
    );
  });

  it("leaves a value out exactly when its test does", () => {
    const grade = fc.integer({ min: -10, max: 10 }).map((value) => value / 10);
    fc.assert(
      fc.property(fc.array(grade, { minLength: 2, maxLength: 80 }), (values) => {
        const { low, high } = boundedMeanInterval(values, both);
        const p = boundedMeanTest(values);
        if (Math.abs(p - 0.05) > 1e-6) expect(low > 0 || high < 0).toBe(p <= 0.05);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses what is not a number or outside the bounds", () => {
    expect(() => boundedMeanInterval([0.5, Number.NaN])).toThrow(RangeError);
    expect(() => boundedMeanInterval([1.2])).toThrow(RangeError);
    expect(() => decidePairs({ differences: [Number.NaN] })).toThrow(RangeError);
    expect(boundedMeanInterval([])).toEqual({ low: 0, high: 1 });
  });
});

describe("the decision about pairs", () => {
  test.each([
    [2, 0, 0, "too_few"],
    [9, 0, 0, "too_few"],
    [10, 0, 0, "better"],
    [0, 10, 0, "worse"],
    [5, 0, 67, "not_shown"],
    [6, 0, 66, "better"],
    [4, 0, 68, "not_shown"],
    [0, 6, 66, "worse"],
    [0, 0, 400, "not_shown"],
  ])("%i better, %i worse, %i the same: %s", (better, worse, same, state) => {
    const decision = decidePairs({ differences: changes(better, worse, same) });
    expect(decision).toMatchObject({ state, better, worse, same, test: { name: "McNemar exact" } });
    const turned = decidePairs({ differences: changes(worse, better, same), direction: "lower" });
    expect(turned).toMatchObject({ state, better, worse, same });
  });

  it("shows nothing once the adjusted test does not", () => {
    const decision = decidePairs({ differences: changes(6, 0, 66) });
    expect(withAdjusted(decision, 0.05).state).toBe("better");
    expect(withAdjusted(decision, 0.051).state).toBe("not_shown");
  });

  it("says nothing without pairs", () => {
    expect(decidePairs({ differences: [] })).toMatchObject({
      state: "too_few",
      change: null,
      interval: null,
    });
  });

  test.each([
    [0, 0, 182, 0.02, "not_shown"],
    [0, 0, 183, 0.02, "met"],
    [0, 0, 9, 0.9, "too_few"],
    [1, 0, 76, 0.03, "not_shown"],
    [0, 40, 60, 0.02, "unmet"],
    [0, 2, 98, 0.02, "not_shown"],
    [0, 2, 98, 0.08, "met"],
  ])(
    "not worse with %i better, %i worse, %i the same by %d: %s",
    (...[better, worse, same, margin, answer]) => {
      expect(notWorse(decidePairs({ differences: changes(better, worse, same) }), margin)).toBe(answer);
      const turned = decidePairs({ differences: changes(worse, better, same), direction: "lower" });
      expect(notWorse(turned, margin, "lower")).toBe(answer);
    },
  );
});

describe("planning", () => {
  it("knows how many pairs a margin takes when none differs, and agrees with the decision", () => {
    expect(pairsNeeded({ margin: 0.02 })).toBe(183);
    expect(pairsNeeded({ margin: 0.02, confidence: 0.9 })).toBe(149);
    for (const margin of [0.01, 0.03, 0.1]) {
      const pairs = pairsNeeded({ margin });
      expect(notWorse(decidePairs({ differences: repeat(pairs, 0) }), margin)).toBe("met");
      expect(notWorse(decidePairs({ differences: repeat(pairs - 1, 0) }), margin)).toBe("not_shown");
    }
    expect(pairsNeeded({ margin: 0.5 })).toBe(10);
    expect(pairsNeeded({ margin: 0.02, worse: 0.02 })).toBe(Infinity);
    expect(pairsNeeded({ margin: 0.02, better: 0.03, worse: 0.02 })).toBeGreaterThan(183);
  });

  // Where no pair differs: the chance of 6 (at 1.25 %: 8) one-way changes is 80 %; scipy.stats.binom.
  test.each([
    [10, 0, 0, 0.05, 0.673],
    [30, 1, 0, 0.05, 0.251],
    [95, 0, 0, 0.05, 0.082],
    [100, 0, 0, 0.05, 0.0779],
    [300, 1, 0, 0.05, 0.0262],
    [100, 0, 0, 0.0125, 0.1007],
  ])(
    "%i pairs, %i better, %i worse, at %d: the smallest share shown is %d",
    (...[pairs, better, worse, level, effect]) => {
      expect(smallestShareEffect({ pairs, better, worse, alpha: level })).toBeCloseTo(effect, 3);
    },
  );

  it("asks more where pairs change both ways, and knows where nothing can be shown", () => {
    const quiet = smallestShareEffect({ pairs: 100, better: 0, worse: 0 }) ?? 1;
    expect(smallestShareEffect({ pairs: 100, better: 10, worse: 10 })).toBeGreaterThan(quiet);
    expect(smallestShareEffect({ pairs: 9, better: 0, worse: 0 })).toBeNull();
    expect(smallestShareEffect({ pairs: 10, better: 0, worse: 0, alpha: 0.0001 })).toBeNull();
  });

  it("finds the smallest change of whole steps as McNemar's does, and none of too few pairs", () => {
    for (const [better, worse, same] of [
      [1, 1, 98],
      [0, 0, 60],
      [9, 5, 86],
    ] as const) {
      const pairs = better + worse + same;
      const whole = smallestShareEffect({ pairs, better, worse });
      expect(smallestMeanEffect(changes(better, worse, same))).toBeCloseTo(whole ?? 0, 6);
    }
    expect(smallestMeanEffect([0.1])).toBeNull();
    expect(smallestMeanEffect(repeat(9, 0))).toBeNull();
    const graded = [...repeat(10, 0.25), ...repeat(10, -0.25), ...repeat(80, 0)];
    expect(smallestMeanEffect(graded, { alpha: 0.0125 })).toBeGreaterThan(smallestMeanEffect(graded) ?? 1);
  });

  const { random } = makeDraws(41);
  it.each([
    ["three of 300 by a quarter", [...repeat(2, 0.25), -0.25, ...repeat(297, 0)]],
    ["thirty of 100 by a quarter", [...repeat(15, 0.25), ...repeat(15, -0.25), ...repeat(70, 0)]],
    [
      "a judge twice",
      [...repeat(6, 1), ...repeat(12, 0.25), ...repeat(15, -0.25), ...repeat(5, -0.75), ...repeat(82, 0)],
    ],
    ["all a little", Array.from({ length: 60 }, (_, place) => Math.sin(place * 7) * 0.2)],
  ])("states a change of graded scores that is shown four times in five: %s", (_, differences) => {
    const pairs = differences.length;
    const effect = smallestMeanEffect(differences) ?? Number.NaN;
    const sizes = differences.filter((value) => value !== 0).map(Math.abs);
    const squares = (values: readonly number[]) => values.reduce((total, value) => total + value * value, 0);
    const down = Math.min(
      squares(differences.filter((value) => value > 0)),
      squares(differences.filter((value) => value < 0)),
    );
    const mean = sizes.reduce((total, value) => total + value, 0) / sizes.length;
    // So many differ each way that the spread is what was seen; the rest of the change comes in sizes like those seen.
    const background = down / (pairs * (squares(sizes) / sizes.length));
    const [share, room] = [effect / mean, 1 - 2 * background];
    const turned = Math.max(0, share - room) / 2;
    const draw = () => {
      const drawn = random();
      const size = sizes[Math.floor(random() * sizes.length)] ?? 0;
      const worse = background - turned;
      if (drawn < worse) return -size;
      return drawn < worse + background + Math.min(share, room) + turned ? size : 0;
    };
    const turns = 500;
    let shown = 0;
    for (let turn = 0; turn < turns; turn += 1)
      if (
        decidePairs({ differences: Array.from({ length: pairs }, draw), isBinary: false }).state === "better"
      )
        shown += 1;
    expect(shown / turns).toBeGreaterThanOrEqual(0.78 - 2 * Math.sqrt((0.8 * 0.2) / turns));
    expect(shown / turns).toBeLessThan(0.9);
  });
});

// Newcombe 1998, Statistics in Medicine 17:873, table II, method 10 (right - left turned to his left - right).
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [10, 10, 0, 20, 0.6791, 1],
  [5, 56, 0, 29, -0.0381, 0.1926],
])("the difference of two intervals is Newcombe's of %i/%i - %i/%i for Wilson's", (...row) => {
  const [first, of, second, and, low, high] = row;
  const interval = differenceOfIntervals(
    { value: second / and, ...wilsonInterval(second, and) },
    { value: first / of, ...wilsonInterval(first, of) },
  );
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
  // The exact ends that screens show are no nearer.
  const shown = shareDifference({ successes: second, trials: and }, { successes: first, trials: of });
  expect(shown.low).toBeLessThanOrEqual(interval.low);
  expect(shown.high).toBeGreaterThanOrEqual(interval.high);
});

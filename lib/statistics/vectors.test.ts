import { describe, expect, test } from "vitest";
import { bootstrap, bootstrapMean } from "./bootstrap.ts";
import { tailAt } from "./bounded-mean.ts";
import { clopperPearsonInterval, zeroFailureBound } from "./clopper-pearson.ts";
import { chanceNotAboveZero } from "./exponential-sum.ts";
import { cohenKappa } from "./kappa.ts";
import { mcnemarExact } from "./mcnemar.ts";
import { benjaminiHochberg, holm } from "./multiple-tests.ts";
import { normalCdf } from "./normal-cdf.ts";
import { normalQuantile } from "./normal.ts";
import { mean } from "./numbers.ts";
import { signFlipTest } from "./permutation.ts";
import { pairsNeeded } from "./plan.ts";
import { itemsNeeded, smallestEffect } from "./power.ts";
import { risingRoot } from "./root.ts";
import { clusteredStandardError, standardError } from "./standard-error.ts";
import { studentT } from "./weighted-mean.ts";
import { wilsonInterval } from "./wilson.ts";

/** Vectors of shared/reference/evaluators-statistics.md section 6 and shared/data/reference-vectors.json. */
describe("reference vectors", () => {
  test.each([
    [8, 10, 0.4901624715, 0.9433178485],
    [0, 10, 0, 0.2775327999],
    [78, 100, 0.6892964649, 0.8499871762],
    [10, 10, 0.7224672001, 1],
    [81, 263, 0.2552885198782742, 0.36620957698280004],
    [15, 148, 0.0623863995307363, 0.16048724172330803],
    [0, 20, 0, 0.16112515805281938],
    [1, 29, 0.006113214292762653, 0.17175521879320288],
  ])("Wilson interval of %i in %i", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  });

  test("Clopper-Pearson interval and the exact rule of three", () => {
    const interval = clopperPearsonInterval(8, 10);
    expect(interval.low).toBeCloseTo(0.4439045377, 9);
    expect(interval.high).toBeCloseTo(0.9747892737, 9);
    expect(zeroFailureBound(480)).toBeCloseTo(clopperPearsonInterval(0, 480, 0.9).high, 9);
    expect(zeroFailureBound(480)).toBeCloseTo(0.00622, 5);
  });

  test.each([
    [9, 1, 0.021484375, 0.01171875],
    [15, 5, 0.04138946533, undefined],
    [0, 6, 0.03125, undefined],
    [3, 3, 1, 1],
    [0, 0, 1, 1],
    [6, 16, 0.052478790283203125, 0.03468966484069824],
  ])("McNemar exact of %i better, %i worse", (better, worse, p, midP) => {
    const result = mcnemarExact(better, worse);
    expect(result.p).toBeCloseTo(p, 10);
    if (midP !== undefined) expect(result.midP).toBeCloseTo(midP, 10);
  });

  test.each([
    [
      [
        [20, 5],
        [10, 15],
      ],
      0.4,
    ],
    [
      [
        [45, 15],
        [25, 15],
      ],
      0.13043478260869554,
    ],
    [
      [
        [25, 35],
        [5, 35],
      ],
      0.2592592592592592,
    ],
  ])("Cohen's kappa of %j", (table, kappa) => expect(cohenKappa(table)).toBeCloseTo(kappa, 10));

  test("weighted kappa", () => {
    const table = [
      [10, 2, 0],
      [3, 8, 4],
      [1, 2, 12],
    ];
    expect(cohenKappa(table)).toBeCloseTo(0.5714285714, 9);
    expect(cohenKappa(table, "linear")).toBeCloseTo(0.6539923954, 9);
    expect(cohenKappa(table, "quadratic")).toBeCloseTo(0.7355163728, 9);
  });

  const differences = [0.2, 0.1, -0.05, 0.3, 0.15, 0, 0.25, -0.1];
  test("paired permutation, exact", () =>
    expect(signFlipTest(differences)).toEqual({ p: 28 / 256, isExact: true }));

  test("paired bootstrap, percentile", () => {
    const interval = bootstrapMean(differences);
    expect(interval.estimate).toBeCloseTo(0.10625, 12);
    expect(Math.abs(interval.low - 0.0125)).toBeLessThan(0.0035);
    expect(Math.abs(interval.high - 0.2)).toBeLessThan(0.0035);
  });

  test("the bootstrap draws by seed 1 where none is given, so that a figure can be had again", () => {
    expect(bootstrapMean(differences)).toEqual(bootstrapMean(differences, { seed: 1, draws: 10_000 }));
    expect(bootstrapMean(differences)).not.toEqual(bootstrapMean(differences, { seed: 2 }));
  });

  test("the bootstrap of a mean has the standard deviation theory gives", () => {
    const drawn: number[] = [];
    bootstrap(3, (times) => {
      const value = ((times[1] ?? 0) + 2 * (times[2] ?? 0)) / 3;
      drawn.push(value);
      return value;
    });
    const centre = mean(drawn);
    expect(
      Math.abs(Math.sqrt(mean(drawn.map((value) => (value - centre) ** 2))) - 0.4714045208),
    ).toBeLessThan(0.01);
  });

  test("clustered standard errors, single and paired", () => {
    const scores = [1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0];
    const baseline = [1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0];
    const clusters = scores.map((_, place) => String(Math.floor(place / 3)));
    expect(standardError(scores)).toBeCloseTo(0.1507556723, 9);
    expect(clusteredStandardError(scores, clusters)).toBeCloseTo(0.1913534991, 9);
    const paired = scores.map((score, place) => score - (baseline[place] ?? 0));
    expect(mean(paired)).toBeCloseTo(0.1666666667, 9);
    expect(standardError(paired)).toBeCloseTo(0.1666666667, 9);
    expect(clusteredStandardError(paired, clusters)).toBeCloseTo(0.1521451549, 9);
  });

  test("power and the smallest effect", () => {
    expect(normalQuantile(0.975) + normalQuantile(0.8)).toBeCloseTo(2.8015852181, 9);
    expect(itemsNeeded(0.03, { betweenVariance: 1 / 9 })).toBeCloseTo(968.997, 2);
    const noisy = { betweenVariance: 1 / 9, baselineVariance: 1 / 6, candidateVariance: 1 / 6 };
    expect(itemsNeeded(0.03, noisy)).toBeCloseTo(3875.99, 1);
    expect(itemsNeeded(0.03, { ...noisy, samples: 10 })).toBeCloseTo(1259.7, 1);
    expect(smallestEffect(198, noisy)).toBeCloseTo(0.1327333279, 9);
  });

  // scipy.stats.norm.cdf
  test.each([
    [-7.5, 3.190891672910919e-14],
    [-8, 6.220960574271785e-16],
    [-10, 7.619853024160527e-24],
    [-20, 2.7536241186062337e-89],
  ])("the normal tail below %f within a part in fifty million", (at, chance) => {
    expect(Math.abs(normalCdf(at) / chance - 1)).toBeLessThan(2e-8);
    expect(normalCdf(-at)).toBeCloseTo(1, 12);
  });

  // scipy.stats.t.ppf(0.975, freedom)
  test.each([
    [4, 2.7764451051977987, 0.0027],
    [5, 2.5705818366147395, 0.0012],
    [10, 2.2281388519649385, 0.0001],
    [30, 2.0422724563012373, 0.00001],
  ])("Student's t of %i degrees of freedom", (freedom, t, error) =>
    expect(Math.abs(studentT(freedom) / t - 1)).toBeLessThan(error),
  );

  test("a sum of exponentials at its centre agrees with the exact beta", () => {
    const exact = chanceNotAboveZero([
      { weight: 1, count: 40 },
      { weight: -0.5, count: 80 },
    ]);
    const halves = [
      { weight: 1, count: 40 },
      { weight: -0.5, count: 40 },
      { weight: -0.5, count: 40 },
    ];
    expect(chanceNotAboveZero(halves)).toBeCloseTo(exact, 4);
  });

  test.each([
    ["steep to the right", (x: number) => Math.exp(20 * x) - 1e4, 0.4605170185988091],
    ["steep to the left", (x: number) => 0.001 - (1 - x) ** 9, 0.535841131745527],
    ["flat", (x: number) => x ** 9 - 0.001, 0.464158883361278],
  ])("a root is found in a dozen steps where the function is %s", (_, miss, root) => {
    let steps = 0;
    const found = risingRoot(
      (at) => {
        steps += 1;
        return miss(at);
      },
      [0, 1],
    );
    expect(found).toBeCloseTo(root, 6);
    expect(steps).toBeLessThan(16);
  });

  test.each([
    [0.02, 0.03, 0.02],
    [0.05, 0.05, 0.05],
    [0.03, 0.1, 0.08],
    [0.1, 0.2, 0.2],
    [0.04, 0.06, 0.05],
    [0.06, 0.1, 0.1],
  ])("pairs needed for a margin of %f is the first number that passes", (margin, better, worse) => {
    const spread = Math.sqrt(better + worse - (better - worse) ** 2);
    const passes = (pairs: number) => {
      const bad = Math.min(pairs, worse * pairs + normalQuantile(0.8) * spread * Math.sqrt(pairs));
      const good = Math.min(pairs - bad, better * pairs);
      const groups = [
        { value: 1, count: good },
        { value: 0, count: pairs - good - bad },
        { value: -1, count: bad },
      ];
      return tailAt(groups, -1, -margin) <= 0.025;
    };
    const needed = pairsNeeded({ margin, better, worse });
    expect([passes(needed - 1), passes(needed)]).toEqual([false, true]);
  });

  test("Holm and Benjamini-Hochberg", () => {
    expect(rounded(holm([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(rounded(benjaminiHochberg([0.01, 0.04, 0.03, 0.005]))).toEqual([0.02, 0.04, 0.04, 0.02]);
    expect(
      rounded(benjaminiHochberg([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216])),
    ).toEqual([0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714, 0.216, 0.216, 0.216]);
  });
});

function rounded(values: number[]): number[] {
  return values.map((value) => Math.round(value * 1e6) / 1e6);
}

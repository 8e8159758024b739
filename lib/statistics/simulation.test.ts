import { describe, expect, it, test } from "vitest";
import {
  coverCostChanges,
  coverCosts,
  coverJudges,
  coverLatency,
  coverLimitedCosts,
  coverPairs,
  coverShares,
  gradedLosses,
  gradedPassRate,
  passChances,
} from "./simulation.testing.ts";
import { expectCovered } from "./covered.testing.ts";

describe("a candidate that is truly worse by more than the margin is not worse in at most 2.5 % of samples", () => {
  const margins = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2];
  const chances = [0, 0.01, 0.05, 0.15, 0.3];
  test.each([5, 10, 30, 50, 100])("of %i pairs of shares, computed over every outcome", (cases) => {
    const truths = margins.flatMap((margin) =>
      chances.map((better) => ({ margin, better, worse: better + margin + 1e-6 })),
    );
    for (const [place, chance] of passChances(cases, truths).entries())
      expect(chance, JSON.stringify(truths[place])).toBeLessThanOrEqual(0.025);
  });

  const repetitions = 1_000;
  test.each([10, 30, 100])("of %i pairs of graded scores, drawn", (cases) => {
    for (const margin of [0.05, 0.1])
      for (const { name, draw } of gradedLosses(margin))
        expect(gradedPassRate(draw, { cases, margin, repetitions }), name).toBeLessThanOrEqual(
          0.025 + 3 * Math.sqrt((0.025 * 0.975) / repetitions),
        );
  });
});

describe("a stated 95 % interval holds the truth", () => {
  const shares = [0.001, 0.01, 0.03, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.97, 0.99, 0.999];
  it("of a share, at every number of cases", () => {
    expectCovered(coverShares([1, 2, 3, 5, 8, 10, 20, 30, 50, 100, 200], shares));
  });

  it("of a paired change of a share", () => {
    const truths = [
      [0, 0],
      [0.01, 0],
      [0.04, 0.02],
      [0.15, 0.05],
      [0.1, 0.1],
      [0.3, 0.1],
      [0.5, 0.01],
      [0, 0.9],
    ].map(([better = 0, worse = 0]) => ({ better, worse }));
    expectCovered(coverPairs([2, 5, 10, 30, 60], truths));
  });

  it("of graded scores", () => expectCovered(coverJudges([3, 5, 10, 30, 100], 600)));

  it("of a mean cost, from ten cases", () => {
    const rows = coverCosts([9, 10, 30, 60, 100, 200], 400);
    expect(rows.filter(({ cases }) => cases === 9).every(({ covered }) => covered === null)).toBe(true);
    expectCovered(rows);
  });

  it("of a mean cost that cannot pass a known most, however rarely it is reached", () =>
    expectCovered(coverLimitedCosts([10, 60, 200], 400)));

  it("of a change of mean cost", { timeout: 120_000 }, () => expectCovered(coverCostChanges([10, 100], 150)));

  it("of a p95 from 59 calls, and of its change from 72", () => {
    const rows = coverLatency([58, 59, 71, 72, 100, 300], 800);
    const unknown = rows.filter(({ covered }) => covered === null);
    expect(unknown.map(({ figure, cases }) => `${figure} ${cases}`)).toEqual(
      expect.arrayContaining(["p95 of latency 58", "change of p95 59", "change of p95 71"]),
    );
    expect(unknown.every(({ figure, cases }) => cases < (figure === "change of p95" ? 72 : 59))).toBe(true);
    expectCovered(rows);
  });
});

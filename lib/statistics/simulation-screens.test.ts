import { describe, expect, it } from "vitest";
import { coverKpis, coverShareChanges, coverShownShares, sumsOf } from "./simulation-screens.testing.ts";
import { expectCovered } from "./covered.testing.ts";
import { weightedMeanInterval } from "./weighted-mean.ts";

describe("a 95 % interval on overview, review, feedback and KPI pages holds the truth", () => {
  const shares = [0.001, 0.01, 0.03, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.97, 0.99, 0.999];
  it("of a share on any screen, from one decision on", () => {
    const rows = coverShownShares([1, 2, 3, 5, 8, 10, 20, 30, 50, 100, 200, 500], shares);
    expectCovered(rows);
    expect(Math.min(...rows.map(({ covered }) => covered ?? 1))).toBeGreaterThanOrEqual(0.95 - 1e-9);
  });

  it("of the change of a share between two spans", () => {
    const truths = [0.01, 0.05, 0.2, 0.5, 0.9, 0.99].flatMap((before) =>
      [0.01, 0.1, 0.5, 0.95].map((after) => [before, after] as const),
    );
    expectCovered(coverShareChanges([5, 10, 20, 40], truths));
  });

  it("of a KPI's mean and its change, from twenty records", () => {
    const rows = coverKpis([5, 10, 19, 20, 30, 60, 200], 1_500);
    expect(
      rows.every(({ cases, covered }) => (covered === null) === cases < 20),
      "below twenty there is none",
    ).toBe(true);
    expectCovered(rows);
  });

  it("is not shown of records that are all the same, since it would have no width", () => {
    for (const value of [1, 0, 0.1, 12.34])
      expect(weightedMeanInterval(sumsOf(Array.from({ length: 40 }, () => value))), `${value}`).toBeNull();
  });
});

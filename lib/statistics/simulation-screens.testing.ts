import { binomialProbability } from "./binomial.ts";
import { clopperPearsonInterval, differenceOfIntervals, shareDifference } from "./clopper-pearson.ts";
import { type Draw, makeDraws } from "./draws.ts";
import type { Coverage } from "./simulation.testing.ts";
import { type RecordSums, weightedMeanInterval } from "./weighted-mean.ts";
import type { Interval } from "./wilson.ts";

const holds = ({ low, high }: Interval, truth: number) => low <= truth + 1e-12 && high >= truth - 1e-12;

/** Shares as overview, feedback, review and gates show them: every possible sample weighted by its chance. */
export function coverShownShares(sizes: readonly number[], shares: readonly number[]): Coverage[] {
  return sizes.flatMap((cases) => {
    const intervals = Array.from({ length: cases + 1 }, (_, ones) => clopperPearsonInterval(ones, cases));
    return shares.map((share) => ({
      figure: "share on screen",
      truth: String(share),
      cases,
      covered: intervals.reduce(
        (sum, interval, ones) => sum + (holds(interval, share) ? binomialProbability(ones, cases, share) : 0),
        0,
      ),
      error: 0,
    }));
  });
}

/** The change of a share between two spans; every possible pair of samples. */
export function coverShareChanges(
  sizes: readonly number[],
  truths: readonly (readonly [before: number, after: number])[],
): Coverage[] {
  return sizes.flatMap((cases) => {
    const intervals = Array.from({ length: cases + 1 }, (_, before) =>
      Array.from({ length: cases + 1 }, (_unused, after) =>
        shareDifference({ successes: before, trials: cases }, { successes: after, trials: cases }),
      ),
    );
    return truths.map(([before, after]) => ({
      figure: "change of a share between spans",
      truth: `${before} to ${after}`,
      cases,
      covered: intervals.reduce(
        (sum, row, left) =>
          sum +
          binomialProbability(left, cases, before) *
            row.reduce(
              (part, interval, right) =>
                part + (holds(interval, after - before) ? binomialProbability(right, cases, after) : 0),
              0,
            ),
        0,
      ),
      error: 0,
    }));
  });
}

/** Values of a KPI one a record, or means of `weight` observations. */
export function sumsOf(values: readonly number[], weightOf: (place: number) => number = () => 1): RecordSums {
  const rows = values.map((value, place) => ({ w: weightOf(place), s: value * weightOf(place) }));
  const total = (of: (row: { w: number; s: number }) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0);
  return {
    records: rows.length,
    weight: total(({ w }) => w),
    sum: total(({ s }) => s),
    sumSquares: total(({ s }) => s * s),
    sumTimesWeight: total(({ s, w }) => s * w),
    weightSquares: total(({ w }) => w * w),
    sumCubes: total(({ s }) => s ** 3),
    sumSquaresTimesWeight: total(({ s, w }) => s * s * w),
    sumTimesWeightSquares: total(({ s, w }) => s * w * w),
    weightCubes: total(({ w }) => w ** 3),
  };
}

/** KPI means, and their change between two spans, over shapes from symmetric to very skewed. */
export function coverKpis(sizes: readonly number[], repetitions: number): Coverage[] {
  const { normal, lognormal, exponential, levels } = makeDraws(31);
  const shapes: [name: string, draw: Draw, mean: number][] = [
    ["normal", normal, 0],
    ["exponential", exponential, 1],
    ["minus exponential", () => -exponential(), -1],
    ["lognormal .5", lognormal(0.5), Math.exp(0.125)],
    ["lognormal 1", lognormal(1), Math.exp(0.5)],
    ["lognormal 1.5", lognormal(1.5), Math.exp(1.125)],
    [
      "1, 2 or 5",
      levels([
        [1, 0.5],
        [2, 0.3],
        [5, 0.2],
      ]),
      2.1,
    ],
  ];
  return shapes.flatMap(([truth, draw, mean]) =>
    sizes.flatMap((cases) => {
      const drawn = (factor = 1) => {
        const values = Array.from({ length: cases }, () => factor * draw());
        const interval = weightedMeanInterval(sumsOf(values));
        return interval && { ...interval, value: values.reduce((sum, value) => sum + value, 0) / cases };
      };
      const held = { one: 0, change: 0 };
      let shown = 0;
      for (let turn = 0; turn < repetitions; turn += 1) {
        const [before, after] = [drawn(), drawn(1.2)];
        if (!before || !after) continue;
        shown += 1;
        if (holds(before, mean)) held.one += 1;
        if (holds(differenceOfIntervals(before, after), 0.2 * mean)) held.change += 1;
      }
      const row = (figure: string, count: number): Coverage => ({
        figure,
        truth,
        cases,
        covered: shown === 0 ? null : count / shown,
        error: 3 * Math.sqrt((0.95 * 0.05) / repetitions),
      });
      return [row("mean of a KPI", held.one), row("change of a KPI", held.change)];
    }),
  );
}

import { binomialProbability } from "./binomial.ts";
import { boundedMeanInterval } from "./bounded-mean.ts";
import { decidePairs, notWorse } from "./decide.ts";
import { type Draw, makeDraws } from "./draws.ts";
import { normalQuantile } from "./normal.ts";
import { positiveMeanInterval, relativeMeanChange } from "./positive-mean.ts";
import { quantileInterval, relativeQuantileChange } from "./quantile-interval.ts";
import type { Interval } from "./wilson.ts";

/** Where a stated interval lies beside the truth, over a grid of truths and numbers of cases. */
export type Coverage = {
  /** What is shown. */
  figure: string;
  truth: string;
  cases: number;
  /** Share of samples whose interval holds the truth; null where no interval is shown ("too few"). */
  covered: number | null;
  /** Three standard errors of that share; 0 where it is computed and not drawn. */
  error: number;
};

const repeat = (count: number, value: number) => Array.from({ length: count }, () => value);
const holds = ({ low, high }: Interval, truth: number) => low <= truth + 1e-12 && high >= truth - 1e-12;

/** Shares: every possible sample weighted by its chance, so nothing is left to luck. */
export function coverShares(sizes: readonly number[], shares: readonly number[]): Coverage[] {
  return sizes.flatMap((cases) => {
    const intervals = Array.from({ length: cases + 1 }, (_, ones) =>
      boundedMeanInterval([...repeat(ones, 1), ...repeat(cases - ones, 0)]),
    );
    return shares.map((share) => ({
      figure: "share",
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

export type Discordance = { better: number; worse: number };
type Outcome = { better: number; worse: number; decision: ReturnType<typeof decidePairs> };

/** The decision about every possible number of better and worse pairs. */
function everyOutcome(cases: number): Outcome[] {
  const outcomes: Outcome[] = [];
  for (let better = 0; better <= cases; better += 1)
    for (let worse = 0; better + worse <= cases; worse += 1)
      outcomes.push({
        better,
        worse,
        decision: decidePairs({
          differences: [...repeat(better, 1), ...repeat(worse, -1), ...repeat(cases - better - worse, 0)],
        }),
      });
  return outcomes;
}

/** Chance of so many better and worse pairs. */
function chanceOf({ better, worse }: Outcome, cases: number, truth: Discordance): number {
  const rest = 1 - truth.better;
  return (
    binomialProbability(better, cases, truth.better) *
    binomialProbability(worse, cases - better, rest <= 0 ? 0 : Math.min(1, truth.worse / rest))
  );
}

/** Pairs of shares: coverage of the change, computed over every outcome. */
export function coverPairs(sizes: readonly number[], truths: readonly Discordance[]): Coverage[] {
  return sizes.flatMap((cases) => {
    const outcomes = everyOutcome(cases);
    return truths.map((truth) => ({
      figure: "change of a share, paired",
      truth: `${truth.better} better, ${truth.worse} worse`,
      cases,
      covered: outcomes.reduce(
        (sum, outcome) =>
          outcome.decision.interval && holds(outcome.decision.interval, truth.better - truth.worse)
            ? sum + chanceOf(outcome, cases, truth)
            : sum,
        0,
      ),
      error: 0,
    }));
  });
}

/** Chance that a candidate whose cases truly change so passes "not worse by the margin", computed over every outcome. */
export function passChances(cases: number, truths: readonly (Discordance & { margin: number })[]): number[] {
  const outcomes = everyOutcome(cases);
  return truths.map((truth) =>
    outcomes.reduce(
      (sum, outcome) =>
        notWorse(outcome.decision, truth.margin) === "met" ? sum + chanceOf(outcome, cases, truth) : sum,
      0,
    ),
  );
}

/** Chance that a truly worse candidate passes by graded scores; drawn. */
export function gradedPassRate(
  pairs: Draw,
  { cases, margin, repetitions }: { cases: number; margin: number; repetitions: number },
): number {
  let passed = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const decision = decidePairs({ differences: Array.from({ length: cases }, pairs) });
    if (notWorse(decision, margin) === "met") passed += 1;
  }
  return passed / repetitions;
}

function drawn(
  row: Omit<Coverage, "covered" | "error">,
  repetitions: number,
  sample: () => boolean | null,
): Coverage {
  let covered = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const isHeld = sample();
    if (isHeld === null) return { ...row, covered: null, error: 0 };
    if (isHeld) covered += 1;
  }
  return { ...row, covered: covered / repetitions, error: 3 * Math.sqrt((0.95 * 0.05) / repetitions) };
}

const judges = [
  {
    name: "90 % 1, 7 % .75, 3 % 0",
    parts: [
      [1, 0.9],
      [0.75, 0.07],
      [0, 0.03],
    ],
  },
  {
    name: "97 % 1, 3 % 0",
    parts: [
      [1, 0.97],
      [0, 0.03],
    ],
  },
  {
    name: "80 % .75, 20 % .5",
    parts: [
      [0.75, 0.8],
      [0.5, 0.2],
    ],
  },
  {
    name: "five equal grades",
    parts: [
      [0, 0.2],
      [0.25, 0.2],
      [0.5, 0.2],
      [0.75, 0.2],
      [1, 0.2],
    ],
  },
  {
    name: "99 % .75, 1 % 0",
    parts: [
      [0.75, 0.99],
      [0, 0.01],
    ],
  },
  {
    name: "5 % 1, 95 % .25",
    parts: [
      [1, 0.05],
      [0.25, 0.95],
    ],
  },
] as const;

/** Graded scores of a judge: the mean of one run. */
export function coverJudges(sizes: readonly number[], repetitions: number): Coverage[] {
  const draws = makeDraws(11);
  return judges.flatMap(({ name, parts }) => {
    const draw = draws.levels(parts);
    const truth = parts.reduce((sum, [value, share]) => sum + value * share, 0);
    return sizes.map((cases) =>
      drawn({ figure: "mean of a judge", truth: name, cases }, repetitions, () =>
        holds(boundedMeanInterval(Array.from({ length: cases }, draw)), truth),
      ),
    );
  });
}

/** Costs that are skewed: broad, with a heavy tail, and with calls that are rare and many times as dear. */
function skewedCosts(seed: number): { name: string; draw: Draw; mean: number }[] {
  const { lognormal, exponential, levels, pareto } = makeDraws(seed);
  const rare = [0.01, 0.02, 0.05].flatMap((share) => [10, 30].map((times) => ({ share, times })));
  return [
    ...[0.25, 0.5, 1, 1.5, 2].map((sigma) => ({
      name: `lognormal ${sigma}`,
      draw: lognormal(sigma),
      mean: Math.exp((sigma * sigma) / 2),
    })),
    { name: "exponential", draw: exponential, mean: 1 },
    ...[3, 2, 1.5].map((shape) => ({
      name: `Pareto ${shape}`,
      draw: pareto(shape),
      mean: shape / (shape - 1),
    })),
    ...[...rare, { share: 0.1, times: 5 }].map(({ share, times }) => ({
      name: `${share * 100} % ${times} times as dear`,
      draw: levels([
        [times, share],
        [1, 1 - share],
      ]),
      mean: 1 + share * (times - 1),
    })),
  ];
}

/** Mean cost of one run. */
export function coverCosts(sizes: readonly number[], repetitions: number): Coverage[] {
  return skewedCosts(13).flatMap(({ name, draw, mean }) =>
    sizes.map((cases) =>
      drawn({ figure: "mean cost", truth: name, cases }, repetitions, () => {
        const interval = positiveMeanInterval(Array.from({ length: cases }, draw));
        return interval && holds(interval, mean);
      }),
    ),
  );
}

/** Mean cost where no call can cost more than a known most: replies that run into it are rare. */
export function coverLimitedCosts(sizes: readonly number[], repetitions: number): Coverage[] {
  const { levels } = makeDraws(29);
  return [3, 10, 25].flatMap((most) =>
    [0.005, 0.02, 0.1].flatMap((share) => {
      const draw = levels([
        [most, share],
        [1, 1 - share],
      ]);
      const truth = `${share * 100} % at a most of ${most}`;
      return sizes.map((cases) =>
        drawn({ figure: "mean cost with a known most", truth, cases }, repetitions, () => {
          const interval = positiveMeanInterval(Array.from({ length: cases }, draw), { most });
          return interval && holds(interval, 1 + share * (most - 1));
        }),
      );
    }),
  );
}

/** Relative change of mean cost over pairs. */
export function coverCostChanges(sizes: readonly number[], repetitions: number): Coverage[] {
  const { lognormal, normal } = makeDraws(17);
  const [heavy, light] = [lognormal(1), lognormal(0.5)];
  const shapes: [string, () => [number, number], number][] = [
    ...skewedCosts(19).flatMap(({ name, draw, mean }): [string, () => [number, number], number][] => [
      [`${name}, no change`, () => [draw(), draw()], 0],
      // Dear calls on one side only.
      [`1 to ${name}`, () => [1, draw()], mean - 1],
      [`${name} to 1`, () => [draw(), 1], 1 / mean - 1],
      [`each case ${name}`, () => manyTimes(light(), draw()), mean - 1],
    ]),
    ["lognormal 1, doubled", () => [heavy(), 2 * heavy()], 1],
    ["lognormal 1, a tenth less", () => [heavy(), 0.9 * heavy()], -0.1],
    ["lognormal .5 to lognormal 1", () => [light(), heavy()], Math.exp(0.375) - 1],
    ["lognormal 1 to lognormal .5", () => [heavy(), light()], Math.exp(-0.375) - 1],
    [
      "same cases, noise of a tenth, 5 % more",
      () => manyTimes(heavy(), 1.05 * Math.exp(0.1 * normal() - 0.005)),
      0.05,
    ],
  ];
  return shapes.flatMap(([truth, draw, change]) =>
    sizes.map((cases) =>
      drawn({ figure: "change of mean cost", truth, cases }, repetitions, () => {
        const pairs = Array.from({ length: cases }, draw);
        const found = relativeMeanChange(
          pairs.map(([left]) => left),
          pairs.map(([, right]) => right),
        );
        return found && holds(found.interval, change);
      }),
    ),
  );
}

function manyTimes(base: number, times: number): [number, number] {
  return [base, base * times];
}

/** p95 of latency of one run, and its change between two. */
export function coverLatency(sizes: readonly number[], repetitions: number): Coverage[] {
  const { lognormal, exponential } = makeDraws(19);
  const z95 = normalQuantile(0.95);
  const shapes: [string, Draw, number][] = [
    ["lognormal .5", lognormal(0.5), Math.exp(0.5 * z95)],
    ["lognormal 1", lognormal(1), Math.exp(z95)],
    ["exponential", exponential, -Math.log(0.05)],
  ];
  return shapes.flatMap(([truth, draw, p95]) =>
    sizes.flatMap((cases) => [
      drawn({ figure: "p95 of latency", truth, cases }, repetitions, () => {
        const interval = quantileInterval(Array.from({ length: cases }, draw), 0.95);
        return interval && holds(interval, p95);
      }),
      ...[1, 1.3].map((factor) =>
        drawn({ figure: "change of p95", truth: `${truth} x ${factor}`, cases }, repetitions, () => {
          const found = relativeQuantileChange(
            Array.from({ length: cases }, draw),
            Array.from({ length: cases }, () => factor * draw()),
            0.95,
          );
          return found && holds(found.interval, factor - 1);
        }),
      ),
    ]),
  );
}

/** Differences of graded scores that lose a little more than the margin: where a wrong pass is most likely. */
export function gradedLosses(margin: number): { name: string; draw: Draw }[] {
  const { levels, random } = makeDraws(23);
  const loss = margin + 0.001;
  const grade = levels([
    [1, 0.9],
    [0.75, 0.07],
    [0, 0.03],
  ]);
  return [
    {
      name: "a few lose a quarter",
      draw: levels([
        [-0.25, 4 * loss],
        [0, 1 - 4 * loss],
      ]),
    },
    {
      name: "a very few lose all",
      draw: levels([
        [-1, loss],
        [0, 1 - loss],
      ]),
    },
    {
      name: "up and down a quarter",
      draw: levels([
        [-0.25, 0.3 + 2 * loss],
        [0.25, 0.3 - 2 * loss],
        [0, 0.4],
      ]),
    },
    // A judge twice, and now and then the candidate's answer is worth nothing.
    { name: "a judge twice", draw: () => (random() < loss / 0.9525 ? 0 : grade()) - grade() },
  ];
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#platform/random";
import { type Contribution, decomposeChange, type PartSums, type TwoPartSums } from "./decompose.ts";

const share = (good: number, n: number): PartSums => ({ n, sum: good, sumSquares: good });
const meanOf = (parts: PartSums[]) =>
  parts.reduce((total, { sum }) => total + sum, 0) / parts.reduce((total, { n }) => total + n, 0);

const counted = fc
  .tuple(fc.nat(300), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([n, chance]) => share(Math.round(n * chance), n));
const twoSamples = fc
  .array(fc.record({ before: counted, now: counted }), { minLength: 1, maxLength: 7 })
  .filter((parts) => parts.some(({ before }) => before.n > 0) && parts.some(({ now }) => now.n > 0));

describe("the change of a mean by its parts", () => {
  it("adds up to the change: over the parts, and as within, mix and what is not told apart", () => {
    fc.assert(
      fc.property(twoSamples, (parts) => {
        const change = meanOf(parts.map(({ now }) => now)) - meanOf(parts.map(({ before }) => before));
        const found = decomposeChange(parts, { isShare: true });
        expect(found.parts.reduce((total, part) => total + part.total.value, 0)).toBeCloseTo(change, 12);
        expect(found.change.value).toBeCloseTo(change, 12);
        expect(found.change.low).toBeLessThan(found.change.value);
        expect(found.within.value + found.mix.value + found.apart.value).toBeCloseTo(change, 12);
        for (const { total, within, mix } of found.parts)
          if (within && mix) expect(within.value + mix.value).toBeCloseTo(total.value, 12);
      }),
    );
  });

  it("is all within where the shares of the parts stay, and all mix where the parts stay as they are", () => {
    const within = decomposeChange(
      [
        { before: share(50, 100), now: share(70, 100) },
        { before: share(90, 100), now: share(80, 100) },
      ],
      { isShare: true },
    );
    expect(within.mix.value).toBeCloseTo(0, 12);
    expect(within.parts.map(({ total }) => total.value)).toEqual([
      expect.closeTo(0.1),
      expect.closeTo(-0.05),
    ]);
    const mix = decomposeChange(
      [
        { before: share(50, 100), now: share(100, 200) },
        { before: share(180, 200), now: share(90, 100) },
      ],
      { isShare: true },
    );
    expect(mix.within.value).toBeCloseTo(0, 12);
    expect(mix.mix.value).toBeCloseTo((100 + 90) / 300 - (50 + 180) / 300, 12);
  });

  it("tells within from mix only where a part has enough in both samples", () => {
    const { parts, apart } = decomposeChange(
      [
        { before: share(40, 80), now: share(50, 80) },
        { before: share(0, 0), now: share(30, 40) },
        { before: share(19, 19), now: share(30, 40) },
      ],
      { isShare: true },
    );
    expect(parts.map(({ within }) => within !== null)).toEqual([true, false, false]);
    expect(apart.value).toBeCloseTo((parts[1]?.total.value ?? 0) + (parts[2]?.total.value ?? 0), 12);
  });

  it("has an interval of some width even where every value is the same", () => {
    const { parts } = decomposeChange([{ before: share(20, 20), now: share(20, 20) }], { isShare: true });
    expect(parts[0]?.total.high).toBeGreaterThan(0.05);
  });
});

it("of amounts in one part it is as wide as two means' own spread says, and no wider", () => {
  // 0 and 2 in turn: variance 100 / 99, twice.
  const sums = { n: 100, sum: 100, sumSquares: 200 };
  const { change } = decomposeChange([{ before: sums, now: sums }], { isShare: false });
  const standardError = Math.sqrt((2 * (100 / 99)) / 99);
  expect(change.high / standardError).toBeGreaterThan(1.96);
  expect(change.high / standardError).toBeLessThan(2.4);
  expect(change.low).toBeCloseTo(-change.high, 12);
});

type Truth = { shares: number[]; means: number[] };

function draw(random: () => number, { shares, means }: Truth, n: number, value: (mean: number) => number) {
  const sums = shares.map(() => ({ n: 0, sum: 0, sumSquares: 0 }));
  for (let drawn = 0; drawn < n; drawn += 1) {
    let left = random();
    const place = Math.max(
      0,
      shares.findIndex((each) => (left -= each) < 0),
    );
    const sum = sums[place];
    const x = value(means[place] ?? 0);
    if (sum) Object.assign(sum, { n: sum.n + 1, sum: sum.sum + x, sumSquares: sum.sumSquares + x * x });
  }
  return sums;
}

/** The true contributions: what infinitely many values would show. */
function truthOf(before: Truth, now: Truth) {
  const big = 1e12;
  const parts = before.shares.map((each, place): TwoPartSums => {
    const of = (truth: Truth, w: number) => ({
      n: w * big,
      sum: w * big * (truth.means[place] ?? 0),
      sumSquares: 0,
    });
    return { before: of(before, each), now: of(now, now.shares[place] ?? 0) };
  });
  return decomposeChange(parts, { isShare: true });
}

type Drawn = {
  n: number;
  times?: number;
  isShare: boolean;
  random: () => number;
  value: (mean: number) => number;
};
const repetitions = 500;

/** How often each part's contributions are held by their intervals, and how often these are shown. */
function coverage([before, now]: [Truth, Truth], { n, times = 1, isShare, random, value }: Drawn) {
  const truth = truthOf(before, now);
  const counts = new Map<string, { shown: number; held: number }>();
  const count = (what: string, shown: Contribution | null, right: Contribution | null | undefined) => {
    if (!shown || !right) return;
    const known = counts.get(what) ?? { shown: 0, held: 0 };
    const isHeld = shown.low <= right.value && right.value <= shown.high;
    counts.set(what, { shown: known.shown + 1, held: known.held + (isHeld ? 1 : 0) });
  };
  for (let time = 0; time < repetitions; time += 1) {
    const [a, b] = [draw(random, before, n, value), draw(random, now, n * times, value)];
    const { parts, ...sums } = decomposeChange(
      a.map((sums, part) => ({ before: sums, now: b[part] ?? sums })),
      { isShare },
    );
    for (const kind of ["change", "within", "mix"] as const)
      if (parts.every(({ within }) => within !== null))
        count(`${n} and ${n * times} values, ${kind} of all`, sums[kind], truth[kind]);
    for (const [part, found] of parts.entries())
      for (const kind of ["total", "within", "mix"] as const)
        count(`${n} and ${n * times} values, part ${part}, ${kind}`, found[kind], truth.parts[part]?.[kind]);
  }
  return [...counts].map(([what, { shown, held }]) => ({
    what,
    shown: shown / repetitions,
    covered: held / shown,
  }));
}

describe("its stated 95 % intervals hold the truth", () => {
  const truths: [Truth, Truth][] = [
    [
      { shares: [0.5, 0.5], means: [0.8, 0.9] },
      { shares: [0.5, 0.5], means: [0.8, 0.9] },
    ],
    [
      { shares: [0.7, 0.3], means: [0.9, 0.5] },
      { shares: [0.3, 0.7], means: [0.95, 0.6] },
    ],
    [
      { shares: [0.6, 0.3, 0.1], means: [0.97, 0.9, 0.7] },
      { shares: [0.5, 0.2, 0.3], means: [0.98, 0.97, 0.4] },
    ],
    [
      { shares: [1, 0], means: [0.85, 0.5] },
      { shares: [0.6, 0.4], means: [0.85, 0.7] },
    ],
  ];
  it.each([
    ["a share", true, [20, 60, 150], 1],
    ["skewed values such as a cost", false, [20, 60, 150], 1],
    ["skewed values, a tenth as many before", false, [20, 60], 10],
  ] as const)(
    "of %s",
    (_name, isShare, sizes, times) => {
      const random = seededRandom(11);
      const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      const value = isShare
        ? (mean: number) => (random() < mean ? 1 : 0)
        : (mean: number) => mean * Math.exp(0.8 * normal() - 0.32);
      const rows = sizes.flatMap((n) =>
        truths.flatMap((pair) => coverage(pair, { n, times, isShare, random, value })),
      );
      const often = rows.filter(({ shown }) => shown > 0.5);
      const average = often.reduce((sum, { covered }) => sum + covered, 0) / often.length;
      expect(average).toBeGreaterThanOrEqual(0.94);
      // Where a part has rarely enough rows, those samples are no fair draw; a wrong interval is rare on screen all the same.
      for (const { covered, shown, what } of rows)
        expect((1 - covered) * shown, what).toBeLessThanOrEqual(0.08 + 0.03);
      for (const { covered, what } of often)
        expect(covered, what).toBeGreaterThanOrEqual(0.92 - 3 * Math.sqrt((0.08 * 0.92) / repetitions));
    },
    60_000,
  );
});

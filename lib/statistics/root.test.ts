import { describe, expect, it } from "vitest";
import { tailAt } from "./bounded-mean.ts";
import { normalQuantile } from "./normal.ts";
import { pairsNeeded } from "./plan.ts";
import { risingRoot } from "./root.ts";

/** The root, and how often the function was asked for it. */
function search(miss: (at: number) => number, ends: readonly [number, number], precision?: number) {
  let asked = 0;
  const root = risingRoot(
    (at) => {
      asked += 1;
      return miss(at);
    },
    ends,
    precision,
  );
  return { root, asked };
}

describe("the search for a root", () => {
  it.each<[string, (at: number) => number, [number, number], number]>([
    ["a line", (at) => at - 0.3, [0, 1], 0.3],
    ["a cube, flat at its root", (at) => (at - 0.2) ** 3 * 1e12, [0, 1], 0.2],
    ["a logarithm, infinite at its end", (at) => Math.log(at) + 5, [0, 1], Math.exp(-5)],
    ["a steep step", (at) => Math.tanh(1e6 * (at - 0.7)), [0, 1], 0.7],
    ["a root far out", (at) => at - 9_999_999, [0, 1e7], 9_999_999],
    ["a span around 0", (at) => at + 1e-7, [-1, 1], -1e-7],
    ["ends that are tiny", (at) => (at - 3e-200) * 1e205, [0, 1e-199], 3e-200],
  ])("finds that of %s in few steps", (_name, miss, ends, right) => {
    const { root, asked } = search(miss, ends);
    const span = Math.abs(ends[1] - ends[0]);
    expect(Math.abs(root - right) / span).toBeLessThan(2e-6);
    expect(asked).toBeLessThan(70);
  });

  it("of a line takes three steps: halves once on either side, then draws the line", () => {
    expect(search((at) => 2 * at - 0.6, [0, 1]).asked).toBeLessThanOrEqual(4);
  });

  it("stops at the precision that is asked for, in the middle of what is left", () => {
    const coarse = search((at) => Math.tanh(1e6 * (at - 0.7)), [0, 1], 1e-2);
    const fine = search((at) => Math.tanh(1e6 * (at - 0.7)), [0, 1], 1e-6);
    expect(coarse.asked).toBeLessThan(fine.asked);
    expect(Math.abs(coarse.root - 0.7)).toBeLessThan(1e-2);
    expect(Math.abs(fine.root - 0.7)).toBeLessThan(1e-6);
  });

  it("has nothing to search between two ends that are one", () => {
    expect(search((at) => at, [0.4, 0.4])).toEqual({ root: 0.4, asked: 0 });
  });
});

describe("the pairs a share needs", () => {
  it.each([
    [0.1, 0, 0.02],
    [0.05, 0.01, 0.01],
    [0.3, 0.05, 0.1],
    [0.9, 0, 0.05],
    [0.5, 0.1, 0.1],
  ])("are the first number that passes: margin %d, better %d, worse %d", (margin, better, worse) => {
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
    let first = 10;
    while (!passes(first)) first += 1;
    expect(pairsNeeded({ margin, better, worse })).toBe(first);
  });
});

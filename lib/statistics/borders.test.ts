import { describe, expect, it } from "vitest";
import { binomialAtMost, binomialProbability } from "./binomial.ts";
import { notWorse } from "./decide.ts";
import { confusionTable } from "./kappa.ts";
import { mcnemarExact } from "./mcnemar.ts";
import { signFlipTest } from "./permutation.ts";

describe("at their borders", () => {
  it("a chance of nothing or of all leaves one outcome", () => {
    expect([0, 1, 2].map((k) => binomialProbability(k, 2, 0))).toEqual([1, 0, 0]);
    expect([0, 1, 2].map((k) => binomialProbability(k, 2, 1))).toEqual([0, 0, 1]);
    expect(binomialProbability(1, 2, 0.5)).toBeCloseTo(0.5, 12);
    expect(binomialAtMost(2, 2, 0.3)).toBeCloseTo(1, 12);
  });

  it("pairs that do not differ show nothing, and one that does shows little", () => {
    expect(mcnemarExact(0, 0)).toEqual({ p: 1, midP: 1 });
    expect(mcnemarExact(1, 0)).toMatchObject({ p: 1, midP: expect.closeTo(0.5, 12) });
    expect(mcnemarExact(0, 2)).toMatchObject({ p: expect.closeTo(0.5, 12), midP: expect.closeTo(0.25, 12) });
  });

  it("a table of labels holds each pair once and nothing else", () => {
    const pairs = [
      ["a", "a"],
      ["a", "b"],
      ["b", "a"],
      ["a", "b"],
      ["a", "unknown"],
    ] as const;
    expect(confusionTable<string>(pairs, ["a", "b"])).toEqual([
      [1, 2],
      [1, 0],
    ]);
    expect(confusionTable([], ["a", "b"])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("an interval that ends on the margin is not yet beyond it", () => {
    const of = (low: number, high: number) => notWorse({ pairs: 100, interval: { low, high } }, 0.05);
    expect(of(-0.05, 0.01)).toBe("met");
    expect(of(-0.0501, 0.01)).toBe("not_shown");
    expect(of(-0.1, -0.05)).toBe("not_shown");
    expect(of(-0.1, -0.0501)).toBe("unmet");
  });

  it("sign flips are counted exactly up to 16 differences and drawn beyond, to the same p", () => {
    // No two sums are the same, so that nothing lies on the border itself.
    const differences = Array.from({ length: 16 }, (_, place) => Math.sqrt(place + 2) * (place % 3 ? 1 : -1));
    expect(signFlipTest(differences)).toMatchObject({ isExact: true });
    const exact = signFlipTest(differences).p;
    // A difference too small to turn the sum leaves the p where it was, and needs draws.
    const drawn = signFlipTest([...differences, 1e-6]);
    expect(drawn.isExact).toBe(false);
    expect(Math.abs(drawn.p - exact)).toBeLessThan(0.02);
    expect(signFlipTest(Array.from({ length: 40 }, () => 1))).toEqual({ p: 1 / 10_001, isExact: false });
    expect(signFlipTest(Array.from({ length: 40 }, (_, place) => (place % 2 ? 1 : -1))).p).toBe(1);
    expect(signFlipTest([0, 0])).toEqual({ p: 1, isExact: true });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binCounts } from "./bins.ts";

describe("a histogram", () => {
  it("counts a value at a border to the part that begins there, the highest to the last", () => {
    const counts = binCounts([0, 0.09, 0.1, 0.25, 0.999, 1], { low: 0, high: 1, bins: 10 });
    expect(counts).toEqual([2, 1, 1, 0, 0, 0, 0, 0, 0, 2]);
    expect(binCounts([10, 15, 20, 30], { low: 10, high: 30, bins: 2 })).toEqual([2, 2]);
  });

  it("counts what lies outside at the ends, and one value alone to the first", () => {
    expect(binCounts([-5, 7], { low: 0, high: 1, bins: 3 })).toEqual([1, 0, 1]);
    expect(binCounts([4, 4], { low: 4, high: 4, bins: 3 })).toEqual([2, 0, 0]);
  });

  it("loses and invents nothing", () => {
    const value = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 1, max: 12 }), (values, bins) => {
        const counts = binCounts(values, { low: -1, high: 1, bins });
        expect(counts).toHaveLength(bins);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forestMax, scaleChange } from "./forest-scale.ts";
import { niceDomain, niceTicks } from "../charts/domain.ts";
import { showWhitespace } from "./whitespace.ts";

const change = fc
  .tuple(
    fc.double({ min: -50, max: 50, noNaN: true }),
    fc.double({ min: -50, max: 50, noNaN: true }),
    fc.double({ min: -50, max: 50, noNaN: true }),
  )
  .map((values) => {
    const [low = 0, mid = 0, high = 0] = values.toSorted((a, b) => a - b);
    return { low, mid, high };
  });

describe("scaleChange", () => {
  it("says better, worse, changed only when the interval leaves zero", () => {
    expect(scaleChange({ low: 1.3, mid: 4.2, high: 7.1 }, 9, 1, 150).verdict).toBe("better");
    expect(scaleChange({ low: 4.1, mid: 6, high: 7.9 }, 9, -1, 150).verdict).toBe("worse");
    expect(scaleChange({ low: 4.1, mid: 6, high: 7.9 }, 9, 0, 150).verdict).toBe("changed");
    expect(scaleChange({ low: -1.4, mid: 1.8, high: 4.6 }, 9, 1, 150).verdict).toBe("unsure");
    expect(scaleChange({ low: 0, mid: 0, high: 0 }, 9, 1, 150).verdict).toBe("unsure");
  });

  it("keeps the order and stays inside the drawing", () => {
    fc.assert(
      fc.property(change, fc.double({ min: 0.01, max: 60, noNaN: true }), (each, max) => {
        const scale = scaleChange(each, max, 1, 150);
        expect(scale.low).toBeLessThanOrEqual(scale.mid);
        expect(scale.mid).toBeLessThanOrEqual(scale.high);
        expect(scale.low).toBeGreaterThanOrEqual(6 - 1e-9);
        expect(scale.high).toBeLessThanOrEqual(144 + 1e-9);
      }),
    );
  });

  it("clips nothing on the axis made for it", () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1 }), (changes) => {
        const max = forestMax(changes);
        for (const each of changes) {
          const scale = scaleChange(each, max, 1, 150);
          expect(scale.clippedLow || scale.clippedHigh).toBe(false);
        }
      }),
    );
  });
});

describe("niceDomain", () => {
  it("starts at zero for amounts and holds every value", () => {
    expect(niceDomain([3, 9], { fromZero: true })).toEqual([0, 10]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const [from, to] = niceDomain(values, {});
        expect(from).toBeLessThan(to);
        for (const value of values) {
          // A billionth of the axis is dust of floating point, not worth another step.
          expect(value).toBeGreaterThanOrEqual(from - 1e-8 * (to - from));
          expect(value).toBeLessThanOrEqual(to + 1e-8 * (to - from));
        }
      }),
    );
  });

  it("never shows more than a share can be", () => {
    expect(niceDomain([0.97, 0.995], { max: 1 })[1]).toBeLessThanOrEqual(1);
  });

  it("gives round ticks", () => {
    expect(niceTicks([0, 10])).toEqual([0, 2, 4, 6, 8, 10]);
  });
});

it("whitespace is drawn only where it is the change", () => {
  expect(showWhitespace(" \n")).toBe("·↵\n");
  expect(showWhitespace("a b ")).toBe("a b ");
  expect(showWhitespace("a b ", true)).toBe("a b·");
});

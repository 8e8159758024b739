import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { niceDomain, niceTicks } from "./domain.ts";

describe("an axis", () => {
  it.each([
    [[3, 97], {}, [0, 100]],
    [[0.62, 0.68], { min: 0, max: 1 }, [0.62, 0.68]],
    [[0.93, 0.999], { min: 0, max: 1 }, [0.92, 1]],
    [[12, 88], { fromZero: true }, [0, 100]],
    [[5], { fromZero: true }, [0, 5]],
    [[5], {}, [4.4, 5.6]],
    [[0], { fromZero: true }, [0, 1]],
    [[], {}, [0, 1]],
    [[Number.NaN, Infinity], {}, [0, 1]],
    [[-40, 10], { fromZero: true }, [-40, 10]],
  ])("of %j with %j is %j", (values, options, domain) => expect(niceDomain(values, options)).toEqual(domain));

  it("holds every value between round ends, and zero where amounts are compared", () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), fc.boolean(), (values, fromZero) => {
        const [low, high] = niceDomain(values, { fromZero });
        const dust = 1e-9 * Math.max(1, ...values.map(Math.abs));
        expect(low).toBeLessThan(high);
        for (const each of values) {
          expect(each).toBeGreaterThanOrEqual(low - dust);
          expect(each).toBeLessThanOrEqual(high + dust);
        }
        if (fromZero) expect(low <= 0 && high >= 0).toBe(true);
      }),
    );
  });

  it("goes no further than what the quantity can be", () => {
    expect(niceDomain([0.001, 0.999], { min: 0, max: 1 })).toEqual([0, 1]);
    expect(niceDomain([0.5], { min: 0, max: 0.52 })[1]).toBe(0.52);
  });

  it("has round ticks inside it, evenly apart", () => {
    expect(niceTicks([0, 100])).toEqual([0, 20, 40, 60, 80, 100]);
    expect(niceTicks([0.92, 1])).toEqual([0.92, 0.94, 0.96, 0.98, 1]);
    expect(niceTicks([0, 0.3], 3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(niceTicks([3, 97], 4)).toEqual([50]);
  });
});

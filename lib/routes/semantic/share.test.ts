import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { wilsonInterval } from "#statistics";
import { checkShareOf } from "./share.ts";

const earn = { checkShare: 0.1, mostFalse: 0.01, atFirst: "earn" as const };

describe("the share of near questions that is checked", () => {
  it("falls as checks show that the cache is right, from nearly all to the share that was chosen", () => {
    const after = (same: number) => checkShareOf({ same, different: 0 }, earn);
    expect(after(0)).toBeCloseTo(0.99, 6);
    expect(after(35)).toBeCloseTo(0.899, 3);
    expect(after(189)).toBeCloseTo(0.498, 3);
    expect(after(341)).toBeGreaterThan(0.1);
    expect(after(342)).toBe(0.1);
  });

  it("rises with what was wrong, and is the chosen one from the first on where that is wanted", () => {
    expect(checkShareOf({ same: 400, different: 4 }, earn)).toBeGreaterThan(0.5);
    expect(checkShareOf({ same: 0, different: 0 }, { ...earn, atFirst: "trust" })).toBe(0.1);
  });

  it("leaves no more wrong answers among all near questions than is allowed, by the interval's upper end", () => {
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.nat(50),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (same, different, mostFalse) => {
          const share = checkShareOf({ same, different }, { ...earn, mostFalse });
          const { high } = wilsonInterval(different, same + different);
          expect((1 - share) * high).toBeLessThanOrEqual(mostFalse + 1e-12);
        },
      ),
      { numRuns: 50 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuMs } from "#testing/cpu";
import { editDistance, tokenDistance, tokenize } from "./edit-distance.ts";

const tokens = fc.array(fc.constantFrom("a", "b", "c", "."), { maxLength: 12 });
const prose = fc
  .array(fc.constantFrom("the ", "parcel", " came", ",", " late", ". ", "\n"), { maxLength: 20 })
  .map((parts) => parts.join(""));

/** The textbook table, as an oracle. */
function slowDistance(a: string[], b: string[]): number {
  if (a.length === 0 || b.length === 0) return Math.max(a.length, b.length);
  const same = a[0] === b[0] ? 0 : 1;
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : same)),
  );
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1)
      (table[i] as number[])[j] = Math.min(
        (table[i - 1]?.[j] ?? 0) + 1,
        (table[i]?.[j - 1] ?? 0) + 1,
        (table[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
  return table[a.length]?.[b.length] ?? 0;
}

describe("edit distance", () => {
  it("is symmetric", () =>
    fc.assert(fc.property(tokens, tokens, (a, b) => tokenDistance(a, b) === tokenDistance(b, a))));
  it("obeys the triangle inequality", () =>
    fc.assert(
      fc.property(
        tokens,
        tokens,
        tokens,
        (a, b, c) => tokenDistance(a, c) <= tokenDistance(a, b) + tokenDistance(b, c),
      ),
    ));
  it("is zero for equal token lists and only for them", () =>
    fc.assert(
      fc.property(
        tokens,
        tokens,
        (a, b) => (tokenDistance(a, b) === 0) === (JSON.stringify(a) === JSON.stringify(b)),
      ),
    ));
  it("equals the textbook table", () =>
    fc.assert(fc.property(tokens, tokens, (a, b) => tokenDistance(a, b) === slowDistance(a, b))));
  it("has a ratio between 0 and 1", () =>
    fc.assert(
      fc.property(prose, prose, (a, b) => {
        const { ratio } = editDistance(a, b);
        return ratio >= 0 && ratio <= 1;
      }),
    ));

  it("counts words and marks, not white space", () => {
    expect(tokenize("It's 3.50 €, isn’t it?")).toEqual([
      "It's",
      "3",
      ".",
      "50",
      "€",
      ",",
      "isn’t",
      "it",
      "?",
    ]);
    expect(editDistance("Thank you.", "Thank  you .")).toEqual({ distance: 0, ratio: 0 });
    expect(editDistance("We refund one fee.", "We refund both fees today.")).toEqual({
      distance: 3,
      ratio: 0.5,
    });
    expect(editDistance("", "")).toEqual({ distance: 0, ratio: 0 });
    expect(editDistance("", "new text")).toEqual({ distance: 2, ratio: 1 });
  });

  it("takes 2,000 tokens on each side in well under a second", async () => {
    const a = Array.from({ length: 2000 }, (_, i) => `w${(i * 7919) % 613}`);
    const b = Array.from({ length: 2000 }, (_, i) => `w${(i * 104729) % 509}`);
    expect(await cpuMs(() => tokenDistance(a, b))).toBeLessThan(1_000);
  });
});

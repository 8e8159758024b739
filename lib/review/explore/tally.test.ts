import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exploreSentence } from "./sentence.ts";
import { type Cell, kindsOf, reasonRows, splitRows, totalOf } from "./tally.ts";

const dayMs = 86_400_000;
const span = { fromMs: 0, toMs: 30 * dayMs };

function cell(count: number, more: Partial<Cell> = {}): Cell {
  return {
    dayMs: 0,
    kind: "approve",
    reasonKey: null,
    reasonName: null,
    reviewerId: "rui",
    reviewerName: "Rui",
    versionId: "v3",
    versionLabel: "billing/dispute v3",
    source: "api",
    model: "m",
    language: "en",
    isHidden: false,
    count,
    ...more,
  };
}
const tone = { kind: "reject" as const, reasonKey: "tone", reasonName: "tone" };
const edit = { kind: "edit" as const };

describe("what decisions name", () => {
  it("has its share of all decisions with interval, and its change against the span before", () => {
    const now = [cell(112), cell(38, tone), cell(62, edit)];
    const before = [cell(200), cell(16, tone), cell(0, edit)];
    const rows = reasonRows(now, before, span);
    expect(rows.map(({ key, count }) => [key, count])).toEqual([
      ["edit", 62],
      ["tone", 38],
    ]);
    const row = rows.find(({ key }) => key === "tone");
    expect(row?.share?.value).toBeCloseTo(38 / 212, 12);
    expect(row?.share?.low).toBeCloseTo(0.13008, 4);
    expect(row?.share?.high).toBeCloseTo(0.23762, 4);
    expect(row?.before).toEqual({ count: 16, total: 216 });
    expect(row?.change?.value).toBeCloseTo(38 / 212 - 16 / 216, 12);
    expect(row?.isSure).toBe(true);
  });

  it("asks more of each change the more reasons are looked at", () => {
    const now = [cell(80), cell(20, tone)];
    const before = [cell(91), cell(9, tone)];
    expect(reasonRows(now, before, span)[0]?.isSure).toBe(true);
    const others = ["a", "b", "c", "d", "e"].map((key) =>
      cell(1, { kind: "reject", reasonKey: key, reasonName: key }),
    );
    const crowded = reasonRows([...now, ...others], [...before, ...others], span);
    expect(crowded.find(({ key }) => key === "tone")?.isSure).toBe(false);
  });

  it("is no change where one of the spans has no decision", () => {
    expect(reasonRows([cell(5, tone)], [], span)[0]).toMatchObject({ change: null, isSure: false });
    expect(reasonRows([], [cell(5, tone)], span)[0]).toMatchObject({ share: null, change: null, count: 0 });
  });

  it("is counted in five parts of the span that add up", () => {
    const cells = [0, 6, 12, 18, 24, 29].map((day, place) =>
      cell(place + 1, { ...tone, dayMs: day * dayMs }),
    );
    expect(reasonRows(cells, [], span)[0]?.parts).toEqual([1, 2, 3, 4, 11]);
  });

  it("adds up with the kinds, however the cells are cut", () => {
    const Any = fc.record({
      kind: fc.constantFrom("approve" as const, "edit" as const, "reject" as const),
      reasonKey: fc.constantFrom("tone", "wrong_fact"),
      count: fc.nat({ max: 9 }),
      day: fc.nat({ max: 29 }),
      reviewerId: fc.constantFrom("rui", "ines"),
    });
    fc.assert(
      fc.property(fc.array(Any), (given) => {
        const cells = given.map(({ kind, reasonKey, count, day, reviewerId }) =>
          cell(count, {
            kind,
            dayMs: day * dayMs,
            reviewerId,
            reviewerName: reviewerId,
            reasonKey: kind === "reject" ? reasonKey : null,
          }),
        );
        const kinds = kindsOf(cells);
        expect(kinds.approve + kinds.edit + kinds.reject).toBe(totalOf(cells));
        const rows = reasonRows(cells, [], span);
        expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(kinds.edit + kinds.reject);
        for (const row of rows) expect(row.parts.reduce((sum, part) => sum + part, 0)).toBe(row.count);
        const split = splitRows(cells, "reviewer", null).filter(({ total }) => total > 0);
        expect(split.reduce((sum, { total }) => sum + total, 0)).toBe(totalOf(cells));
        expect(split.reduce((sum, { count }) => sum + count, 0)).toBe(kinds.edit + kinds.reject);
      }),
    );
  });
});

describe("a split", () => {
  it("is by version, reviewer or source, of one thing or of all that was not approved", () => {
    const cells = [
      cell(10, { versionId: "v2", versionLabel: "v2" }),
      cell(5, { ...tone, versionId: "v2", versionLabel: "v2" }),
      cell(4, { ...edit, versionId: "v3", versionLabel: "v3" }),
    ];
    expect(splitRows(cells, "version", "tone")).toMatchObject([
      { key: "v2", count: 5, total: 15 },
      { key: "v3", count: 0, total: 4 },
    ]);
    expect(splitRows(cells, "version", null)).toMatchObject([{ count: 5 }, { count: 4 }]);
    expect(splitRows(cells, "source", null)).toMatchObject([{ key: "api", count: 9, total: 19 }]);
  });

  it("leaves out what a blind queue hides, by version and by reviewer", () => {
    const cells = [
      cell(3),
      cell(7, { isHidden: true, versionId: "secret", versionLabel: "v9", reviewerName: "Ben" }),
    ];
    expect(splitRows(cells, "version", null)).toMatchObject([{ key: "v3", total: 3 }]);
    expect(splitRows(cells, "reviewer", null)).toMatchObject([{ label: "Rui", total: 3 }]);
    expect(splitRows(cells, "source", null)).toMatchObject([{ total: 10 }]);
  });
});

describe("the sentence", () => {
  const base = { approved: 0, days: 30, of: "on billing/dispute" };
  it("names what surely changed, with its intervals", () => {
    const now = [
      cell(112),
      cell(38, tone),
      cell(62, { kind: "reject", reasonKey: "fact", reasonName: "wrong fact" }),
    ];
    const before = [
      cell(130),
      cell(16, tone),
      cell(70, { kind: "reject", reasonKey: "fact", reasonName: "wrong fact" }),
    ];
    const said = exploreSentence({
      ...base,
      total: 212,
      totalBefore: 216,
      reasons: reasonRows(now, before, span),
    });
    expect(said).toMatch(
      /^Tone is what changed: 38 of 212 decisions on billing\/dispute name it, 17\.9 % \(95 % interval /,
    );
    expect(said).toContain("+10.5 points on the 30 days before (");
  });

  it("says that nothing surely differs, and that no change can be told without a span before", () => {
    const now = [cell(90), cell(10, tone)];
    expect(
      exploreSentence({ ...base, total: 100, totalBefore: 100, reasons: reasonRows(now, now, span) }),
    ).toMatch(
      /^100 decisions on billing\/dispute\. Most named: tone, 10 of 100, 10 % .*Nothing here surely differs from the 30 days before\.$/,
    );
    expect(
      exploreSentence({ ...base, total: 100, totalBefore: 0, reasons: reasonRows(now, [], span) }),
    ).toContain("no change can be told");
    expect(exploreSentence({ ...base, total: 0, totalBefore: 5, reasons: [] })).toBe(
      "Nothing was decided on billing/dispute in this span.",
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { candidatesOf, manyRows } from "./many-rows.ts";
import type { MetricComparison } from "./schema.ts";

function metric(
  key: string,
  baseline: number | null,
  candidate: number | null,
  more: Partial<MetricComparison> = {},
) {
  const made: MetricComparison = {
    key,
    name: key,
    kind: "quality",
    direction: "higher",
    isPrimary: false,
    isBinary: true,
    unjudged: 0,
    decision: null,
    unit: "share",
    baseline,
    candidate,
    change: null,
    relativeChange: null,
    low: null,
    high: null,
    test: { name: "none", p: null, adjustedP: null, note: "" },
    better: 0,
    worse: 0,
    same: 0,
    pairs: 10,
    smallestEffect: null,
    outcome: "not_shown",
    gate: null,
    ...more,
  };
  return made;
}
const against = (...metrics: MetricComparison[]) => ({ metrics });

describe("several runs against one", () => {
  it("have a row per metric with whose value is best, in the direction that counts", () => {
    const lower = { direction: "lower" as const };
    const rows = manyRows([
      against(metric("accuracy", 0.8, 0.9), metric("cost", 2, 1, lower)),
      against(metric("accuracy", 0.8, 0.7), metric("cost", 2, 3, lower), metric("tone", 0.5, 0.5)),
    ]);
    expect(rows.map(({ key, best, baseline }) => [key, best, baseline?.value])).toEqual([
      ["accuracy", [0], 0.8],
      ["cost", [0], 2],
      ["tone", [], 0.5],
    ]);
    expect(rows[2]?.cells.map((cell) => cell?.key ?? null)).toEqual([null, "tone"]);
  });

  it("name the baseline where nobody beats it, and everybody who shares the best", () => {
    expect(manyRows([against(metric("a", 0.9, 0.8)), against(metric("a", 0.9, 0.9))])[0]?.best).toEqual([
      -1, 1,
    ]);
    expect(manyRows([against(metric("a", 0.9, null)), against(metric("a", 0.9, 0.1))])[0]?.best).toEqual([
      -1,
    ]);
  });

  it("name no best where values stand on different examples", () => {
    const rows = manyRows([against(metric("a", 0.8, 0.9)), against(metric("a", 0.7, 0.6, { pairs: 4 }))]);
    expect(rows[0]).toMatchObject({ baseline: null, best: [] });
  });

  it.each([
    ["as many examples each", 10, 10, [0]],
    ["fewer examples for one, though the baseline scores the same", 10, 4, []],
    ["more examples for one", 4, 10, []],
  ])("%s", (_, here, there, best) => {
    const [row] = manyRows([
      against(metric("a", 0.8, 0.9, { pairs: here })),
      against(metric("a", 0.8, 0.7, { pairs: there })),
    ]);
    expect(row?.best).toEqual(best);
    expect(row?.baseline).toEqual(best.length > 0 ? { value: 0.8, text: "80 %" } : null);
  });

  it("never call a value best that another one beats", () => {
    const Value = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null });
    fc.assert(
      fc.property(
        Value,
        fc.array(fc.record({ value: Value, pairs: fc.constantFrom(4, 10) }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (base, given, up) => {
          const direction = up ? ("higher" as const) : ("lower" as const);
          const [row] = manyRows(
            given.map(({ value, pairs }) => against(metric("a", base, value, { direction, pairs }))),
          );
          const values = given.map(({ value }) => value);
          const all = [base, ...values].filter((value) => value !== null);
          if (new Set(given.map(({ pairs }) => pairs)).size > 1) expect(row?.best).toEqual([]);
          for (const place of row?.best ?? []) {
            const value = place === -1 ? base : (values[place] ?? null);
            expect(value).toBe(up ? Math.max(...all) : Math.min(...all));
          }
        },
      ),
    );
  });

  it("come from the address each once and without the baseline", () => {
    expect(candidatesOf("b", ["x", "b", "x", "y"])).toEqual(["x", "y"]);
    expect(candidatesOf("b", "x")).toEqual(["x"]);
    expect(candidatesOf("b", undefined)).toEqual([]);
  });
});

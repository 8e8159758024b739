import { expect, it } from "vitest";
import type { OverviewTiles } from "./schema.ts";
import { changeWords, overviewSentence } from "./sentence.ts";
import { moveOf } from "./shares.ts";

const generate = { callsBefore: 900, daysBefore: { used: 30, all: 30 } } as OverviewTiles["generate"];
const say = (
  now: [number, number],
  before: [number, number],
  more: Partial<OverviewTiles["generate"]> = {},
  against: Parameters<typeof overviewSentence>[0]["against"] = { kind: "span", words: "the 30 days before" },
) =>
  overviewSentence({
    tiles: {
      evaluate: moveOf([{ good: now[0], judged: now[1] }], [{ good: before[0], judged: before[1] }]),
      generate: { ...generate, ...more },
    } as OverviewTiles,
    against,
    kpi: null,
  });

it("says that quality moved only where its interval leaves zero, with both numbers", () => {
  expect(say([900, 1000], [800, 1000]).lead).toBe(
    "Quality rose to 0.9 (95 % interval 0.88 to 0.918, n 1,000): +0.1 (0.068 to 0.132), n 1,000 and 1,000.",
  );
  expect(say([800, 1000], [900, 1000]).lead).toContain("Quality fell to 0.8");
  expect(say([90, 100], [85, 100]).lead).toContain("not shown to have moved: +0.05 (−0.0");
});

it("compares nothing with too few, and says how many there are", () => {
  expect(say([2, 3], [31, 40]).lead).toContain(
    "too few to compare: 3 judged now, 40 before, 20 are needed in each",
  );
  expect(say([18, 24], [0, 0]).lead).toContain("have nothing to compare with");
  expect(say([0, 0], [1, 1]).lead).toBe("Nobody has judged an output of this scope yet.");
});

it("says that the span before had one day", () => {
  expect(say([90, 100], [85, 100], { daysBefore: { used: 1, all: 30 } }).rest).toBe(
    "The 30 days before had calls on 1 day only (3 % of them).",
  );
});

it("names the version or environment it compares with, and speaks of no days then", () => {
  const v6 = { kind: "version", words: "v6" } as const;
  const one = { callsBefore: 3, daysBefore: { used: 1, all: 30 } };
  expect(say([900, 1000], [800, 1000], one, v6)).toEqual({
    lead: "Quality is 0.9 (95 % interval 0.88 to 0.918, n 1,000), above v6: +0.1 (0.068 to 0.132), n 1,000 and 1,000.",
    rest: "",
  });
  const staging = { kind: "environment", words: "staging" } as const;
  expect(say([800, 1000], [900, 1000], {}, staging).lead).toContain(
    ", below staging: −0.1 (−0.132 to −0.068)",
  );
  expect(say([90, 100], [85, 100], {}, staging).lead).toContain("not shown to differ from staging: +0.05");
  expect(say([2, 3], [31, 40], {}, v6).lead).toContain("3 judged now, 40 in v6, 20 are needed in each");
  expect(say([18, 24], [0, 0], {}, v6).lead).toContain("; v6 has nothing to compare with.");
  const day = { kind: "span", words: "the day before" } as const;
  expect(say([18, 24], [0, 0], {}, day).lead).toContain("; the day before has nothing to compare with.");
});

it("writes shares to three digits and points to one", () => {
  expect(say([1233, 1999], [1_000, 2_000]).lead).toContain("0.617 (95 % interval 0.595 to 0.638, n 1,999)");
  const change = { change: 0.12345, low: 0.00456, high: 0.24567, isSure: true };
  expect(changeWords(change)).toBe("+0.123 (0.005 to 0.246)");
  expect(changeWords(change, "points")).toBe("+12.3 points (0.5 to 24.6)");
});

it("says nothing of a span before that was full or empty, and its share only where it is under half", () => {
  const rest = (callsBefore: number, used: number) =>
    say([90, 100], [85, 100], { callsBefore, daysBefore: { used, all: 30 } }).rest;
  expect([rest(0, 0), rest(900, 30)]).toEqual(["", ""]);
  expect(rest(9, 15)).toBe("The 30 days before had calls on 15 days only.");
  expect(rest(9, 14)).toBe("The 30 days before had calls on 14 days only (47 % of them).");
});

it("says the change of a KPI with both numbers of observations", () => {
  const tiles = { evaluate: moveOf([], []), generate } as unknown as OverviewTiles;
  const change = { change: 0.03, low: 0.01, high: 0.05 };
  const kpi = { name: "Solved", unit: "percent", change, weight: 1_200, weightBefore: 900 } as const;
  const against = { kind: "span", words: "the 30 days before" } as const;
  expect(overviewSentence({ tiles, against, kpi }).rest).toBe("Solved: +3 points (1 to 5), n 1,200 and 900.");
});

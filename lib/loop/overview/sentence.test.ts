import { expect, it } from "vitest";
import type { OverviewTiles } from "./schema.ts";
import { overviewSentence } from "./sentence.ts";
import { moveOf } from "./shares.ts";

const generate = { callsBefore: 900, daysBefore: { used: 30, all: 30 } } as OverviewTiles["generate"];
const say = (
  now: [number, number],
  before: [number, number],
  more: Partial<OverviewTiles["generate"]> = {},
) =>
  overviewSentence({
    tiles: {
      evaluate: moveOf([{ good: now[0], judged: now[1] }], [{ good: before[0], judged: before[1] }]),
      generate: { ...generate, ...more },
    } as OverviewTiles,
    against: { kind: "span", words: "the 30 days before" },
    kpi: null,
  });

it("says that quality moved only where its interval leaves zero, with both numbers", () => {
  expect(say([900, 1000], [800, 1000]).lead).toBe(
    "Quality rose to 0.9 (95 % interval 0.88 to 0.917, n 1,000): +0.1 (0.069 to 0.131), n 1,000 and 1,000.",
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

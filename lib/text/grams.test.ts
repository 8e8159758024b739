import { expect, test } from "vitest";
import { countRuns, countShared } from "./grams.ts";

test("runs are counted as often as they stand, and none is longer than the list", () => {
  expect(countRuns(["a", "b", "a", "b"], 2)).toEqual(
    new Map([
      ["a b", 2],
      ["b a", 1],
    ]),
  );
  expect(countRuns(["a", "b"], 2, "")).toEqual(new Map([["ab", 1]]));
  expect(countRuns(["a"], 2)).toEqual(new Map());
});

test("what two lists share counts as often as both have it", () => {
  const [left, right] = [countRuns(["a", "a", "b"], 1), countRuns(["a", "c", "a", "a"], 1)];
  expect([countShared(left, right), countShared(right, left)]).toEqual([2, 2]);
});

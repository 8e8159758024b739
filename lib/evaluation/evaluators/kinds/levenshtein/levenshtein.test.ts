import { expect, test } from "vitest";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";

const judged = (config: object, output: string, reference: unknown) =>
  score(
    Evaluator.parse({ key: "k", name: "K", kind: "levenshtein", config }),
    { output, reference, inputs: {}, latencyMs: null, costUsd: null },
    steadyDependencies,
  );

test.each([
  ["kitten", "sitting", 3],
  ["flaw", "lawn", 2],
  ["", "abc", 3],
  ["abc", "abc", 0],
  ["😀a", "😁a", 1],
  ["cafe\u0301", "café", 0],
])("%j is %j after %d edits", async (output, reference, distance) => {
  const { value, details } = await judged({}, output, reference);
  expect(details).toEqual({ distance });
  expect(value).toBeCloseTo(1 - distance / Math.max(Array.from(reference).length, 1), 12);
});

test("two empty texts are the same, and case counts unless it is told not to", async () => {
  expect((await judged({}, "", "")).value).toBe(1);
  expect((await judged({}, "ABC", "abc")).value).toBe(0);
  expect((await judged({ ignoreCase: true }, "ABC", "abc")).value).toBe(1);
  expect((await judged({}, "abc", null)).value).toBeNull();
});

test("long texts that differ late are told apart", async () => {
  const same = "x".repeat(20_000);
  expect((await judged({}, `${same}y${same}`, `${same}z${same}`)).details).toEqual({ distance: 1 });
  expect((await judged({}, same, "")).details).toEqual({ distance: 20_000 });
});

test("texts of which too much differs are not judged, and that is said", async () => {
  const { value, reasoning } = await judged({}, "xy".repeat(6_000), "zx".repeat(6_000));
  expect([value, reasoning]).toEqual([null, expect.stringContaining("10,000 letters")]);
});

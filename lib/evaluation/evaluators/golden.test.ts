import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { descriptors } from "./descriptors.ts";
import { steadyDependencies } from "./golden.testing.ts";
import { Evaluator } from "./schema.ts";
import { score } from "./score.ts";
import type { Sample } from "./text.ts";

/** Written by 0.1.0's code, before a kind was a folder: never written again, only added to. */
const lines = readFileSync(new URL("data/golden-scores.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Golden => JSON.parse(line));
type Golden = { evaluator: { kind: string }; parsed: unknown; sample: Sample; result: unknown };

test.each(lines.map((line, place) => ({ ...line, place, kind: line.evaluator.kind })))(
  "a stored $kind ($place) is read and scores as it always did",
  async ({ evaluator, parsed, sample, result }) => {
    const read = Evaluator.parse(evaluator);
    expect(read).toEqual(parsed);
    expect(JSON.parse(JSON.stringify(await score(read, sample, steadyDependencies)))).toEqual(result);
  },
);

test("the stored scores hold every kind of 0.1.0", () => {
  expect(new Set(lines.map(({ evaluator }) => evaluator.kind))).toEqual(
    new Set(descriptors.slice(0, 10).map(({ kind }) => kind)),
  );
});

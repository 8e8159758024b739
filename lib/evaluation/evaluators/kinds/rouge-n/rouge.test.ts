import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";
import { rougeN } from "./rouge.ts";

type Vector = {
  order: 1 | 2;
  output: string;
  reference: string;
  precision: number;
  recall: number;
  f: number;
};
/** Made by scripts/text-metric-vectors.py with rouge-score 0.1.2. */
const vectors = readFileSync(new URL("vectors.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Vector => JSON.parse(line));

test("pairs of English texts score as Google's rouge-score", () => {
  expect(vectors.length).toBeGreaterThan(90);
  for (const { output, reference, order, ...wanted } of vectors) {
    const found = rougeN(output, reference, order);
    for (const name of ["precision", "recall", "f"] as const)
      expect(Math.abs(found[name] - wanted[name]), `${order} ${name}: ${output}`).toBeLessThan(1e-9);
  }
});

test("a reference too short to hold what is counted judges nothing", async () => {
  const judged = async (order: string, reference: string) => {
    const sample = { output: "one two", reference, inputs: {}, latencyMs: null, costUsd: null };
    const evaluator = Evaluator.parse({ key: "k", name: "K", kind: "rouge_n", config: { order } });
    return (await score(evaluator, sample, steadyDependencies)).value;
  };
  expect([await judged("1", "one"), await judged("2", "one"), await judged("1", "…")]).toEqual([
    expect.closeTo(2 / 3),
    null,
    null,
  ]);
});

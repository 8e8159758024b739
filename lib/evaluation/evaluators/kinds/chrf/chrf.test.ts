import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";
import { chrf } from "./chrf.ts";

type Vector = {
  wordOrder: 0 | 2;
  ignoreCase: boolean;
  output: string;
  references: string[];
  score: number;
};
/** Made by scripts/text-metric-vectors.py with sacrebleu 2.6.0. */
const vectors = readFileSync(new URL("vectors.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Vector => JSON.parse(line));

test("200 sentences score as sacrebleu's, as chrF and as chrF++", () => {
  expect(vectors).toHaveLength(200);
  for (const { output, references, score, ...options } of vectors)
    expect(Math.abs(chrf(output, references, options) * 100 - score), output).toBeLessThan(1e-8);
});

test("longer texts than are compared are not judged, and that is said", async () => {
  const judged = (output: string, reference: string[]) =>
    score(
      Evaluator.parse({ key: "k", name: "K", kind: "chrf", config: {} }),
      { output, reference, inputs: {}, latencyMs: null, costUsd: null },
      steadyDependencies,
    );
  const half = "a ".repeat(50_000);
  expect((await judged(half, [half])).value).toBe(1);
  expect(await judged(half, [half, "b"])).toMatchObject({
    value: null,
    reasoning: expect.stringContaining("200,000 letters"),
  });
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
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

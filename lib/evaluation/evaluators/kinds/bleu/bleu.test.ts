import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type BleuTokenizer, sentenceBleu } from "./bleu.ts";

type Vector = {
  tokenizer: BleuTokenizer;
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

test("400 sentences score as sacrebleu's, by every tokenizer", () => {
  expect(vectors).toHaveLength(400);
  for (const { output, references, score, ...options } of vectors) {
    const { bleu } = sentenceBleu(output, references, options);
    expect(Math.abs(bleu * 100 - score), `${options.tokenizer}: ${output}`).toBeLessThan(1e-8);
  }
});

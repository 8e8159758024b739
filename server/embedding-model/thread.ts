/**
 * The thread that holds the embedding model all-MiniLM-L6-v2: texts in, unit vectors out, in order. It ends with an
 * error when anything about the model itself is wrong; the process starts a new one.
 */
import { readFile } from "node:fs/promises";
import { workerData } from "node:worker_threads";
import { Tokenizer } from "@huggingface/tokenizers";
import type { EmbeddingThreadSettings } from "#lib/models";
import { openRuntime, serveTexts, sessionOptions, type Tensor } from "./serve-texts.ts";

/** What the model was made to read, its two marks included. */
const maxTokens = 256;

const { runtimeEntry, modelPath, tokenizerPath } = workerData as EmbeddingThreadSettings;
const runtime = await openRuntime(runtimeEntry);
const tokenizer = new Tokenizer(JSON.parse(await readFile(tokenizerPath, "utf8")), {});
const session = await runtime.InferenceSession.create(await readFile(modelPath), sessionOptions);

serveTexts(async (text) => {
  const all = Array.from(tokenizer.encode(text).ids, Number);
  const ids = all.length > maxTokens ? [...all.slice(0, maxTokens - 1), ...all.slice(-1)] : all;
  const tensor = (values: number[]) =>
    new runtime.Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  const { last_hidden_state: hidden } = await session.run({
    input_ids: tensor(ids),
    attention_mask: tensor(ids.map(() => 1)),
    token_type_ids: tensor(ids.map(() => 0)),
  });
  if (!hidden) throw new Error("The embedding model gave no states.");
  return unitMean(hidden, ids.length);
});

/** The mean over the tokens, brought to length 1. */
function unitMean({ data, dims }: Tensor, tokens: number): number[] {
  const width = dims.at(-1) ?? 0;
  const sums = Array.from({ length: width }, () => 0);
  for (let token = 0; token < tokens; token += 1)
    for (let at = 0; at < width; at += 1) sums[at] = (sums[at] ?? 0) + (data[token * width + at] ?? 0);
  const length = Math.hypot(...sums);
  return sums.map((sum) => sum / length);
}

/**
 * The thread that holds the embedding model all-MiniLM-L6-v2: texts in, unit vectors out, in order. It ends with an
 * error when anything about the model itself is wrong; the process starts a new one.
 */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { Tokenizer } from "@huggingface/tokenizers";
import type { EmbeddingThreadSettings, FromEmbeddingThread, ToEmbeddingThread } from "#lib/models";

type Tensor = { data: Float32Array; dims: readonly number[] };
type Runtime = {
  env: { wasm: { numThreads: number; wasmPaths: string } };
  InferenceSession: {
    create(
      model: Uint8Array,
      options: Record<string, unknown>,
    ): Promise<{ run(feeds: Record<string, unknown>): Promise<{ last_hidden_state: Tensor }> }>;
  };
  Tensor: new (type: "int64", data: BigInt64Array, dims: number[]) => unknown;
};

/** What the model was made to read, its two marks included. */
const maxTokens = 256;

const port = parentPort;
if (!port) throw new Error("The embedding model runs in a worker thread.");
const { runtimeEntry, modelPath, tokenizerPath } = workerData as EmbeddingThreadSettings;
const runtime = (await import(pathToFileURL(runtimeEntry).href)) as Runtime;
// More would start threads of its own; this one is enough beside what else the machine does.
runtime.env.wasm.numThreads = 1;
runtime.env.wasm.wasmPaths = `${pathToFileURL(dirname(runtimeEntry)).href}/`;
const tokenizer = new Tokenizer(JSON.parse(await readFile(tokenizerPath, "utf8")), {});
const session = await runtime.InferenceSession.create(await readFile(modelPath), {
  executionProviders: ["wasm"],
  // Keeps no room for the longest text ever seen.
  enableCpuMemArena: false,
});

/** One after the other: the runtime takes one text at a time. */
let queue = Promise.resolve();
port.on("message", (message: ToEmbeddingThread) => {
  queue = queue.then(() => answer(message));
});

async function answer({ id, texts }: ToEmbeddingThread): Promise<void> {
  const send = (message: FromEmbeddingThread) => port?.postMessage(message);
  try {
    const vectors: number[][] = [];
    for (const text of texts) vectors.push(await embed(text));
    send({ id, vectors });
  } catch (error) {
    send({ id, failed: error instanceof Error ? error.message : String(error) });
  }
}

async function embed(text: string): Promise<number[]> {
  const all = Array.from(tokenizer.encode(text).ids, Number);
  const ids = all.length > maxTokens ? [...all.slice(0, maxTokens - 1), ...all.slice(-1)] : all;
  const tensor = (values: number[]) =>
    new runtime.Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  const { last_hidden_state: hidden } = await session.run({
    input_ids: tensor(ids),
    attention_mask: tensor(ids.map(() => 1)),
    token_type_ids: tensor(ids.map(() => 0)),
  });
  return unitMean(hidden, ids.length);
}

/** The mean over the tokens, brought to length 1. */
function unitMean({ data, dims }: Tensor, tokens: number): number[] {
  const width = dims.at(-1) ?? 0;
  const sums = Array.from({ length: width }, () => 0);
  for (let token = 0; token < tokens; token += 1)
    for (let at = 0; at < width; at += 1) sums[at] = (sums[at] ?? 0) + (data[token * width + at] ?? 0);
  const length = Math.hypot(...sums);
  return sums.map((sum) => sum / length);
}

import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort } from "node:worker_threads";
import type { FromEmbeddingThread, ToEmbeddingThread } from "#lib/models";

export type Tensor = { data: Float32Array; dims: readonly number[] };
export type Session = { run(feeds: Record<string, unknown>): Promise<Record<string, Tensor>> };
/** What of onnxruntime-web is used. */
export type Runtime = {
  env: { wasm: { numThreads: number; wasmPaths: string } };
  InferenceSession: { create(model: Uint8Array, options: Record<string, unknown>): Promise<Session> };
  Tensor: new (type: string, data: BigInt64Array | Float32Array, dims: number[]) => unknown;
};

export const sessionOptions = {
  executionProviders: ["wasm"],
  // Keeps no room for the longest text ever seen.
  enableCpuMemArena: false,
};

/** The runtime that lies in the data folder, with one thread. */
export async function openRuntime(entry: string): Promise<Runtime> {
  const runtime = (await import(pathToFileURL(entry).href)) as Runtime;
  // More would start threads of its own; this one is enough beside what else the machine does.
  runtime.env.wasm.numThreads = 1;
  runtime.env.wasm.wasmPaths = `${pathToFileURL(dirname(entry)).href}/`;
  return runtime;
}

/** Answers what comes in, one text after the other: the runtime takes one at a time. */
export function serveTexts(embed: (text: string) => Promise<number[]>): void {
  const port = parentPort;
  if (!port) throw new Error("The embedding model runs in a worker thread.");
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
}

import { join, resolve } from "node:path";
import { env } from "#platform/env";
import type { DownloadPaths } from "../paths.ts";

/** Where the better embedding model and its runtime live. */
export type MiniLmPaths = DownloadPaths & { tokenizer: string; notice: string; thread: string };

/** The places of this installation's embedding model. */
export function miniLmPaths(dataDir = env().VALUELOOP_DATA_DIR): MiniLmPaths {
  const folder = resolve(dataDir, "embedding-model");
  const runtime = join(folder, "runtime");
  return {
    folder,
    runtime,
    runtimeEntry: join(runtime, "ort.wasm.min.mjs"),
    model: join(folder, "model.onnx"),
    // Of its own process: a worker may fetch into the same folder at the same time.
    partial: join(folder, `model.onnx.${process.pid}`),
    parts: join(folder, `parts.${process.pid}`),
    tokenizer: join(folder, "tokenizer.json"),
    notice: join(folder, "NOTICE.md"),
    marker: join(folder, "ready.json"),
    thread: resolve("server", "embedding-model", "thread.ts"),
  };
}

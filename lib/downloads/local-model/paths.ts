import { join, resolve } from "node:path";
import { env } from "#platform/env";
import type { DownloadPaths } from "../paths.ts";

/** Where the local model and its runtime live. */
export type LocalPaths = DownloadPaths & { notice: string; terms: string; worker: string };

export const modelFile = "gemma-3-270m-q4_k_m.gguf";

/** The places of this installation's local model. */
export function localPaths(dataDir = env().VALUELOOP_DATA_DIR): LocalPaths {
  const folder = resolve(dataDir, "local-model");
  const runtime = join(folder, "runtime");
  return {
    folder,
    runtime,
    runtimeEntry: join(runtime, "node_modules", "node-llama-cpp", "dist", "index.js"),
    model: join(folder, modelFile),
    partial: join(folder, `${modelFile}.partial`),
    parts: join(folder, "parts"),
    notice: join(folder, "NOTICE.md"),
    terms: join(folder, "GEMMA_TERMS.html"),
    marker: join(folder, "ready.json"),
    worker: resolve("server", "local-model", "worker.ts"),
  };
}

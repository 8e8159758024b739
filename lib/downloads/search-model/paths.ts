import { join, resolve } from "node:path";
import { env } from "#platform/env";
import { miniLmPaths } from "../embedding-model/paths.ts";
import type { DownloadPaths } from "../paths.ts";

/** Where the multilingual embedding model lives; the runtime is MiniLM's. */
export type MultilingualPaths = DownloadPaths & { pieces: string; notice: string; thread: string };

/** The places of this installation's multilingual embedding model. */
export function multilingualPaths(dataDir = env().VALUELOOP_DATA_DIR): MultilingualPaths {
  const folder = resolve(dataDir, "multilingual-model");
  return {
    folder,
    // Its own, so that a full disk here takes nothing from the other model.
    runtime: join(folder, "runtime"),
    runtimeEntry: miniLmPaths(dataDir).runtimeEntry,
    model: join(folder, "weights.npz"),
    // Of its own process: a worker may fetch into the same folder at the same time.
    partial: join(folder, `weights.npz.${process.pid}`),
    parts: join(folder, `parts.${process.pid}`),
    pieces: join(folder, "sp.model"),
    notice: join(folder, "NOTICE.md"),
    marker: join(folder, "ready.json"),
    thread: resolve("server", "embedding-model", "multilingual-thread.ts"),
  };
}

import type { Database } from "#db";
import { enqueue } from "#lib/jobs";
import { env } from "#platform/env";
import { once } from "#platform/runtime";
import { embeddingModelReadyJob, miniLmModel } from "../constants.ts";
import { ModelDownload, readState } from "../model-download.ts";
import { isPresent } from "../paths.ts";
import type { Download, DownloadState } from "../run-download.ts";
import type { EmbeddingDownload } from "../schema.ts";
import { type MiniLmPaths, miniLmPaths } from "./paths.ts";
import { miniLmPlan, miniLmSteps } from "./steps.ts";

const download = () => once("downloads.embeddingModel", () => new ModelDownload<MiniLmPaths>(miniLmModel));

/**
 * Begins to download the better built-in embedding model, or goes on where an earlier attempt stopped. When it is here,
 * `embeddingModelReadyJob` has the rooms above embed again what another model embedded.
 */
export function beginEmbeddingModelDownload(
  db: Database,
  overrides: Partial<Pick<Download<MiniLmPaths>, "paths" | "plan" | "steps" | "progressMs">> = {},
): Promise<DownloadState> {
  const wanted = { paths: miniLmPaths(), plan: miniLmPlan, steps: miniLmSteps, ...overrides };
  return download().begin(db, wanted, () => enqueue({ db }, { name: embeddingModelReadyJob }, {}));
}

/** Stops a running download; what is here is kept. At shutdown. */
export async function stopEmbeddingModelDownload(): Promise<void> {
  await download().stop();
}

/** How far the embedding model is on this installation. */
export async function findEmbeddingDownload(db: Database): Promise<EmbeddingDownload> {
  if (isPresent(miniLmPaths())) return { status: "ready", error: null };
  if (env().VALUELOOP_LOCAL_MODEL === "off") return { status: "off", error: null };
  const row = await readState(db, miniLmModel);
  if (!row || row.status === "ready") return { status: "absent", error: null };
  return { status: row.status, error: row.error };
}

import type { Database } from "#db";
import { enqueue } from "#lib/jobs";
import { once } from "#platform/runtime";
import { embeddingModelReadyJob, multilingualModel } from "../constants.ts";
import { ModelDownload } from "../model-download.ts";
import type { DownloadState } from "../run-download.ts";
import { type MultilingualPaths, multilingualPaths } from "./paths.ts";
import { multilingualPlan, multilingualSteps } from "./steps.ts";

const download = () =>
  once("downloads.multilingualModel", () => new ModelDownload<MultilingualPaths>(multilingualModel));

/**
 * Begins to download the multilingual embedding model, or goes on where an earlier attempt stopped; MiniLM, whose runtime it
 * uses, must be here. When it is here, `embeddingModelReadyJob` has the prompts embedded again.
 */
export function beginMultilingualDownload(db: Database): Promise<DownloadState> {
  const wanted = { paths: multilingualPaths(), plan: multilingualPlan, steps: multilingualSteps };
  return download().begin(db, wanted, () => enqueue({ db }, { name: embeddingModelReadyJob }, {}));
}

/** Stops a running download; what is here is kept. At shutdown. */
export async function stopMultilingualDownload(): Promise<void> {
  await download().stop();
}

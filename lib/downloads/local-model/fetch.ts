import { type DownloadState, runDownload } from "../run-download.ts";
import { localPaths } from "./paths.ts";
import { gemmaPlan, realSteps } from "./steps.ts";

/** Brings the local model without a database, for scripts; `onState` hears every step. Never throws. */
export function fetchLocalModel(
  dataDir: string | undefined,
  onState: (state: DownloadState) => void,
): Promise<DownloadState> {
  const save = async (state: DownloadState) => onState(state);
  return runDownload({
    paths: localPaths(dataDir),
    plan: gemmaPlan,
    steps: realSteps,
    save,
    signal: new AbortController().signal,
  });
}

import { type ArrivalState, runArrival } from "../arrival/arrival.ts";
import { localPaths } from "./paths.ts";
import { gemmaPlan, realSteps } from "./steps.ts";

/** Brings the local model without a database, for scripts; `onState` hears every step. Never throws. */
export function fetchLocalModel(
  dataDir: string | undefined,
  onState: (state: ArrivalState) => void,
): Promise<ArrivalState> {
  const save = async (state: ArrivalState) => onState(state);
  return runArrival({
    paths: localPaths(dataDir),
    plan: gemmaPlan,
    steps: realSteps,
    save,
    signal: new AbortController().signal,
  });
}

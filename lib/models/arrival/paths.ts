import { existsSync } from "node:fs";

/** Where something that arrives lives, all in the data folder and never in the main node_modules. */
export type ArrivalPaths = {
  folder: string;
  runtime: string;
  runtimeEntry: string;
  model: string;
  partial: string;
  parts: string;
  /** Written last; its presence says that runtime and model are complete and checked. */
  marker: string;
};

/** True when runtime and model are complete and checked: the marker is written after everything else. */
export function isPresent({ marker, model, runtimeEntry }: ArrivalPaths): boolean {
  return existsSync(marker) && existsSync(model) && existsSync(runtimeEntry);
}

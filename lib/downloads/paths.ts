import { existsSync } from "node:fs";

/** Where a downloaded model lives, all in the data folder and never in the main node_modules. */
export type DownloadPaths = {
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
export function isPresent({ marker, model, runtimeEntry }: DownloadPaths): boolean {
  return existsSync(marker) && existsSync(model) && existsSync(runtimeEntry);
}

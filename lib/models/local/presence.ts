import { existsSync } from "node:fs";
import { localPaths } from "./paths.ts";

/** True when runtime and model are complete and checked: the marker is written after everything else. */
export async function isLocalModelPresent(paths = localPaths()): Promise<boolean> {
  return existsSync(paths.marker) && existsSync(paths.model) && existsSync(paths.runtimeEntry);
}

import { resolve } from "node:path";

/** The file of the thread that runs Python, which Node reads as it is; `thread-file.ts` says why it stands alone. */
export function pythonThreadFile(): string {
  return resolve("lib", "evaluation", "code", "python-runs.ts");
}

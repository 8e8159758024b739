import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "./config/read.ts";
import { perform } from "./eval/perform.ts";
import type { Results } from "./eval/results.ts";

/** Files in a folder of their own, with the process in it until `leave`. */
export function inFolder(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "valueloop-cli-"));
  const before = process.cwd();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  process.chdir(folder);
  return {
    folder,
    leave: () => {
      process.chdir(before);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Reads and runs a configuration of the folder. */
export async function runConfig(file?: string): Promise<Results> {
  const plan = await readConfig(file);
  if (plan.problems.length > 0)
    throw new Error(plan.problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return perform(plan, { signal: new AbortController().signal, onCase: () => undefined });
}

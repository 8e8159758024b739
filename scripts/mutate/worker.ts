import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, inject } from "vitest";

/** Runs in every worker before a test file: wakes one mutant, or notes which mutants the file reaches. */
declare module "vitest" {
  interface ProvidedContext {
    mutate: { active: number | null; hitsFolder: string; limitMs: number };
  }
}

const { active, hitsFolder, limitMs } = inject("mutate");
const hits = new Set<number>();
const deadline = performance.now() + limitMs;
let calls = 0;

(globalThis as { __mutant?: (id: number) => boolean }).__mutant = (id) => {
  if (active === null) hits.add(id);
  calls += 1;
  // A loop that a mutant made endless is left here: nothing else can stop it in its own thread.
  if (calls % 1024 === 0 && performance.now() > deadline) throw new Error("The mutant runs for ever.");
  return id === active;
};

if (active === null)
  afterAll(() => {
    mkdirSync(hitsFolder, { recursive: true });
    const file = expect.getState().testPath ?? "";
    writeFileSync(
      join(hitsFolder, `${process.pid}-${Date.now()}-${hits.size}.json`),
      JSON.stringify({ file, hits: [...hits] }),
    );
  });

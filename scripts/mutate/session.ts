import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Plugin } from "vite";
import { createVitest, type TestModule } from "vitest/node";
import type { Area } from "./areas.ts";
import type { Mutant } from "./mutant.ts";
import { isInDoubt, type Verdict } from "./verdict.ts";
import type {} from "./worker.ts";

/** A test file as the unmutated run showed it. */
export type Seen = { file: string; durationMs: number; hits: ReadonlySet<number> };

export type Session = Awaited<ReturnType<typeof openSession>>;

const root = process.cwd();

/** One vitest that stays warm: modules are transformed once, with all mutants built in. */
export async function openSession(sources: ReadonlyMap<string, string>, maxWorkers: number) {
  const hitsFolder = mkdtempSync(join(tmpdir(), "mutate-"));
  const plugin: Plugin = {
    name: "mutate",
    enforce: "pre",
    transform: {
      order: "pre",
      handler: (_, id) => sources.get(relative(root, id.split("?")[0] ?? id)) ?? null,
    },
  };
  const vitest = await createVitest(
    {
      // The suite's own projects share processes and keep modules on disk: both would carry one mutant into the next.
      config: false,
      root,
      watch: false,
      isolate: true,
      fsModuleCache: false,
      pool: "forks",
      maxWorkers,
      // One red test is enough.
      bail: 1,
      reporters: [{}],
      include: ["lib/**/*.test.ts"],
      globalSetup: ["testing/global-setup.ts"],
      setupFiles: ["testing/laws.ts", "scripts/mutate/worker.ts"],
      env: { TZ: "Asia/Kathmandu", LOG_LEVEL: "silent" },
      server: { deps: { inline: ["next-auth"] } },
      // Other work on the machine must not make a test red: a mutant that hangs is left at its own limit.
      testTimeout: 90_000,
      hookTimeout: 120_000,
    },
    { plugins: [plugin], logLevel: "error" },
  );
  const specifications = await vitest.globTestSpecifications();
  const provide = (active: number | null, limitMs: number) =>
    vitest.provide("mutate", { active, hitsFolder, limitMs });
  return {
    /** Runs the test files unmutated and notes which mutants each reaches. Throws where one is red. */
    async baseline({ tests, without = [] }: Pick<Area, "tests" | "without">): Promise<Seen[]> {
      provide(null, 600_000);
      const result = await vitest.runTestSpecifications(
        specifications.filter(({ moduleId }) => {
          const file = relative(root, moduleId);
          return tests.some((test) => file.startsWith(test)) && !without.includes(file);
        }),
      );
      const red = result.testModules.filter(isRed);
      if (red.length > 0 || result.unhandledErrors.length > 0)
        throw new Error(
          `red before any mutant: ${red.map(failuresOf).join("; ")} ${result.unhandledErrors.map(String).join("; ")}`,
        );
      const hits = readHits(hitsFolder);
      return result.testModules.map((module) => {
        const { duration, collectDuration, setupDuration } = module.diagnostic();
        return {
          file: module.moduleId,
          durationMs: duration + collectDuration + setupDuration,
          hits: hits.get(module.moduleId) ?? new Set(),
        };
      });
    },
    /** Wakes one mutant under these test files, its own folder's first, then the quickest; stops at the first that is red. */
    async judge({ id, file: mutated }: Mutant, tests: readonly Seen[]): Promise<Verdict> {
      const isFar = ({ file }: Seen) => Number(relative(root, dirname(file)) !== dirname(mutated));
      const order = tests.toSorted((a, b) => isFar(a) - isFar(b) || a.durationMs - b.durationMs);
      for (const { file, durationMs } of order) {
        provide(id, 20_000 + 10 * durationMs);
        // What an earlier mutant left must not be taken for this one's.
        vitest.state.filesMap.clear();
        vitest.state.idMap.clear();
        const result = await vitest.runTestSpecifications(
          specifications.filter(({ moduleId }) => moduleId === file),
        );
        const [red] = result.testModules.filter(isRed);
        if (!red && result.unhandledErrors.length === 0) {
          // A run that did not happen proves nothing.
          if (result.testModules.every(isIdle)) throw new Error(`${file} did not run under mutant ${id}`);
          continue;
        }
        const by = red ? failuresOf(red) : String(result.unhandledErrors[0]);
        return { isKilled: true, by, isInDoubt: !red || isInDoubt(by) };
      }
      return { isKilled: false, by: null, isInDoubt: false };
    },
    async close(): Promise<void> {
      rmSync(hitsFolder, { recursive: true, force: true });
      await vitest.close();
    },
  };
}

function isIdle(module: TestModule): boolean {
  return [...module.children.allTests("passed")].length === 0;
}

function isRed(module: TestModule): boolean {
  return module.state() === "failed" || !module.ok();
}

function failuresOf(module: TestModule): string {
  const errors = module.errors().map(({ message }) => message);
  const tests = [...module.children.allTests("failed")].map(
    (test) => `${test.fullName}: ${test.result().errors?.[0]?.message ?? ""}`,
  );
  const [line = ""] = [...errors, ...tests].join("; ").split("\n");
  return `${relative(root, module.moduleId)}: ${line.slice(0, 300)}`;
}

function readHits(folder: string): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  for (const name of readdirSync(folder)) {
    const { file, hits } = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
      file: string;
      hits: number[];
    };
    found.set(file, new Set([...(found.get(file) ?? []), ...hits]));
  }
  return found;
}

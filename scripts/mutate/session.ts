import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Plugin } from "vite";
import { createVitest, type TestModule, type TestSuite } from "vitest/node";
import type { Area } from "./areas.ts";
import { isInDoubt, type MutantOutcome } from "./outcome.ts";
import type { Orders } from "./worker.ts";
import { isCopy, wrapperOf } from "./wrapper.ts";

/** A test file as the unmutated run showed it: the mutants it reaches, and those of them reached while it is loaded. */
export type Seen = {
  file: string;
  durationMs: number;
  hits: ReadonlySet<number>;
  atLoad: ReadonlySet<number>;
};
type Id = number | null;

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
      handler(_, id) {
        const [file = id] = id.split("?");
        if (/^lib\/.*\.test\.ts$/.test(relative(root, file))) return isCopy(id) ? null : wrapperOf(file);
        return sources.get(relative(root, file)) ?? null;
      },
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
      reporters: [{}],
      include: ["lib/**/*.test.ts"],
      globalSetup: ["testing/global-setup.ts"],
      setupFiles: ["testing/laws.ts", "testing/each-file.ts", "scripts/mutate/worker.ts"],
      env: { TZ: "Asia/Kathmandu", LOG_LEVEL: "silent" },
      server: { deps: { inline: ["next-auth"] } },
      // Other work on the machine must not make a test red: a mutant that hangs is left at its own limit.
      testTimeout: 90_000,
      hookTimeout: 120_000,
    },
    { plugins: [plugin], logLevel: "error" },
  );
  const specifications = await vitest.globTestSpecifications();
  const provide = (orders: Partial<Orders>) =>
    vitest.provide("mutate", {
      ids: [null],
      isFromLoad: false,
      isNoting: false,
      hitsFolder,
      limitMs: 600_000,
      ...orders,
    });
  /** What an earlier run left must not be taken for the next one's. */
  const forget = () => {
    vitest.state.filesMap.clear();
    vitest.state.idMap.clear();
  };
  return {
    /** Runs the test files unmutated and notes which mutants each reaches. Throws where one is red. */
    async baseline({ tests, without = [] }: Pick<Area, "tests" | "without">): Promise<Seen[]> {
      provide({ isNoting: true });
      forget();
      const result = await vitest.runTestSpecifications(
        specifications.filter(({ moduleId }) => {
          const file = relative(root, moduleId);
          return tests.some((test) => file.startsWith(test)) && !without.includes(file);
        }),
      );
      const red = result.testModules.filter((module) => !module.ok());
      if (red.length > 0 || result.unhandledErrors.length > 0)
        throw new Error(
          `red before any mutant: ${red.map((module) => `${module.moduleId}: ${reasonOf(module)}`).join("; ")} ${result.unhandledErrors.map(String).join("; ")}`,
        );
      const reached = readHits(hitsFolder);
      return result.testModules.map((module) => {
        const { duration, collectDuration, setupDuration } = module.diagnostic();
        const none = { hits: new Set<number>(), atLoad: new Set<number>() };
        return {
          file: module.moduleId,
          durationMs: duration + collectDuration + setupDuration,
          ...(reached.get(module.moduleId) ?? none),
        };
      });
    },
    /** Runs a test file's tests under each of these mutants in one process, null being none. */
    async judge(test: Seen, ids: Id[], isFromLoad = false): Promise<Map<Id, MutantOutcome>> {
      provide({ ids, isFromLoad, limitMs: 20_000 + 10 * test.durationMs });
      forget();
      const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
        specifications.filter(({ moduleId }) => moduleId === test.file),
      );
      const [stray = null] = unhandledErrors.map((error) =>
        error instanceof Error ? error.message : JSON.stringify(error),
      );
      const suites = new Map(
        testModules.flatMap((module) => [...module.children.suites()].map((suite) => [suite.name, suite])),
      );
      const verdictOn = (id: Id): MutantOutcome => {
        const suite = suites.get(`mutant ${id}`);
        const red = suite && !suite.ok() ? reasonOf(suite) : null;
        if (red !== null)
          return { isKilled: true, by: `${relative(root, test.file)}: ${red}`, isInDoubt: isInDoubt(red) };
        // Where the process itself failed nobody knows by which of its mutants; a run that did not happen proves nothing.
        const ran = suite !== undefined && [...suite.children.allTests("passed")].length > 0;
        if (stray !== null || !ran)
          return { isKilled: true, by: stray ?? `${test.file} did not run`, isInDoubt: true };
        return { isKilled: false, by: null, isInDoubt: false };
      };
      return new Map(ids.map((id) => [id, verdictOn(id)]));
    },
    async close(): Promise<void> {
      rmSync(hitsFolder, { recursive: true, force: true });
      await vitest.close();
    },
  };
}

/** The first thing that went wrong, on one line. */
function reasonOf(group: TestModule | TestSuite): string {
  const suites = [...group.children.allSuites()];
  const errors = [group, ...suites].flatMap((each) => each.errors().map(({ message }) => message));
  const tests = [...group.children.allTests("failed")].map(
    (test) => `${test.fullName.replace(/^mutant \w+ > /, "")}: ${test.result().errors?.[0]?.message ?? ""}`,
  );
  const [line = ""] = [...errors, ...tests].join("; ").split("\n");
  return line.slice(0, 300);
}

function readHits(folder: string): Map<string, Pick<Seen, "hits" | "atLoad">> {
  const found = new Map<string, Pick<Seen, "hits" | "atLoad">>();
  for (const name of readdirSync(folder)) {
    const { file, atLoad, inTests } = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
      file: string;
      atLoad: number[];
      inTests: number[];
    };
    found.set(file, { atLoad: new Set(atLoad), hits: new Set([...atLoad, ...inTests]) });
  }
  return found;
}

import { watch } from "node:fs";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readConfig } from "../config/read.ts";
import { ConfigError, problemLine, readText } from "../config/source.ts";
import { githubAnnotations } from "../report/github.ts";
import { htmlReport } from "../report/html.ts";
import { junitReport } from "../report/junit.ts";
import { startProgress } from "../report/progress.ts";
import { textReport } from "../report/table.ts";
import { type BaselineComparison, compareToBaseline } from "./baseline.ts";
import { exitCodes, gateOf } from "./gate.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { cellsOf, perform } from "./perform.ts";
import type { Plan } from "./plan.ts";
import { postResults } from "./post.ts";
import { Results } from "./results.ts";

/** `valueloop eval`: the code the process ends with. */
export async function evalCommand(args: readonly string[], signal: AbortSignal): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return exitCodes.passed;
  }
  const options = readOptions(args);
  if (!options.watch) return runOnce(options, signal).then(({ code }) => code);
  return watching(options, signal);
}

/** Runs now and at every change of a file of the configuration, until it is stopped. */
async function watching(options: Options, signal: AbortSignal): Promise<number> {
  while (!signal.aborted) {
    const files = await runOnce(options, signal).then(
      (run) => run.files,
      (error: unknown) => {
        if (!(error instanceof ConfigError)) throw error;
        process.stderr.write(`${error.message}\n`);
        return options.config === undefined ? [] : [options.config];
      },
    );
    process.stderr.write("\nWaiting for a change; Ctrl+C ends.\n");
    await firstChange(files, signal);
  }
  return exitCodes.interrupted;
}

/** Editors replace files, so their folders are watched; several writes of one save are one change. */
function firstChange(files: readonly string[], signal: AbortSignal): Promise<void> {
  const folders = new Set(files.map((file) => dirname(file)));
  const names = new Set(files.map((file) => file.slice(dirname(file).length + 1) || file));
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const watchers = [...folders].map((folder) =>
      watch(folder, { signal }, (_event, name) => {
        if (name !== null && !names.has(name)) return;
        clearTimeout(timer);
        timer = setTimeout(done, 100);
      }),
    );
    const done = () => {
      for (const watcher of watchers) watcher.close();
      resolve();
    };
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function runOnce(
  options: Options,
  signal: AbortSignal,
): Promise<{ code: number; files: readonly string[] }> {
  const plan = withOptions(await readConfig(options.config), options);
  const skipped = refuseOrSay(plan, options);
  const baseline = options.baseline === undefined ? null : readBaseline(options.baseline);
  const progress = startProgress(options.json ? null : process.stderr, cellsOf(plan).length);
  const done = await perform(plan, { signal, onCase: progress.add }).finally(progress.end);
  const results: Results = { ...done, skipped };
  if (signal.aborted) return { code: exitCodes.interrupted, files: plan.files };
  const comparison = baseline && compareToBaseline(baseline, results);
  const gate = gateOf(results, comparison);
  writeFiles(results, { gate, comparison, options });
  if (options.server !== undefined)
    for (const { number } of await postResults(results, options.server, options.id))
      process.stderr.write(`posted as run ${number}\n`);
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ ...results, gate: { code: gate.code, sentence: gate.sentence }, comparison }, null, 2)}\n`,
    );
  else process.stdout.write(`${textReport(results, comparison)}\n\n${gate.sentence}.\n`);
  if (options.github && !options.json) process.stdout.write(`${githubAnnotations(results).join("\n")}\n`);
  return { code: gate.code, files: plan.files };
}

function withOptions(plan: Plan, { repeat, concurrency, filter }: Options): Plan {
  const wanted = filter?.toLowerCase();
  const tests =
    wanted === undefined
      ? plan.tests
      : plan.tests.filter(({ description, variables }) =>
          `${description}\n${JSON.stringify(variables)}`.toLowerCase().includes(wanted),
        );
  if (tests.length === 0 && plan.tests.length > 0)
    throw new ConfigError([{ file: plan.file, line: null, message: `No case holds "${filter}".` }]);
  return { ...plan, tests, repeat: repeat ?? plan.repeat, concurrency: concurrency ?? plan.concurrency };
}

/** What is not done here stops the run before a call is made, unless it may be left out: then it is said. */
function refuseOrSay({ problems, columns, file }: Plan, { skipUnsupported }: Options): string[] {
  if (problems.length > 0 && !skipUnsupported) throw new ConfigError(problems);
  const lines = problems.map(problemLine);
  for (const line of lines) process.stderr.write(`left out: ${line}\n`);
  if (columns.length === 0)
    throw new ConfigError([{ file, line: null, message: "No prompt is left that a provider answers." }]);
  return lines;
}

function readBaseline(file: string): Results {
  const parsed = Results.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  throw new ConfigError([{ file, line: null, message: "These are no results of valueloop eval --save." }]);
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Made = { gate: ReturnType<typeof gateOf>; comparison: BaselineComparison | null; options: Options };

function writeFiles(results: Results, { gate, comparison, options }: Made): void {
  const write = (file: string | undefined, text: () => string) => {
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text());
  };
  write(options.save, () => `${JSON.stringify(results, null, 2)}\n`);
  write(options.junit, () => junitReport(results));
  write(options.html, () => htmlReport(results, gate, comparison));
}

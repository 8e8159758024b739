import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ts } from "@ts-morph/common";
import { QuickJS } from "quickjs-wasi";
import { harness } from "./harness.ts";
import { mostSaidBytes, type RunJob, type RunVerdict, type ScoreJob, type ScoreVerdict } from "./verdict.ts";

/** QuickJS compiled once; every run has an instance of its own, whose memory nobody else ever sees. */
const engine = new WebAssembly.Module(
  readFileSync(createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm")),
);
const megabyte = 1024 * 1024;
const badDescriptor = 8;

/**
 * Runs code and its tests in an interpreter compiled to wasm that has nothing of the machine: no files, no network, no
 * timers, no other modules, and a bound on time and memory. What it prints goes nowhere.
 */
export async function runTests(job: RunJob): Promise<RunVerdict> {
  // They stand in text that the code under test cannot read: what it says or returns early is no pass.
  const secrets = {
    ran: randomUUID(),
    pass: randomUUID(),
    tools: `tools_${randomUUID().replaceAll("-", "")}`,
  };
  const program = programOf(job, secrets);
  if ("fault" in program) return { outcome: "unreadable", message: program.fault };
  return inEngine(job, async (vm, settle) => {
    const fixed = { writable: false, configurable: false, enumerable: false };
    vm.global.defineProp(secrets.tools, vm.evalCode(harness), fixed);
    const said = await settle(program.script);
    return typeof said === "string" ? verdictOf(said, secrets.pass) : said;
  });
}

/**
 * What an evaluator's own code gives for a case, in the same engine: its function "score", or the one it exports. Its author
 * has no reason to fool it; the case is data and is never read as code.
 */
export async function scoreByCode(job: ScoreJob): Promise<ScoreVerdict> {
  const read = transpiled(job.code, "typescript");
  if ("fault" in read) return { outcome: "unreadable", message: read.fault };
  const context = JSON.stringify(JSON.stringify(job.context));
  const script = `(async () => {
  try {
    const module = { exports: {} };
    const found = await (async (exports, module) => {
${read.script}
      return exports.score ?? exports.default ?? (typeof score === "function" ? score : undefined);
    })(module.exports, module);
    if (typeof found !== "function") return "exception:it has no function called score";
    return "value:" + (JSON.stringify(await found(JSON.parse(${context}))) ?? "null");
  } catch (error) {
    return "exception:" + (error instanceof Error ? error.name + ": " + error.message : String(error));
  }
})()`;
  return inEngine(job, async (_vm, settle) => {
    const said = await settle(script);
    if (typeof said !== "string") return said;
    if (!said.startsWith("value:")) return broken(said.slice("exception:".length, 400));
    if (Buffer.byteLength(said) > mostSaidBytes) return broken("it says more than 64 KB");
    try {
      return { value: JSON.parse(said.slice("value:".length)) as unknown };
    } catch {
      return broken("it wrote what is no verdict");
    }
  });
}

type Limits = Pick<RunJob, "timeMs" | "memoryMb">;
type Broken = Exclude<RunVerdict, { outcome: "passed" } | { unchecked: string }>;
/** Runs a script whose promise gives a text, or says how it ended without. */
type Settle = (script: string) => Promise<string | Broken>;

async function inEngine<Verdict>(
  job: Limits,
  work: (vm: QuickJS, settle: Settle) => Promise<Verdict>,
): Promise<Verdict | Broken> {
  const until = performance.now() + job.timeMs;
  const isLate = () => performance.now() > until;
  const vm = await QuickJS.create({
    wasm: engine,
    memoryLimit: job.memoryMb * megabyte,
    maxStackSize: 256 * 1024,
    interruptHandler: isLate,
    timezoneOffset: 0,
    wasi: () => ({ fd_write: () => badDescriptor }),
  });
  const settle: Settle = async (script) => {
    const promise = vm.evalCode(script, "answer.js");
    const settled = vm.resolvePromise(promise);
    while (vm.executePendingJobs() > 0 && !isLate());
    if (isLate()) return late(job);
    if (promise.promiseState === 0) return { outcome: "exception", message: "it waits for what never comes" };
    const result = await settled;
    return "value" in result ? result.value.toString() : "exception:it threw";
  };
  // Never disposed: after a failed allocation its memory is in no state to be tidied, and it goes as a whole.
  try {
    return await work(vm, settle);
  } catch (thrown) {
    return isLate() ? late(job) : brokenBy(thrown, job);
  }
}

/** Code and tests as one script: tests see what the code declares, and tools that the code cannot replace. */
function programOf(
  { code, tests, language }: RunJob,
  { ran, pass, tools }: { ran: string; pass: string; tools: string },
): { script: string } | { fault: string } {
  const source = `${code}
;await (async ({ assert, test, test: it, describe }) => {
${tests}
})(${tools});`;
  const read = transpiled(source, language);
  if ("fault" in read) return read;
  return {
    script: `(async () => {
  let ran = "";
  try {
    ran = await (async (exports, module) => {
${read.script}
      return "${ran}";
    })({}, { exports: {} });
  } catch (error) {
    return ${tools}.named("", error);
  }
  if (ran !== "${ran}") return "exception:it ends before its tests";
  return (await ${tools}.settle()) || "${pass}";
})()`,
  };
}

/** As plain JavaScript of CommonJS, types left out unread. */
function transpiled(source: string, language: RunJob["language"]): { script: string } | { fault: string } {
  const { outputText, diagnostics = [] } = ts.transpileModule(source, {
    fileName: language === "typescript" ? "answer.ts" : "answer.js",
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      allowJs: true,
      jsx: ts.JsxEmit.React,
    },
  });
  const [first] = diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error);
  return first ? { fault: ts.flattenDiagnosticMessageText(first.messageText, " ") } : { script: outputText };
}

function broken(message: string): Broken {
  return { outcome: "exception", message };
}

function verdictOf(said: string, pass: string): RunVerdict {
  if (said === pass) return { outcome: "passed" };
  const [kind, ...rest] = said.split(":");
  const message = rest.join(":").slice(0, 300);
  return { outcome: kind === "assertion" ? "failed" : "exception", message };
}

function late({ timeMs }: Limits): Broken {
  return { outcome: "timeout", message: `it takes longer than ${timeMs.toLocaleString("en")} ms` };
}

/** The engine throws at the host where memory or stack run out; anything else is the program's own error. */
function brokenBy(thrown: unknown, { memoryMb }: Limits): Broken {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const isMemory = /out of memory|memory access|unreachable|allocation/i.test(message);
  return isMemory
    ? { outcome: "out_of_memory", message: `it takes more than ${memoryMb} MB` }
    : { outcome: "exception", message: message.slice(0, 300) };
}

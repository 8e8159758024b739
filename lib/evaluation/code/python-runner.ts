import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { once } from "#platform/runtime";
import { threadOptions } from "#platform/threads";
import { pythonProgram } from "./python-program.ts";
import { pythonThreadFile } from "./python-thread-file.ts";
import { runEndings, type RunJob, type RunVerdict } from "./verdict.ts";

/** The first thread with a bound on memory has no interpreter yet, makes one and gives it back for the next. */
export type ToPythonThread = {
  interpreter: WebAssembly.Module | null;
  memoryMb: number;
  program: string;
  word: string;
};
/** begun: the interpreter is up, and the code's time begins; said: its verdict; ended: it ended without one, and why. */
export type FromPythonThread =
  | { interpreter: WebAssembly.Module }
  | { begun: true }
  | { said: string }
  | { ended: string };

type PythonJob = Omit<RunJob, "language">;
/** An interpreter starts in half a second, on a machine that is full in many. */
const startMs = 60_000;
/** Threads at once; each is one program. */
const mostThreads = Math.min(4, availableParallelism());
const resourceLimits = { maxOldGenerationSizeMb: 64, stackSizeMb: 4 };

const Said = z.union([
  z.object({ outcome: z.literal("passed") }),
  z.object({ outcome: z.enum(runEndings), message: z.string() }),
  z.object({ unchecked: z.string() }),
]);

/** What runs Python in this process, whichever copy of the code asks. */
export function pythonRunner(): PythonRunner {
  return once("evaluation.pythonRunner", () => new PythonRunner());
}

/**
 * Runs Python with its tests in CPython compiled to WASI, a thread and an interpreter of its own for each, of which nothing
 * is left. The interpreter has a clock and chance and no other import: no files, no network, no JavaScript. Its memory is
 * bounded by wasm, its time by the end of its thread.
 */
class PythonRunner {
  readonly #interpreters = new LRUCache<number, WebAssembly.Module>({ max: 4 });
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** How the code ended; unchecked where the sandbox itself, or its tests, did not work. */
  async run(job: PythonJob): Promise<RunVerdict> {
    if (this.#running >= mostThreads)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    this.#running += 1;
    try {
      return await runOnce(this.#interpreters, job);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

function runOnce(interpreters: LRUCache<number, WebAssembly.Module>, job: PythonJob): Promise<RunVerdict> {
  // The code cannot read it, so whatever it writes is no verdict.
  const word = randomUUID();
  const program = pythonProgram({ code: job.code, tests: job.tests, word });
  const thread = new Worker(pythonThreadFile(), {
    name: "python",
    ...threadOptions,
    resourceLimits,
    stdout: true,
    stderr: true,
    env: {},
    workerData: {
      interpreter: interpreters.get(job.memoryMb) ?? null,
      memoryMb: job.memoryMb,
      program,
      word,
    } satisfies ToPythonThread,
  });
  return new Promise<RunVerdict>((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const settle = (verdict: RunVerdict) => {
      clearTimeout(timer);
      resolve(verdict);
      void thread.terminate();
    };
    const within = (ms: number, verdict: RunVerdict) => {
      clearTimeout(timer);
      timer = setTimeout(() => settle(verdict), ms);
    };
    within(startMs, { unchecked: "Python did not start in time." });
    let hasBegun = false;
    thread.on("message", (message: FromPythonThread) => {
      if ("interpreter" in message) interpreters.set(job.memoryMb, message.interpreter);
      else if ("begun" in message) {
        hasBegun = true;
        within(job.timeMs, late(job));
      } else if ("said" in message) settle(verdictOf(message.said));
      else if (hasBegun) settle({ outcome: "exception", message: message.ended });
      else settle({ unchecked: `Python could not be started: ${message.ended}` });
    });
    thread.on("error", (error) => settle(brokenBy(error, hasBegun)));
    thread.on("exit", () => settle({ unchecked: "The thread that runs Python ended." }));
  });
}

function verdictOf(said: string): RunVerdict {
  return Said.parse(JSON.parse(said));
}

function late({ timeMs }: PythonJob): RunVerdict {
  return { outcome: "timeout", message: `it takes longer than ${timeMs.toLocaleString("en")} ms` };
}

/** Before the code begins a thread breaks by a fault of ours or for want of memory; after, by what the code does. */
function brokenBy(error: unknown, hasBegun: boolean): RunVerdict {
  const message = error instanceof Error ? error.message.slice(0, 300) : "it broke";
  return hasBegun
    ? { outcome: "exception", message }
    : { unchecked: `Python could not be started: ${message}` };
}

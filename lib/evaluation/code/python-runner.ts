import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { once } from "#platform/runtime";
import { threadOptions } from "#platform/threads";
import { pythonJob, type PythonProgram } from "./python-program.ts";
import { pythonThreadFile } from "./python-thread-file.ts";
import { runEndings, type RunJob, type RunVerdict, type ScoreJob, type ScoreVerdict } from "./verdict.ts";

/** The first thread with a bound on memory has no interpreter yet, makes one and gives it back for the next. */
export type ToPythonThread = {
  interpreter: WebAssembly.Module | null;
  memoryMb: number;
  /** What it reads from its standard input. */
  job: string;
  word: string;
};
/** begun: the interpreter is up, and the code's time begins; said: its verdict; ended: it ended without one, and why. */
export type FromPythonThread =
  | { interpreter: WebAssembly.Module }
  | { begun: true }
  | { said: string }
  | { ended: string };

type Work<Verdict> = Pick<RunJob, "timeMs" | "memoryMb"> & {
  program: PythonProgram;
  /** What the program may say. */
  verdict: z.ZodType<Verdict>;
};
/** An interpreter starts in half a second, on a machine that is full in many: a case is not to go unjudged for that. */
const startMs = 180_000;
/** Time is the processor's, so that a full machine makes no code late; by the clock it may be so many times as much. */
const mostWallTimes = 30;
/** Threads at once; each is one program. */
const mostThreads = Math.min(4, availableParallelism());
const resourceLimits = { maxOldGenerationSizeMb: 64, stackSizeMb: 4 };

const Ended = z.union([
  z.object({ outcome: z.enum(runEndings), message: z.string() }),
  z.object({ unchecked: z.string() }),
]);
type Ended = z.infer<typeof Ended>;
const Said = z.union([z.object({ outcome: z.literal("passed") }), Ended]);
const Scored = z.union([Ended, z.object({ value: z.unknown() })]);

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

  /** How code with its tests ended; unchecked where the sandbox itself, or its tests, did not work. */
  run({ code, tests, ...limits }: Omit<RunJob, "language">): Promise<RunVerdict> {
    return this.#work({ ...limits, program: { code, tests }, verdict: Said });
  }

  /** What an evaluator's own code gives for a case; unchecked where the sandbox itself did not work. */
  score({ code, context, ...limits }: Omit<ScoreJob, "language">): Promise<ScoreVerdict> {
    return this.#work({ ...limits, program: { code, tests: "", context }, verdict: Scored });
  }

  async #work<Verdict>(work: Work<Verdict>): Promise<Verdict | Ended> {
    if (this.#running >= mostThreads)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    this.#running += 1;
    try {
      return await runOnce(this.#interpreters, work);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

function runOnce<Verdict>(
  interpreters: LRUCache<number, WebAssembly.Module>,
  { timeMs, memoryMb, program, verdict }: Work<Verdict>,
): Promise<Verdict | Ended> {
  // The code does not get to know it, so that whatever it writes is no verdict.
  const word = randomUUID();
  const thread = new Worker(pythonThreadFile(), {
    name: "python",
    ...threadOptions,
    resourceLimits,
    stdout: true,
    stderr: true,
    env: {},
    workerData: {
      interpreter: interpreters.get(memoryMb) ?? null,
      memoryMb,
      job: pythonJob(word, program),
      word,
    } satisfies ToPythonThread,
  });
  return new Promise<Verdict | Ended>((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const settle = (verdict: Verdict | Ended) => {
      clearTimeout(timer);
      resolve(verdict);
      void thread.terminate();
    };
    const within = (ms: number, verdict: Ended) => {
      clearTimeout(timer);
      timer = setTimeout(() => settle(verdict), ms);
    };
    within(startMs, { unchecked: "Python did not start in time." });
    let hasBegun = false;
    const watch = async () => {
      const wallUntil = performance.now() + timeMs * mostWallTimes;
      const before = await thread.cpuUsage();
      for (;;) {
        const { user, system } = await thread.cpuUsage(before);
        const leftMs = timeMs - (user + system) / 1000;
        if (leftMs <= 0 || performance.now() > wallUntil) break;
        await sleep(Math.max(leftMs, 10));
      }
      settle(late(timeMs));
    };
    thread.on("message", (message: FromPythonThread) => {
      if ("interpreter" in message) interpreters.set(memoryMb, message.interpreter);
      else if ("begun" in message) {
        hasBegun = true;
        clearTimeout(timer);
        // A thread that has ended cannot be asked, and has said how.
        watch().catch(() => undefined);
      } else if ("said" in message) settle(read(message.said, verdict));
      else if (hasBegun) settle({ outcome: "exception", message: message.ended });
      else settle({ unchecked: `Python could not be started: ${message.ended}` });
    });
    thread.on("error", (error) => settle(brokenBy(error, hasBegun)));
    thread.on("exit", () => settle({ unchecked: "The thread that runs Python ended." }));
  });
}

/** What is no verdict was written by the code, and ends nothing but its own run. */
function read<Verdict>(said: string, verdict: z.ZodType<Verdict>): Verdict | Ended {
  const noVerdict: Ended = { outcome: "exception", message: "it wrote what is no verdict" };
  try {
    return verdict.safeParse(JSON.parse(said)).data ?? noVerdict;
  } catch {
    return noVerdict;
  }
}

function late(timeMs: number): Ended {
  return { outcome: "timeout", message: `it takes longer than ${timeMs.toLocaleString("en")} ms` };
}

/** Before the code begins a thread breaks by a fault of ours or for want of memory; after, by what the code does. */
function brokenBy(error: unknown, hasBegun: boolean): Ended {
  const message = error instanceof Error ? error.message.slice(0, 300) : "it broke";
  return hasBegun
    ? { outcome: "exception", message }
    : { unchecked: `Python could not be started: ${message}` };
}

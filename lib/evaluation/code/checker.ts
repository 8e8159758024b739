import { Worker } from "node:worker_threads";
import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import { threadOptions } from "#platform/threads";
import { codeThreadFile } from "./thread-file.ts";
import type { CodeJob, CodeVerdict, RunJob, RunVerdict, ScoreJob, ScoreVerdict } from "./verdict.ts";

type Asked = { check: CodeJob } | { run: RunJob } | { score: ScoreJob };
type Verdict = CodeVerdict | RunVerdict | ScoreVerdict;
export type ToCodeThread = { id: number; asked: Asked };
export type FromCodeThread = { id: number } & ({ loaded: true } | { verdict: Verdict });

/** Anything that talks like the thread: the real one, or a test's. */
export type CodeThread = Pick<Worker, "on" | "postMessage" | "terminate" | "ref" | "unref">;

/** Loading CPython takes three seconds of a processor, on a busy machine half a minute; reading code takes milliseconds. */
const defaultTimes = { loadMs: 120_000, readMs: 30_000, idleMs: 5 * 60_000 };
/** What the parsers may hold beside their wasm; a type-check of a file takes some 200 MB. */
const resourceLimits = { maxOldGenerationSizeMb: 768, stackSizeMb: 4 };

type Waiting = { id: number; asked: Asked; settle: (outcome: Verdict | AppError) => void };

/** The process's one thread for checking code, whichever copy of the code asks. */
export function codeChecker(): CodeChecker {
  return once("evaluation.codeChecker", () => {
    return new CodeChecker(
      () => new Worker(codeThreadFile(), { name: "code-checks", ...threadOptions, resourceLimits }),
    );
  });
}

/** A thread with one job at a time; jobs wait in order. It starts with the first and ends when it was idle for long. */
export class CodeChecker {
  readonly #start: () => CodeThread;
  readonly #times: typeof defaultTimes;
  readonly #waiting: Waiting[] = [];
  #current: Waiting | null = null;
  #thread: CodeThread | null = null;
  #timer: NodeJS.Timeout | undefined;
  #nextId = 1;

  constructor(start: () => CodeThread, times: Partial<typeof defaultTimes> = {}) {
    this.#start = start;
    this.#times = { ...defaultTimes, ...times };
  }

  /** What a parser says. Code that it cannot read in time, or that ends its thread, is unchecked. Throws unavailable at shutdown. */
  check(job: CodeJob): Promise<CodeVerdict> {
    // The thread answers a check with what a parser says.
    return this.#ask({ check: job }) as Promise<CodeVerdict>;
  }

  /** Runs code with its tests in the sandbox. Unchecked and throws as `check`. */
  run(job: RunJob): Promise<RunVerdict> {
    // The thread answers a run with how it ended.
    return this.#ask({ run: job }) as Promise<RunVerdict>;
  }

  /** What an evaluator's own code gives for a case, in the sandbox. Unchecked and throws as `check`. */
  score(job: ScoreJob): Promise<ScoreVerdict> {
    // The thread answers a score with what the code gave.
    return this.#ask({ score: job }) as Promise<ScoreVerdict>;
  }

  /** Ends the thread and refuses what waits; at shutdown and in tests. */
  async close(): Promise<void> {
    const thread = this.#forget();
    const gone = new AppError("unavailable", "The studio is shutting down.");
    for (const { settle } of [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)])
      settle(gone);
    this.#current = null;
    await thread?.terminate();
  }

  #ask(asked: Asked): Promise<Verdict> {
    return new Promise((resolvePromise, reject) => {
      const settle: Waiting["settle"] = (outcome) =>
        outcome instanceof AppError ? reject(outcome) : resolvePromise(outcome);
      this.#waiting.push({ id: this.#nextId, asked, settle });
      this.#nextId += 1;
      this.#next();
    });
  }

  #next(): void {
    if (this.#current) return;
    clearTimeout(this.#timer);
    const next = this.#waiting.shift();
    if (!next) {
      // An idle thread must not keep the process from ending, and gives its memory back.
      this.#thread?.unref();
      this.#after(this.#times.idleMs, () => void this.#forget()?.terminate());
      return;
    }
    this.#current = next;
    this.#thread ??= this.#begin();
    this.#thread.ref();
    this.#limit(this.#times.loadMs);
    this.#thread.postMessage({ id: next.id, asked: next.asked } satisfies ToCodeThread);
  }

  #begin(): CodeThread {
    const thread = this.#start();
    thread.on("message", (message: FromCodeThread) => this.#receive(message));
    thread.on("error", (error: unknown) => this.#lose(thread, error));
    thread.on("exit", () => this.#lose(thread, new Error("the thread ended")));
    return thread;
  }

  #receive(message: FromCodeThread): void {
    if (this.#current?.id !== message.id) return;
    if ("loaded" in message) this.#limit(this.#times.readMs);
    else this.#settle(message.verdict);
  }

  #limit(ms: number): void {
    clearTimeout(this.#timer);
    this.#after(ms, () => {
      void this.#forget()?.terminate();
      this.#settle({ unchecked: `The code could not be read within ${Math.round(ms / 1000)} seconds.` });
    });
  }

  #after(ms: number, work: () => void): void {
    this.#timer = setTimeout(work, ms);
    this.#timer.unref();
  }

  #lose(thread: CodeThread, error: unknown): void {
    if (this.#thread !== thread) return;
    logger().warn({ err: error }, "the thread that checks code ended");
    this.#forget();
    if (this.#current) this.#settle({ unchecked: "The code could not be read: it takes too much memory." });
  }

  #forget(): CodeThread | null {
    const thread = this.#thread;
    this.#thread = null;
    clearTimeout(this.#timer);
    return thread;
  }

  #settle(verdict: Verdict): void {
    const done = this.#current;
    this.#current = null;
    done?.settle(verdict);
    this.#next();
  }
}

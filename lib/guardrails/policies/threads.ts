import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import { threadOptions } from "#platform/threads";
import type { GuardrailResult, Stage } from "../schema.ts";
import type { RestorationEntries } from "./restorations.ts";

/** Texts to judge: `sources` are the policies as JSON, `restorations` what the call's placeholders stand for so far. */
export type JudgingJob = {
  sources: string;
  texts: readonly string[];
  stage: Stage;
  restorations?: RestorationEntries | undefined;
  isUntrusted?: boolean | undefined;
};
export type Judged = { results: GuardrailResult[]; restorations?: RestorationEntries | undefined };
export type ToThread = JudgingJob & { id: number; stop: SharedArrayBuffer };
export type FromThread = { id: number; failure?: string } & Partial<Judged>;

/** Anything that talks like the thread: the real one, or a test's. */
export type JudgingThread = Pick<Worker, "on" | "postMessage" | "terminate" | "ref" | "unref">;

type Job = {
  message: ToThread;
  attempts: number;
  settle: (outcome: Judged | AppError) => void;
};
type Slot = { thread: JudgingThread; job: Job | null; timer: NodeJS.Timeout | undefined };

/** A thread that has said nothing for so long is taken for stuck; 10 MB take some ten seconds. */
const patienceMs = 120_000;
/** A thread that dies under a job is replaced and the job tried once more. */
const maxAttempts = 2;

const unavailable = (cause?: unknown) =>
  new AppError(
    "unavailable",
    "This text could not be checked, so it was neither sent on nor stored. Try again.",
    cause ? { cause } : {},
  );

/** The process's threads for judging texts, whichever copy of the code asks. */
export function judgingThreads(): JudgingThreads {
  return once("guardrails.threads", () => {
    const file = resolve("lib", "guardrails", "policies", "thread.ts");
    const size = Math.max(1, Math.min(2, availableParallelism() - 1));
    return new JudgingThreads(() => new Worker(file, { name: "guardrails", ...threadOptions }), size);
  });
}

/** A few threads, each with one job at a time; jobs wait in order. What cannot be judged is refused, never let through. */
export class JudgingThreads {
  readonly #start: () => JudgingThread;
  readonly #size: number;
  readonly #slots = new Set<Slot>();
  readonly #waiting: Job[] = [];
  #nextId = 1;

  constructor(start: () => JudgingThread, size: number) {
    this.#start = start;
    this.#size = size;
  }

  /** Judges texts on a thread. Throws cancelled when the caller leaves, unavailable when no thread can do it. */
  judge(asked: JudgingJob, signal?: AbortSignal): Promise<Judged> {
    if (signal?.aborted) return Promise.reject(cancelled());
    return new Promise((resolvePromise, reject) => {
      const stop = new SharedArrayBuffer(4);
      const job: Job = {
        message: { ...asked, id: this.#nextId, stop },
        attempts: 0,
        settle: (outcome) => {
          signal?.removeEventListener("abort", leave);
          if (outcome instanceof Error) reject(outcome);
          else resolvePromise(outcome);
        },
      };
      const leave = () => {
        Atomics.store(new Int32Array(stop), 0, 1);
        const place = this.#waiting.indexOf(job);
        if (place >= 0) this.#waiting.splice(place, 1);
        job.settle(cancelled());
      };
      this.#nextId += 1;
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.push(job);
      this.#dispatch();
    });
  }

  /** Stops every thread and refuses what waits; at shutdown and in tests. */
  async close(): Promise<void> {
    const slots = [...this.#slots];
    this.#slots.clear();
    for (const job of [...slots.flatMap(({ job }) => job ?? []), ...this.#waiting.splice(0)])
      job.settle(unavailable());
    for (const { timer } of slots) clearTimeout(timer);
    await Promise.all(slots.map(({ thread }) => thread.terminate()));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const slot = this.#freeSlot();
      if (!slot) return;
      const job = this.#waiting.shift();
      if (!job) return;
      slot.job = job;
      job.attempts += 1;
      slot.thread.ref();
      slot.timer = setTimeout(() => this.#lose(slot, new Error("no answer in time"), true), patienceMs);
      slot.timer.unref();
      slot.thread.postMessage(job.message);
    }
  }

  #freeSlot(): Slot | null {
    for (const slot of this.#slots) if (!slot.job) return slot;
    if (this.#slots.size >= this.#size) return null;
    const slot: Slot = { thread: this.#start(), job: null, timer: undefined };
    slot.thread.unref();
    slot.thread.on("message", (message: FromThread) => this.#finish(slot, message));
    slot.thread.on("error", (error: unknown) => this.#lose(slot, error, false));
    slot.thread.on("exit", () => this.#lose(slot, new Error("the thread ended"), false));
    this.#slots.add(slot);
    return slot;
  }

  #finish(slot: Slot, { id, results, restorations, failure }: FromThread): void {
    const { job } = slot;
    if (!job || job.message.id !== id) return;
    slot.job = null;
    clearTimeout(slot.timer);
    slot.thread.unref();
    job.settle(results ? { results, restorations } : unavailable(new Error(failure)));
    this.#dispatch();
  }

  /** A dead or stuck thread: forgotten, its job given to another, or refused when it has killed two. */
  #lose(slot: Slot, error: unknown, isStuck: boolean): void {
    if (!this.#slots.delete(slot)) return;
    clearTimeout(slot.timer);
    logger().error({ err: error }, "a thread that judges texts ended");
    if (isStuck) void slot.thread.terminate();
    const { job } = slot;
    if (job && !isStuck && job.attempts < maxAttempts) this.#waiting.unshift(job);
    else job?.settle(unavailable(error));
    this.#dispatch();
  }
}

const cancelled = () => new AppError("cancelled", "The caller left before the text was checked.");

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { localPaths } from "#lib/downloads";
import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import { threadOptions } from "#platform/threads";
import { FairQueue } from "./fair-queue.ts";
import type { FromWorker, GenerateOptions, ToWorker, WorkerSettings } from "./protocol.ts";

export const localContextTokens = 4096;
/** A cancel that the thread does not hear within this time costs it its life. */
const cancelGraceMs = 10_000;
/** An idle model gives its memory back. */
const idleMs = 15 * 60_000;

type Settled = Exclude<FromWorker, { type: "ready" } | { type: "delta" }>;
type Task = {
  id: number;
  prompt: string;
  options: GenerateOptions;
  onText: (text: string) => void;
  settle: (result: Settled | AppError) => void;
};
/** Anything that talks like the thread: the real one, or a test's. */
export type ModelThread = Pick<Worker, "on" | "postMessage" | "terminate" | "unref" | "ref">;

/** The process's engine for the local model: one thread, one request at a time, turns shared fairly. */
export function localEngine(): LocalEngine {
  return once("models.localEngine", () => {
    const paths = localPaths();
    const settings: WorkerSettings = {
      runtimeEntry: paths.runtimeEntry,
      modelPath: paths.model,
      threads: availableParallelism(),
      contextTokens: localContextTokens,
    };
    return new LocalEngine(
      () => new Worker(paths.worker, { workerData: settings, name: "local-model", ...threadOptions }),
    );
  });
}

export class LocalEngine {
  readonly #start: () => ModelThread;
  readonly #queue = new FairQueue<Task>();
  #thread: ModelThread | null = null;
  #current: Task | null = null;
  #nextId = 1;
  #idleTimer: NodeJS.Timeout | undefined;
  #graceTimer: NodeJS.Timeout | undefined;

  constructor(start: () => ModelThread) {
    this.#start = start;
  }

  /** How many requests wait, not counting the one that runs. */
  get waiting(): number {
    return this.#queue.size;
  }

  /**
   * Generates in turn. Resolves at the end; `onText` gets the text as it comes. Throws cancelled (also while waiting),
   * too_large, invalid_input (schema), upstream_failed (the thread died; the next call starts a new one).
   */
  generate(
    request: { queueKey: string; prompt: string; options: GenerateOptions; signal: AbortSignal | undefined },
    onText: (text: string) => void,
  ): Promise<Extract<Settled, { type: "end" }>> {
    const { queueKey, prompt, options, signal } = request;
    if (signal?.aborted) return Promise.reject(cancelled());
    return new Promise((resolve, reject) => {
      const task: Task = {
        id: this.#nextId,
        prompt,
        options,
        onText: (text) => {
          if (!signal?.aborted) onText(text);
        },
        settle: (result) => {
          signal?.removeEventListener("abort", onAbort);
          if (result instanceof Error) reject(result);
          else if (result.type === "end") resolve(result);
          else reject(errorOf(result));
        },
      };
      const onAbort = () => this.#cancel(task);
      this.#nextId += 1;
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#queue.add(queueKey, task);
      this.#dispatch();
    });
  }

  /** Stops the thread and fails what runs and waits; at shutdown and in tests. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#forgetThread();
    const stopped = new AppError("unavailable", "The studio is shutting down.");
    this.#current?.settle(stopped);
    this.#current = null;
    for (let task = this.#queue.next(); task; task = this.#queue.next()) task.settle(stopped);
    await thread?.terminate();
  }

  #dispatch(): void {
    if (this.#current) return;
    const task = this.#queue.next();
    if (!task) return this.#waitIdle();
    clearTimeout(this.#idleTimer);
    this.#current = task;
    try {
      this.#thread ??= this.#startThread();
      this.#thread.ref();
      this.#post({ type: "generate", id: task.id, prompt: task.prompt, options: task.options });
    } catch (cause) {
      this.#forgetThread();
      this.#finish(
        new AppError(
          "upstream_failed",
          "The local model could not be started. Retry its installation on the connections page.",
          { cause },
        ),
      );
    }
  }

  #startThread(): ModelThread {
    const thread = this.#start();
    thread.on("message", (message: FromWorker) => this.#receive(message));
    thread.on("error", (cause: unknown) => this.#died(thread, cause));
    thread.on("exit", (code: number) =>
      this.#died(thread, new Error(`The local model's thread ended with code ${code}.`)),
    );
    return thread;
  }

  #receive(message: FromWorker): void {
    if (message.type === "ready" || message.id !== this.#current?.id) return;
    if (message.type === "delta") this.#current.onText(message.text);
    else this.#finish(message);
  }

  #finish(result: Settled | AppError): void {
    clearTimeout(this.#graceTimer);
    const task = this.#current;
    this.#current = null;
    task?.settle(result);
    this.#dispatch();
  }

  #cancel(task: Task): void {
    if (this.#queue.remove(task)) return task.settle(cancelled());
    if (this.#current !== task) return;
    // The caller is free at once; the thread's own answer only says that the next may begin.
    task.settle(cancelled());
    this.#post({ type: "cancel", id: task.id });
    this.#graceTimer = setTimeout(() => {
      const thread = this.#thread;
      this.#forgetThread();
      void thread?.terminate();
      this.#finish(cancelled());
    }, cancelGraceMs).unref();
  }

  #died(thread: ModelThread, cause: unknown): void {
    if (this.#thread !== thread) return;
    logger().error({ err: cause }, "local model thread died");
    this.#forgetThread();
    const details = { status: null, isRetryable: true, retryAfterMs: null };
    if (this.#current)
      this.#finish(
        new AppError("upstream_failed", "The local model stopped in the middle of its work. Try again.", {
          cause,
          details,
        }),
      );
  }

  #post(message: ToWorker): void {
    this.#thread?.postMessage(message);
  }

  #waitIdle(): void {
    // A loaded but idle model must not keep the process from ending.
    this.#thread?.unref();
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.close(), idleMs).unref();
  }

  #forgetThread(): void {
    this.#thread = null;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#graceTimer);
  }
}

function cancelled(): AppError {
  return new AppError("cancelled", "The call was cancelled.");
}

function errorOf(result: Extract<Settled, { type: "error" }>): AppError {
  const details = { status: null, isRetryable: false, retryAfterMs: null };
  switch (result.reason) {
    case "cancelled":
      return cancelled();
    case "too_large":
      return new AppError("too_large", result.message, { details });
    case "bad_schema":
      return new AppError("invalid_input", result.message, { details });
    case "failed":
      return new AppError(
        "upstream_failed",
        "The local model failed at this request. Try again or choose another model.",
        {
          details,
          cause: new Error(result.message),
        },
      );
    default:
      return result.reason satisfies never;
  }
}

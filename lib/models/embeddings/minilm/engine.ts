import { Worker } from "node:worker_threads";
import { miniLmPaths, multilingualPaths } from "#lib/downloads";
import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import { threadOptions } from "#platform/threads";
import type { EmbeddingThreadSettings, FromEmbeddingThread, ToEmbeddingThread } from "./protocol.ts";

/** An idle model gives its memory back. */
const idleMs = 15 * 60_000;

type Waiting = { resolve: (vectors: number[][]) => void; reject: (error: AppError) => void };
/** Anything that talks like the thread: the real one, or a test's. */
export type EmbeddingThread = Pick<Worker, "on" | "postMessage" | "terminate" | "unref" | "ref">;

/** The process's one thread for the embedding model. */
export function miniLmEngine(): EmbeddingEngine {
  return once("models.embeddingEngine", () => {
    const { runtimeEntry, model, tokenizer, thread } = miniLmPaths();
    return engineOf("embedding-model", thread, { runtimeEntry, modelPath: model, tokenizerPath: tokenizer });
  });
}

/** The process's one thread for the multilingual embedding model. */
export function multilingualEngine(): EmbeddingEngine {
  return once("models.multilingualEngine", () => {
    const { runtimeEntry, model, pieces, thread } = multilingualPaths();
    return engineOf("multilingual-model", thread, { runtimeEntry, modelPath: model, tokenizerPath: pieces });
  });
}

function engineOf(name: string, thread: string, settings: EmbeddingThreadSettings): EmbeddingEngine {
  return new EmbeddingEngine(() => new Worker(thread, { workerData: settings, name, ...threadOptions }));
}

export class EmbeddingEngine {
  readonly #start: () => EmbeddingThread;
  readonly #waiting = new Map<number, Waiting>();
  #thread: EmbeddingThread | null = null;
  #nextId = 1;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(start: () => EmbeddingThread) {
    this.#start = start;
  }

  /** Unit vectors in the order of the texts. Throws upstream_failed (the thread died; the next call starts a new one). */
  embed(texts: string[]): Promise<number[][]> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId;
      this.#nextId += 1;
      this.#waiting.set(id, { resolve, reject });
      clearTimeout(this.#idleTimer);
      try {
        this.#thread ??= this.#startThread();
        this.#thread.ref();
        this.#thread.postMessage({ id, texts } satisfies ToEmbeddingThread);
      } catch (cause) {
        this.#fail(failed(cause));
      }
    });
  }

  /** Stops the thread and fails what waits; at shutdown and in tests. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#fail(new AppError("unavailable", "The studio is shutting down."));
    await thread?.terminate();
  }

  #startThread(): EmbeddingThread {
    const thread = this.#start();
    thread.on("message", (message: FromEmbeddingThread) => this.#receive(message));
    thread.on("error", (cause: unknown) => this.#died(thread, cause));
    thread.on("exit", (code: number) =>
      this.#died(thread, new Error(`The embedding model's thread ended with code ${code}.`)),
    );
    return thread;
  }

  #receive(message: FromEmbeddingThread): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("failed" in message) waiting?.reject(failed(new Error(message.failed)));
    else waiting?.resolve(message.vectors);
    if (this.#waiting.size > 0) return;
    // A loaded but idle model must not keep the process from ending.
    this.#thread?.unref();
    this.#idleTimer = setTimeout(() => void this.close(), idleMs).unref();
  }

  #died(thread: EmbeddingThread, cause: unknown): void {
    if (this.#thread !== thread) return;
    logger().error({ err: cause }, "embedding model thread died");
    this.#fail(failed(cause));
  }

  #fail(error: AppError): void {
    this.#thread = null;
    clearTimeout(this.#idleTimer);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function failed(cause: unknown): AppError {
  return new AppError(
    "upstream_failed",
    "The embedding model stopped in the middle of its work. Try again.",
    {
      cause,
      details: { status: null, isRetryable: true, retryAfterMs: null },
    },
  );
}

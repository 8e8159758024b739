import type { Database } from "#db";
import { toAppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import { telemetryStore } from "../store/open.ts";
import { batchOf, type StorableGeneration } from "./storable.ts";

type Waiting = StorableGeneration & { db: Database; stored: Promise<void>; done: () => void };

export type WriterSettings = {
  flushMs: number;
  batchRows: number;
  maxRows: number;
  retryMs: number;
  maxAttempts: number;
};

const defaults: WriterSettings = {
  // What a kill may lose of calls already answered; each flush costs some two milliseconds whatever it holds.
  flushMs: 100,
  batchRows: 500,
  maxRows: 20_000,
  retryMs: 200,
  maxAttempts: 8,
};

export type GenerationWriter = ReturnType<typeof makeWriter>;

function writeToStore(db: Database, batch: StorableGeneration[]): Promise<void> {
  return telemetryStore({ db }).write(batchOf(batch));
}

/** The process's one writer: Next's and Node's copies of the code share it. */
export function generationWriter(): GenerationWriter {
  return once("generationWriter", () => makeWriter());
}

/**
 * Gathers generations and stores them in batches. What is added waits in memory (bounded: `add` then
 * waits for room) until it is stored. A failed batch is sent again, later row by row, so that one
 * row the database refuses does not take others with it.
 */
export function makeWriter(given: Partial<WriterSettings> = {}, store = writeToStore) {
  const settings = { ...defaults, ...given };
  const waiting = new Map<string, Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  /** Hands a generation to the writer; resolves at once unless the writer is full. */
  async function add(db: Database, item: StorableGeneration): Promise<void> {
    while (waiting.size >= settings.maxRows) await flush();
    if (waiting.has(item.generation.id)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(item.generation.id, { ...item, db, stored: promise, done: resolve });
    // A flush under way goes on until nothing waits.
    if (flushing) return;
    if (waiting.size >= settings.batchRows) void flush();
    else timer ??= setTimeout(() => void flush(), settings.flushMs);
  }

  /** Stores everything that waits now. Never rejects: what cannot be stored is logged. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    flushing ??= drain();
    await flushing;
  }

  async function drain(): Promise<void> {
    for (let first = nextWaiting(); first; first = nextWaiting()) {
      const batch: Waiting[] = [];
      for (const item of waiting.values()) {
        if (item.db === first.db) batch.push(item);
        if (batch.length === settings.batchRows) break;
      }
      await storeWithRetry(first.db, batch);
      for (const item of batch) {
        waiting.delete(item.generation.id);
        item.done();
      }
    }
    // Here and not in a `finally` later: an `add` in between would start no flush of its own.
    flushing = undefined;
  }

  function nextWaiting(): Waiting | undefined {
    return waiting.values().next().value;
  }

  async function storeWithRetry(db: Database, batch: Waiting[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await store(db, batch);
      } catch (error) {
        const ids = batch.map((item) => item.generation.id);
        logger().error(
          { err: error, attempt, generations: ids.length },
          "generations could not be stored; trying again",
        );
        // What no column can take is refused each time: waiting would hold up everybody's generations.
        const isRefused = toAppError(error).code === "invalid_input";
        if ((isRefused || attempt >= 2) && batch.length > 1) {
          for (const item of batch) await storeWithRetry(db, [item]);
          return;
        }
        if (isRefused || attempt >= settings.maxAttempts) {
          logger().fatal({ err: error, generationIds: ids }, "a generation is lost: the database refused it");
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, settings.retryMs * 2 ** Math.min(attempt - 1, 5)));
      }
    }
  }

  /** Resolves once a generation handed to the writer is stored; at once for any other id. */
  async function awaitStored(generationId: string): Promise<void> {
    const item = waiting.get(generationId);
    if (!item) return;
    void flush();
    await item.stored;
  }

  /** What still waits in memory, so that a reader inside a transaction need not wait for another one. */
  function find(projectId: string, matches: (item: StorableGeneration) => boolean): StorableGeneration[] {
    return [...waiting.values()].filter((item) => item.projectId === projectId && matches(item));
  }

  function get(projectId: string, generationId: string): StorableGeneration | undefined {
    const item = waiting.get(generationId);
    return item?.projectId === projectId ? item : undefined;
  }

  return { add, flush, awaitStored, find, get, pending: () => waiting.size };
}

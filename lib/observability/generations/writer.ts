import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#db";
import { env } from "#platform/env";
import { AppError } from "#platform/errors";
import { once } from "#platform/runtime";
import { telemetryStore } from "../store/open.ts";
import type { CallLog, Place } from "./log/call-log.ts";
import { frameOf } from "./log/frames.ts";
import { keepRefused } from "./log/kept-aside.ts";
import type { Segment } from "./log/segment.ts";
import { makePersistence, type Store } from "./persist.ts";
import { batchOf, type StorableGeneration } from "./storable.ts";
import { storeWanted } from "./store-wanted.ts";
import { defaults, type WriterSettings, type WriterState } from "./writer-settings.ts";

type Waiting = StorableGeneration & {
  db: Database;
  bytes: number;
  since: number;
  /** Null where the log did not take it, or there is none. */
  place: Place | null;
  stored: Promise<void>;
  done: () => void;
};

/** Lines without a record, as many as a block of a full disk would not take. */
const probeBytes = 8_192;

/** Of so many batches one is what was left to the log. */
const leftEvery = 8;

export type GenerationWriter = ReturnType<typeof makeWriter>;

async function writeToStore(
  db: Database,
  batch: readonly StorableGeneration[],
  isLate: boolean,
): Promise<void> {
  if (!isLate) return telemetryStore({ db }).write(batchOf(batch));
  const unknown = await storeWanted(db, batch);
  // As a foreign key would say it, which the table is too busy to have: the row is kept aside.
  if (unknown.length > 0)
    throw Object.assign(new Error("The database does not have this call's project."), { code: "23503" });
}

/** The process's one writer: Next's and Node's copies of the code share it. */
export function generationWriter(): GenerationWriter {
  return once("generationWriter", () => makeWriter({ maxBytes: env().VALUELOOP_CALL_QUEUE_MB * 1_000_000 }));
}

/**
 * Gathers generations and stores them in batches. With a log (`useLog`) each is written to it before `add` resolves, so a
 * process that dies loses none, and what does not fit in memory is read from it again. Without one what waits in memory
 * is bounded, and `add` waits for room. A batch that fails is sent again for as long as it takes; only a row that storage
 * refuses for what it holds is given up.
 */
export function makeWriter(given: Partial<WriterSettings> = {}, store: Store = writeToStore) {
  const settings = { ...defaults, ...given };
  const persist = makePersistence(settings, store, (item) =>
    log ? keepRefused(log.root, [frameOf(item)]) : false,
  );
  const waiting = new Map<string, Waiting>();
  let bytes = 0;
  let log: CallLog | undefined;
  let isLogBroken = false;
  let replayLeft = cannotReplay;
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  /** From now on every generation is written to this log first; `replay` stores what a file of it holds, false where it cannot. */
  function useLog(
    opened: CallLog | undefined,
    replay: (file: Segment) => Promise<boolean> = cannotReplay,
  ): void {
    log = opened;
    replayLeft = replay;
    isLogBroken = false;
  }

  /**
   * Hands a generation to the writer; resolves once it cannot be lost by the end of this process. Throws unavailable
   * where neither the log nor storage took it in time.
   */
  async function add(db: Database, item: StorableGeneration): Promise<void> {
    while (!log && isFull()) await flush();
    if (waiting.has(item.generation.id)) return;
    const frame = frameOf(item);
    const place = log ? await written(log, frame) : null;
    if (place && isFull()) {
      // Read from its file again when storage has room.
      place.segment.isLeftToDisk = true;
      soon();
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = {
      ...item,
      db,
      place,
      bytes: frame.length,
      since: performance.now(),
      stored: promise,
      done: resolve,
    };
    waiting.set(item.generation.id, held);
    bytes += held.bytes;
    soon();
    if (log && !place) await storedInTime(held);
  }

  async function written(to: CallLog, frame: string): Promise<Place | null> {
    try {
      const place = await to.append(frame);
      isLogBroken = false;
      return place;
    } catch (error) {
      if (!isLogBroken)
        persist.report(error, "the log of calls cannot be written; calls wait for the database");
      isLogBroken = true;
      return null;
    }
  }

  /** No log has it: whoever is answered must know that storage does. */
  async function storedInTime({ stored }: Waiting): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const patience = setTimeout(() => reject(notRecorded()), settings.patienceMs);
    await Promise.race([stored, late]).finally(() => clearTimeout(patience));
  }

  const isFull = () => waiting.size >= settings.maxRows || bytes >= settings.maxBytes;

  /** A flush under way goes on until nothing waits. */
  function soon(): void {
    if (flushing) return;
    if (waiting.size >= settings.batchRows || (log && isLogBroken)) void flush();
    else timer ??= setTimeout(() => void flush(), settings.flushMs);
  }

  /** Stores everything that waits now. Never rejects; while storage is away it does not resolve either. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0 && leftSince() === null) return;
    flushing ??= drain();
    await flushing;
  }

  async function drain(): Promise<void> {
    try {
      for (let turn = 1; ; turn += 1) {
        const [first] = waiting.values();
        const isLeft = leftSince() !== null;
        // Under steady traffic something always waits; what was left to the log gets a turn all the same.
        if (first && !(isLeft && turn % leftEvery === 0)) await storeBatch(first.db);
        else if (isLeft) await storeLeft();
        else break;
      }
    } catch (error) {
      persist.report(error, "generations could not be gathered; trying again");
      timer ??= setTimeout(() => void flush(), settings.mostRetryMs);
    } finally {
      // Here and not where `flush` waits: an `add` in between would start no flush of its own.
      flushing = undefined;
    }
  }

  const leftSince = () => log?.leftSince() ?? null;

  async function storeBatch(db: Database): Promise<void> {
    const batch: Waiting[] = [];
    let size = 0;
    for (const item of waiting.values()) {
      if (item.db !== db) continue;
      size += item.bytes;
      if (batch.length > 0 && size > settings.batchBytes) break;
      batch.push(item);
      if (batch.length === settings.batchRows) break;
    }
    const [oldest] = batch;
    const waitedMs = oldest ? performance.now() - oldest.since : 0;
    await persist.all(db, batch, waitedMs > settings.lateMs);
    for (const item of batch) {
      waiting.delete(item.generation.id);
      bytes -= item.bytes;
      item.done();
    }
    log?.release(batch.flatMap(({ place }) => place ?? []));
  }

  async function storeLeft(): Promise<void> {
    const segment = await log?.takeLeft();
    if (!segment) return;
    const isStored = await replayLeft(segment).catch((error: unknown) => {
      persist.report(error, "what was left to the log of calls could not be read; trying again");
      return false;
    });
    log?.done(segment, isStored);
    if (!isStored) await sleep(settings.retryMs);
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

  function state(): WriterState {
    const [oldest] = waiting.values();
    const since = Math.min(leftSince() ?? Infinity, oldest?.since ?? Infinity);
    const ageMs = since === Infinity ? 0 : performance.now() - since;
    return {
      rows: waiting.size,
      bytes,
      ageMs,
      logBytes: log?.bytes() ?? 0,
      hasLog: log !== undefined,
      isLogBroken,
      // Where calls wait for storage, one that is slow is as good as away: each would be made and not answered.
      isStoreFailing: persist.isFailing() || (isLogBroken && ageMs > settings.patienceMs / 4),
    };
  }

  /** Tries a log that could not be written again, where no call does. */
  async function probe(): Promise<void> {
    const place = log && isLogBroken ? await written(log, "\n".repeat(probeBytes)) : null;
    if (place) log?.release([place]);
  }

  return { useLog, add, flush, awaitStored, find, get, state, probe, pending: () => waiting.size };
}

const cannotReplay = (_file: Segment): Promise<boolean> => Promise.resolve(false);

function notRecorded(): AppError {
  return new AppError(
    "unavailable",
    "The call was made, but neither the log of calls nor the database took its record, so its answer is not given. To ask again is to pay the model again.",
    // Whoever asks again pays the model again, so nobody is told to.
    { details: { isRepeatable: false } },
  );
}

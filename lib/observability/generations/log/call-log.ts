import { existsSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { logger } from "#platform/logger";
import { bytesBeside, keepAlive, makeFolder } from "./folders.ts";
import { openSegment, type Segment } from "./segment.ts";

export type LogSettings = {
  /** After so many bytes, or so long, what is added goes to a new file, so that the one before can go. */
  segmentBytes: number;
  segmentMs: number;
  /** How long after it was written a record may wait until it is on the disk itself: what a power cut may take. */
  syncMs: number;
  aliveMs: number;
};

// The sync itself takes some milliseconds (7 at the median of a busy disk), and together they must stay within 20.
const defaults: LogSettings = { segmentBytes: 4_000_000, segmentMs: 1_000, syncMs: 3, aliveMs: 5_000 };

/** Where a record is: its file, which goes when storage has all of its records. */
export type Place = { segment: Segment };

/** Storage is behind when there are so many: then files are only as many as their size asks for. */
const manyFiles = 4;
/** A record goes to a new file where its own was taken away; more often than so is a fault of the disk. */
const mostMoves = 3;
/** A file that cannot be read so often stays for the next process. */
const mostReads = 3;

export type CallLog = ReturnType<typeof openCallLog>;

type Waiting = { frame: string; written: (place: Place) => void; failed: (error: unknown) => void };

/**
 * The write-ahead log of this process: files in a folder of its own within `root`. What `append` has written survives the
 * process, and a moment later the machine's power; it goes as soon as storage has it. What is added while the disk is
 * busy is written together.
 */
export function openCallLog(root: string, given: Partial<LogSettings> = {}) {
  const settings = { ...defaults, ...given };
  const segments = new Set<Segment>();
  const removing = new Set<Promise<void>>();
  let folder: string | undefined;
  let current: Segment | undefined;
  let number = 0;
  let queue: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let syncTimer: NodeJS.Timeout | undefined;
  let sweepTimer: NodeJS.Timeout | undefined;
  let besideBytes = bytesBesideOr0();
  const aliveTimer = setInterval(stayAlive, settings.aliveMs).unref();

  /** Resolves once the record is written. Rejects where the disk does not take it. */
  function append(frame: string): Promise<Place> {
    return new Promise((written, failed) => {
      queue.push({ frame, written, failed });
      writing ??= writeQueue();
    });
  }

  async function writeQueue(): Promise<void> {
    // What else is answered in this turn of the event loop is written with it.
    await nextTurn();
    while (queue.length > 0) {
      const group = queue;
      queue = [];
      try {
        const bytes = Buffer.from(group.map(({ frame }) => frame).join(""));
        let segment = await writeGroup(bytes, group.length);
        // Whoever took this process for dead may have read the file before this was in it.
        for (let again = 0; !segment.isThere() && again < mostMoves; again += 1) {
          giveUp(segment, group.length);
          segment = await writeGroup(bytes, group.length);
        }
        syncTimer ??= setTimeout(syncCurrent, settings.syncMs);
        for (const { written } of group) written({ segment });
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    writing = undefined;
  }

  async function writeGroup(bytes: Uint8Array, records: number): Promise<Segment> {
    let segment: Segment | undefined;
    try {
      do segment = await segmentForMore();
      while (segment.isSealed);
      // Before the wait: nobody may take the file away meanwhile.
      segment.unstored += records;
      await segment.append(bytes);
      return segment;
    } catch (error) {
      giveUp(segment, records);
      throw error;
    }
  }

  async function segmentForMore(): Promise<Segment> {
    if (current && (current.bytes >= settings.segmentBytes || (isOld(current) && segments.size < manyFiles)))
      sealCurrent();
    if (current) return current;
    // Somebody may have taken this process for dead since the last look.
    if (folder && !existsSync(folder)) folder = undefined;
    folder ??= makeFolder(root);
    number += 1;
    current = await openSegment(join(folder, `${String(number).padStart(8, "0")}.ndjson`));
    segments.add(current);
    return current;
  }

  const isOld = (segment: Segment) => performance.now() - segment.openedAt >= settings.segmentMs;

  function sealCurrent(): void {
    const sealed = current;
    current = undefined;
    if (!sealed) return;
    sealed.isSealed = true;
    // It stays open: what was left only to it is read from it even where its name is gone.
    void sync(sealed);
  }

  /** The end of this file may be torn, and nothing behind a torn record could be read. */
  function giveUp(segment: Segment | undefined, records: number): void {
    // The folder itself may be what is missing; then it is made at the next try.
    if (folder && !keepAlive(folder)) folder = undefined;
    if (!segment) return;
    segment.unstored -= records;
    if (segment === current) sealCurrent();
    forgetIfStored(segment);
  }

  /** Those before it were synced as they were sealed. */
  function syncCurrent(): void {
    syncTimer = undefined;
    if (current) void sync(current);
  }

  async function sync(segment: Segment): Promise<void> {
    try {
      await segment.sync();
    } catch (error) {
      logger().error({ err: error, file: segment.path }, "the log of calls did not reach the disk");
      if (segment === current) sealCurrent();
    }
  }

  /** Storage has these records, or refused them for good: a file of which nothing is left to store goes. */
  function release(places: Iterable<Place>): void {
    for (const { segment } of places) {
      segment.unstored -= 1;
      forgetIfStored(segment);
    }
  }

  function forgetIfStored(segment: Segment): void {
    if (segment.unstored > 0 || segment.isLeftToDisk || !segments.has(segment)) return;
    if (segment.isSealed) return drop(segment);
    // What was stored, and may be erased there, is not kept here for longer than it takes.
    if (isOld(segment) && !writing) {
      sealCurrent();
      return drop(segment);
    }
    sweepTimer ??= setTimeout(() => {
      sweepTimer = undefined;
      if (current) forgetIfStored(current);
    }, settings.segmentMs).unref();
  }

  function drop(segment: Segment): void {
    segments.delete(segment);
    const gone = segment
      .remove()
      .catch((error: unknown) => {
        logger().warn(
          { err: error, file: segment.path },
          "a file of the log of calls stays, though its calls are stored",
        );
      })
      .finally(() => removing.delete(gone));
    removing.add(gone);
  }

  const left = () => [...segments].find((segment) => segment.isLeftToDisk);

  /** The oldest file of which some records are in no memory; nothing more is written to it. Null where there is none. */
  async function takeLeft(): Promise<Segment | null> {
    const oldest = left();
    if (!oldest) return null;
    if (oldest === current) sealCurrent();
    // A write may be under way: what it adds is to be read as well.
    await oldest.sync().catch(() => undefined);
    return oldest;
  }

  /** Since when something is left to the disk only, on the clock of `performance.now`; null where nothing is. */
  const leftSince = () => left()?.openedAt ?? null;

  /** Storage has every record of a file of `takeLeft`; one that cannot be read is tried again, and then stays for the next process. */
  function done(segment: Segment, isStored: boolean): void {
    segment.failedReads += isStored ? 0 : 1;
    if (!isStored && segment.failedReads < mostReads) return;
    segment.isLeftToDisk = false;
    segment.unstored = 0;
    if (isStored) return forgetIfStored(segment);
    logger().error(
      { file: segment.path },
      "a file of the log of calls cannot be read; it stays for the next process",
    );
    segments.delete(segment);
    void closeQuietly(segment);
  }

  function stayAlive(): void {
    besideBytes = bytesBesideOr0();
    if (!folder || keepAlive(folder)) return;
    logger().warn({ folder }, "the folder of the log of calls is gone; another process took it over");
    folder = undefined;
    sealCurrent();
  }

  function bytesBesideOr0(): number {
    try {
      return bytesBeside(root, folder);
    } catch {
      return 0;
    }
  }

  async function closeQuietly(segment: Segment): Promise<void> {
    await segment.close().catch((error: unknown) => {
      logger().warn({ err: error, file: segment.path }, "a file of the log of calls was not closed");
    });
  }

  /** Bytes in the whole place that storage does not have yet, or that have not gone yet; other processes' as of some seconds ago. */
  const bytes = () => besideBytes + [...segments].reduce((sum, segment) => sum + segment.bytes, 0);

  /** Lets go of the folder; what storage does not have stays in it for the next process. */
  async function close(): Promise<void> {
    clearInterval(aliveTimer);
    clearTimeout(sweepTimer);
    await writing;
    clearTimeout(syncTimer);
    sealCurrent();
    for (const segment of segments) {
      forgetIfStored(segment);
      await segment.sync().catch(() => undefined);
      await closeQuietly(segment);
    }
    await Promise.all(removing);
    if (folder && segments.size === 0)
      try {
        rmdirSync(folder);
      } catch {
        // A file is left in it, which the next process looks into.
      }
  }

  return { root, append, release, takeLeft, leftSince, done, bytes, close, folder: () => folder };
}

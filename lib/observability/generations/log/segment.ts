import * as fs from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { codeOf } from "./code-of.ts";

// Of the callbacks: file handles of node:fs/promises cost more, and each answered call waits for a write.
const openFile = promisify(fs.open);
const closeFile = promisify(fs.close);
const syncData = promisify(fs.fdatasync);
const syncFolder = promisify(fs.fsync);
const unlinkFile = promisify(fs.unlink);

/** One file of the log. Only its owner's user may read it: it holds what the database holds of a call. */
export type Segment = {
  readonly path: string;
  readonly openedAt: number;
  /** Written so far. */
  bytes: number;
  /** Records that storage does not have yet. */
  unstored: number;
  /** Some of its records are in no memory, so that they must be read from it. */
  isLeftToDisk: boolean;
  /** Nothing more is written to it. */
  isSealed: boolean;
  failedReads: number;
  /** Adds bytes at the end. Rejects where the disk does not take all of them; then the end may be torn. */
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves once what was appended is on the disk itself. */
  sync(): Promise<void>;
  /** All of it, also where its name is gone. Rejects once it is closed. */
  read(): Promise<Uint8Array>;
  /** False when its name is gone: another process took this one for dead. */
  isThere(): boolean;
  remove(): Promise<void>;
  close(): Promise<void>;
};

/** Makes a file of the log; rejects where it is there already, or cannot be made. */
export async function openSegment(path: string): Promise<Segment> {
  const { O_CREAT, O_EXCL, O_RDWR, O_APPEND } = fs.constants;
  const fd = await openFile(path, O_CREAT | O_EXCL | O_RDWR | O_APPEND, 0o600);
  let isNamed = false;
  let appending: Promise<void> = Promise.resolve();
  let syncing: Promise<void> = Promise.resolve();
  let closing: Promise<void> | undefined;

  async function write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += await writeSome(fd, bytes.subarray(at));
    segment.bytes += bytes.length;
  }

  async function sync(): Promise<void> {
    await appending.catch(() => undefined);
    if (closing) return;
    await syncData(fd);
    if (isNamed) return;
    isNamed = true;
    for (const folder of [dirname(path), dirname(dirname(path))]) await syncNames(folder);
  }

  async function read(): Promise<Uint8Array> {
    await appending.catch(() => undefined);
    const bytes = Buffer.alloc(fs.fstatSync(fd).size);
    for (let at = 0; at < bytes.length;) {
      const count = await readSome(fd, bytes, at);
      if (count === 0) return bytes.subarray(0, at);
      at += count;
    }
    return bytes;
  }

  async function close(): Promise<void> {
    await Promise.allSettled([appending, syncing]);
    await closeFile(fd);
  }

  const segment: Segment = {
    path,
    openedAt: performance.now(),
    bytes: 0,
    unstored: 0,
    isLeftToDisk: false,
    isSealed: false,
    failedReads: 0,
    append: (bytes) => {
      appending = write(bytes);
      return appending;
    },
    read,
    isThere: () => fs.existsSync(path),
    sync: () => {
      syncing = syncing.catch(() => undefined).then(sync);
      return syncing;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
    remove: async () => {
      await segment.close();
      await unlinkFile(path).catch((error: unknown) => {
        // Who took it over stored it, and removed it.
        if (codeOf(error) !== "ENOENT") throw error;
      });
    },
  };
  return segment;
}

/** A write that took so long had to wait for the disk; then the next ones go through a thread, for everybody else's sake. */
const slowMs = 3;
const waryFor = 200;
let wary = 0;

/**
 * Adds bytes and returns how many were taken. The system takes them into memory at once as a rule, in a third of what the
 * way through a thread and back costs.
 */
function writeSome(fd: number, bytes: Uint8Array): number | Promise<number> {
  if (wary > 0) {
    wary -= 1;
    return writeInThread(fd, bytes);
  }
  const start = performance.now();
  const written = fs.writeSync(fd, bytes);
  if (performance.now() - start > slowMs) wary = waryFor;
  return written;
}

function writeInThread(fd: number, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(fd, bytes, (error, written) => (error ? reject(error) : resolve(written)));
  });
}

function readSome(fd: number, into: Buffer, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, into, at, into.length - at, at, (error, count) => (error ? reject(error) : resolve(count)));
  });
}

/** A file is found after a power cut only when its folder's list of names is on the disk too, and that folder's own name. */
async function syncNames(folder: string): Promise<void> {
  const fd = await openFile(folder, fs.constants.O_RDONLY);
  try {
    await syncFolder(fd);
  } finally {
    await closeFile(fd);
  }
}

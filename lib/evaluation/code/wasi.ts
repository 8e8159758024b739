/** What a program compiled to WASI finds of a machine: arguments, a clock, chance, one text to read and two places to write. */
export type Machine = {
  args: readonly string[];
  stdin: Uint8Array;
  /** What it writes to 1 (output) or 2 (errors). */
  write(descriptor: 1 | 2, bytes: Uint8Array): void;
};

/** Thrown where the program ends by itself. */
export class ProgramEnd extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super(`the program ended with ${exitCode}`);
    this.exitCode = exitCode;
  }
}

// Numbers of wasi_snapshot_preview1's errno.
const [success, badDescriptor, noSystem, noSeek] = [0, 8, 52, 70];
const isOutput = (descriptor: number): descriptor is 1 | 2 => descriptor === 1 || descriptor === 2;

/**
 * The imports of a WASI program (snapshot preview 1) that has no files, no network and no other processes: every call that
 * is not named here is refused. `memoryOf` is asked at each call, since memory moves when it grows.
 */
export function wasiImports(memoryOf: () => WebAssembly.Memory, { args, stdin, write }: Machine) {
  const view = () => new DataView(memoryOf().buffer);
  const bytes = () => new Uint8Array(memoryOf().buffer);
  const texts = args.map((text) => new TextEncoder().encode(`${text}\0`));
  let place = 0;
  const pieces = (list: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({
      start: view().getUint32(list + 8 * at, true),
      length: view().getUint32(list + 8 * at + 4, true),
    }));
  const known: Record<string, (...given: number[]) => number> = {
    args_sizes_get: (count = 0, size = 0) => {
      view().setUint32(count, texts.length, true);
      view().setUint32(
        size,
        texts.reduce((sum, text) => sum + text.length, 0),
        true,
      );
      return success;
    },
    args_get: (list = 0, buffer = 0) => {
      let [entry, at] = [list, buffer];
      for (const text of texts) {
        view().setUint32(entry, at, true);
        bytes().set(text, at);
        entry += 4;
        at += text.length;
      }
      return success;
    },
    environ_sizes_get: (count = 0, size = 0) => {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return success;
    },
    environ_get: () => success,
    clock_res_get: (_clock = 0, at = 0) => {
      view().setBigUint64(at, 1_000_000n, true);
      return success;
    },
    random_get: (start = 0, length = 0) => {
      const most = 65_536;
      for (let done = 0; done < length; done += most)
        crypto.getRandomValues(bytes().subarray(start + done, start + Math.min(length, done + most)));
      return success;
    },
    sched_yield: () => success,
    proc_exit: (exitCode = 0) => {
      throw new ProgramEnd(exitCode);
    },
    fd_fdstat_get: (descriptor = 0, at = 0) => {
      if (descriptor > 2) return badDescriptor;
      bytes().fill(0, at, at + 24);
      // It may read (2) or write (64), and nothing else.
      view().setBigUint64(at + 8, descriptor === 0 ? 2n : 64n, true);
      return success;
    },
    fd_filestat_get: (descriptor = 0, at = 0) => {
      if (descriptor > 2) return badDescriptor;
      bytes().fill(0, at, at + 64);
      return success;
    },
    // What waits goes on at once: nobody else could do anything meanwhile.
    poll_oneoff: (asked = 0, answers = 0, _count = 0, at = 0) => {
      bytes().fill(0, answers, answers + 32);
      view().setBigUint64(answers, view().getBigUint64(asked, true), true);
      view().setUint32(at, 1, true);
      return success;
    },
    fd_seek: () => noSeek,
    fd_read: (descriptor = 0, list = 0, count = 0, at = 0) => {
      if (descriptor !== 0) return badDescriptor;
      let total = 0;
      for (const { start, length } of pieces(list, count)) {
        const part = stdin.subarray(place, place + length);
        bytes().set(part, start);
        place += part.length;
        total += part.length;
      }
      view().setUint32(at, total, true);
      return success;
    },
    fd_write: (descriptor = 0, list = 0, count = 0, at = 0) => {
      if (!isOutput(descriptor)) return badDescriptor;
      let total = 0;
      for (const { start, length } of pieces(list, count)) {
        write(descriptor, bytes().slice(start, start + length));
        total += length;
      }
      view().setUint32(at, total, true);
      return success;
    },
  };
  const clock = (kind: number, _precision: bigint, at: number): number => {
    const ms = kind === 0 ? Date.now() : performance.now();
    view().setBigUint64(at, BigInt(Math.round(ms * 1e6)), true);
    return success;
  };
  return (name: string): WebAssembly.ImportValue => {
    if (name === "clock_time_get") return clock;
    return known[name] ?? (() => (name.startsWith("fd_") ? badDescriptor : noSystem));
  };
}

import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { randomToken } from "#platform/crypto";
import { codeOf } from "./code-of.ts";

/** How long the folder of a process that cannot be looked at (another machine's or container's) counts as alive unmoved. */
const silentMs = 60_000;
const signOfLife = ".alive-";

/** Makes a folder for this process in `root`; its name says whose it is. */
export function makeFolder(root: string): string {
  const folder = join(root, ownName());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * Says that the owner lives: a file that comes and goes gives its folder the time of the file system's own clock, which
 * machines that share one share too. False when the folder is gone: somebody took the owner for dead and its log with it.
 */
export function keepAlive(folder: string): boolean {
  const sign = join(folder, `${signOfLife}${randomToken(6)}`);
  try {
    writeFileSync(sign, "");
    rmSync(sign, { force: true });
    return true;
  } catch (error) {
    return codeOf(error) !== "ENOENT" && touch(folder);
  }
}

/** Removes a folder whose files are stored; what else lies in it stays. */
export function removeFolder(folder: string): void {
  try {
    // Its owner may have been killed between the two.
    for (const { name } of entriesIn(folder))
      if (name.startsWith(signOfLife)) rmSync(join(folder, name), { force: true });
    rmdirSync(folder);
  } catch {
    // Something else is in it, or another process removed it.
  }
}

/** Where the disk has no room for a file's name there is still this process's own clock. */
function touch(folder: string): boolean {
  try {
    utimesSync(folder, new Date(), new Date());
    return true;
  } catch (error) {
    return codeOf(error) !== "ENOENT";
  }
}

/** The names of folders in `root` whose processes are gone. Throws where `root` cannot be read. */
export function abandonedFolders(root: string): string[] {
  let now: number | null | undefined;
  const clock = () => (now ??= timeOf(root));
  return entriesIn(root)
    .filter((entry) => entry.isDirectory() && isAbandoned(join(root, entry.name), entry.name, clock))
    .map(({ name }) => name);
}

/**
 * Takes over the folder of a process that is gone, and returns where it is now; null where another one has it. To rename it
 * is the lock: of several processes that try at once the system lets one, and the new name says whose it is now, should
 * that one die too. Throws where its files could not be read or removed; then it stays under its name.
 */
export function adoptFolder(root: string, name: string): string | null {
  const from = join(root, name);
  const to = join(root, ownName());
  try {
    accessSync(from, constants.R_OK | constants.W_OK | constants.X_OK);
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
  // A renamed folder keeps its old time, by which others would judge it.
  keepAlive(to);
  return to;
}

/** What the files of all folders in `root` hold, but for one folder. What cannot be read counts as nothing. */
export function bytesBeside(root: string, own: string | undefined): number {
  let sum = 0;
  for (const entry of entriesIn(root)) {
    const folder = join(root, entry.name);
    if (!entry.isDirectory() || folder === own || !ownerOf(entry.name)) continue;
    try {
      for (const file of segmentsIn(folder)) sum += statSync(file).size;
    } catch {
      // Another process removes it at this moment, or keeps it to itself.
    }
  }
  return sum;
}

/** The files of a folder, oldest first. */
export function segmentsIn(folder: string): string[] {
  return entriesIn(folder)
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".ndjson"))
    .toSorted()
    .map((name) => join(folder, name));
}

function entriesIn(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** `<machine>-<pid>-<start>-<random>`: a pid alone may by now be another program's. */
function ownName(): string {
  return [
    machine(),
    process.pid,
    startOf(process.pid) || "unknown",
    randomToken(6).replaceAll("-", "_"),
  ].join("-");
}

/** What time it is where `root` lies; null where no file can be written there. */
function timeOf(root: string): number | null {
  const probe = join(root, `.clock-${randomToken(6)}`);
  try {
    writeFileSync(probe, "");
    const { mtimeMs } = statSync(probe);
    rmSync(probe, { force: true });
    return mtimeMs;
  } catch {
    return null;
  }
}

function isAbandoned(folder: string, name: string, clock: () => number | null): boolean {
  const owner = ownerOf(name);
  if (!owner) return false;
  if (owner.on === machine()) return !isAlive(owner.pid, owner.start);
  try {
    // To open a folder is what makes a network's file system ask for its time again.
    readdirSync(folder);
    const now = clock();
    return now !== null && now - statSync(folder).mtimeMs > silentMs;
  } catch {
    // Another process took it a moment ago, or keeps it to itself.
    return false;
  }
}

/** Null where the name is none of `ownName`. */
function ownerOf(name: string): { on: string; pid: number; start: string } | null {
  const [on, pid, start] = name.split("-");
  return on && pid && start && /^\d+$/.test(pid) ? { on, pid: Number(pid), start } : null;
}

function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  const now = startOf(pid);
  return start === "unknown" || now === "" || start === now;
}

/** When a process began, as the kernel counts; empty where there is no /proc, `ended` for one that only waits to be buried. */
function startOf(pid: number): string {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name in brackets may hold spaces; the state is the first word after it, the start time the 20th.
  const words = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return words[0] === "Z" ? "ended" : (words[19] ?? "");
}

/** Where a pid means what it means here: this boot of this machine, in this container. */
function machine(): string {
  const boot = textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"));
  const space = textOf(() => readlinkSync("/proc/self/ns/pid"));
  return createHash("sha256")
    .update(`${boot}${space}` || hostname())
    .digest("hex")
    .slice(0, 12);
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  utimesSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { randomToken } from "#platform/crypto";
import { codeOf } from "./code-of.ts";

/** How long the folder of a process that cannot be looked at (another machine's or container's) counts as alive unmoved. */
const silentMs = 60_000;

/** Makes a folder for this process in `root`; its name says whose it is. */
export function makeFolder(root: string): string {
  const folder = join(root, ownName());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Says that the owner lives. False when the folder is gone: somebody took the owner for dead and its log with it. */
export function keepAlive(folder: string): boolean {
  try {
    utimesSync(folder, new Date(), new Date());
    return true;
  } catch {
    return false;
  }
}

/**
 * Takes over the folders of processes that are gone, and returns where they are now. To rename a folder is the lock: of
 * several processes that try at once the system lets one, and the new name says whose it is now, should that one die too.
 */
export function adoptFolders(root: string): string[] {
  return namesIn(root).flatMap((name) => {
    const from = join(root, name);
    if (!isAbandoned(from, name)) return [];
    const to = join(root, ownName());
    try {
      renameSync(from, to);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    }
    // A renamed folder keeps its old time, by which others would judge it.
    keepAlive(to);
    return [to];
  });
}

/** The files of a folder, oldest first. */
export function segmentsIn(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(".ndjson"))
    .toSorted()
    .map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
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

function isAbandoned(folder: string, name: string): boolean {
  const [on, pid, start] = name.split("-");
  if (!on || !pid || !start || !/^\d+$/.test(pid)) return false;
  if (on === machine()) return !isAlive(Number(pid), start);
  try {
    return Date.now() - statSync(folder).mtimeMs > silentMs;
  } catch {
    // Another process took it a moment ago.
    return false;
  }
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

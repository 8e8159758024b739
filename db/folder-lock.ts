import { mkdirSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "#platform/errors";

/**
 * Takes `<folder>.lock` for this process and returns the way to give it back. Throws `conflict` while a
 * living process holds it; a lock left by a dead one is taken over. The file says `<pid> <start time>`: a pid
 * alone may by now be another program's, above all in containers. `scripts/data-folder.mjs` reads it too.
 */
export function lockDataFolder(folder: string): () => void {
  const file = `${folder}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) {
    const holder = read(file);
    if (holder && isAlive(holder)) {
      throw new AppError(
        "conflict",
        `The embedded database in ${folder} is in use by process ${holder.pid}. Stop that one, choose another folder with --data-dir, or use PostgreSQL through DATABASE_URL.`,
      );
    }
    putAside(file);
  }
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  return () => {
    process.off("exit", release);
    release();
  };
}

type Holder = { pid: number; start: string };

/** Makes the lock whole or not at all: nobody must read half of it. */
function take(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${startOf(process.pid)}`);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    return takeWithoutLinks(file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For disks that know no links. */
function takeWithoutLinks(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
}

/** Moves a dead process's lock away; of two that do so at once, one finds it gone and looks again. */
function putAside(file: string): void {
  const aside = `${file}.old.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    return;
  }
  const moved = read(aside);
  // Another process took it over between our look and our move: it gets its lock back.
  if (moved && isAlive(moved)) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function read(file: string): Holder | null {
  try {
    const [pid = "", start = ""] = readFileSync(file, "utf8").split(" ");
    return Number(pid) > 0 ? { pid: Number(pid), start } : null;
  } catch {
    // No lock file: nobody holds the folder.
    return null;
  }
}

function isAlive({ pid, start }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  const now = startOf(pid);
  return start === "" || now === "" || start === now;
}

/** When a process began, as the kernel counts; empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces; the state is the first word after it, the start time the 20th.
    const words = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return words[0] === "Z" ? "ended" : (words[19] ?? "");
  } catch {
    return "";
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

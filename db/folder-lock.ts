import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "#platform/errors";

/**
 * Takes `<folder>.lock` for this process and returns the way to give it back. Throws `conflict` while
 * another living process holds it; a lock left by a dead one is taken over.
 */
export function lockDataFolder(folder: string): () => void {
  const file = `${folder}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  const holder = readHolder(file);
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    throw new AppError(
      "conflict",
      `The embedded database in ${folder} is in use by process ${holder}. Stop that one, choose another folder with --data-dir, or use PostgreSQL through DATABASE_URL.`,
    );
  }
  rmSync(file, { force: true });
  const handle = openSync(file, "wx");
  writeSync(handle, String(process.pid));
  closeSync(handle);
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  return () => {
    process.off("exit", release);
    release();
  };
}

function readHolder(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8")) || null;
  } catch {
    // No lock file: nobody holds the folder.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

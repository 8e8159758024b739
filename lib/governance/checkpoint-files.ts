import { appendFile, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "#platform/env";

/** A checkpoint as it is stored, in the table and in the file alike. */
export type StoredCheckpoint = { note: string; frontier: string[] };

const ending = ".checkpoints.jsonl";

/** Where this machine keeps its copies: one file a chain, a checkpoint a line. */
export function checkpointFolder(): string {
  return join(env().VALUELOOP_DATA_DIR, "audit");
}

/** Appends a checkpoint to the chain's file; readable by its owner only. */
export async function appendToFile(
  folder: string,
  chainId: string,
  checkpoint: StoredCheckpoint,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await appendFile(fileOf(folder, chainId), `${JSON.stringify(checkpoint)}\n`, { mode: 0o600 });
}

/** The chain's checkpoints in this folder, oldest first; none when there is no file. A line that a crash cut off is left out. */
export async function readFromFile(folder: string, chainId: string): Promise<StoredCheckpoint[]> {
  const text = await readFile(fileOf(folder, chainId), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").flatMap((line) => {
    const read = parsed(line);
    return read ? [read] : [];
  });
}

/** The chains that this folder holds checkpoints of; none when there is no folder. */
export async function chainsInFiles(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
}

function parsed(line: string): StoredCheckpoint | null {
  try {
    const value = JSON.parse(line) as Partial<StoredCheckpoint>;
    return typeof value.note === "string" && Array.isArray(value.frontier)
      ? { note: value.note, frontier: value.frontier }
      : null;
  } catch {
    return null;
  }
}

function fileOf(folder: string, chainId: string): string {
  return join(folder, `${chainId}${ending}`);
}

import { appendFileSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomToken } from "#platform/crypto";
import { logger } from "#platform/logger";
import type { StorableGeneration } from "../storable.ts";
import { codeOf } from "./code-of.ts";
import { makeFolder } from "./folders.ts";
import { frameOf } from "./frames.ts";

/** What storage will never take is kept up to here, for a person to look at; a program that has no place for it says so alone. */
const mostRefusedBytes = 64_000_000;
/** Its name is none of a process's folder, so nobody takes it over as one. */
const elsewhere = "other-database";

/** Keeps lines of the log that are damaged or were refused, in `refused.ndjson`. False where it is full or cannot be written. */
export function keepRefused(root: string, lines: readonly string[]): boolean {
  const file = join(root, "refused.ndjson");
  const text = lines.map((line) => (line.endsWith("\n") ? line : `${line}\n`)).join("");
  try {
    if (sizeOf(file) + Buffer.byteLength(text) > mostRefusedBytes) return false;
    mkdirSync(root, { recursive: true, mode: 0o700 });
    appendFileSync(file, text, { mode: 0o600 });
    return true;
  } catch (error) {
    logger().error({ err: error, file }, "what was refused could not be kept");
    return false;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Keeps calls of projects that this database does not know, since the data folder was another one's before. Throws where
 * they cannot be written; then they stay where they are.
 */
export function keepForOther(root: string, items: readonly StorableGeneration[]): void {
  const folder = join(root, elsewhere);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [projectId, calls] of Map.groupBy(items, (item) => item.projectId)) {
    const file = join(folder, `${projectId}.${randomToken(6)}`);
    writeFileSync(file, calls.map(frameOf).join(""), { mode: 0o600, flag: "wx" });
    renameSync(file, `${file}.ndjson`);
    logger().error(
      { projectId, calls: calls.length, file: `${file}.ndjson` },
      "calls of a project that this database does not have are kept until a process starts with their own",
    );
  }
}

/** Takes what was kept for the database of these projects: returns folders of this process that hold it now. */
export async function takeKept(
  root: string,
  isKnown: (projectId: string) => Promise<boolean>,
): Promise<string[]> {
  const taken: string[] = [];
  const known = new Map<string, boolean>();
  for (const name of namesIn(join(root, elsewhere))) {
    const [projectId = ""] = name.split(".");
    const isOurs = known.get(projectId) ?? (await isKnown(projectId));
    known.set(projectId, isOurs);
    if (!isOurs) continue;
    const folder = makeFolder(root);
    try {
      renameSync(join(root, elsewhere, name), join(folder, "00000001.ndjson"));
    } catch (error) {
      // Another process has it; the empty folder goes with the next look.
      if (codeOf(error) !== "ENOENT") throw error;
    }
    taken.push(folder);
  }
  return taken;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".ndjson"));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

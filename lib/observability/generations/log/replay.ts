import { readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { logger } from "#platform/logger";
import type { StorableGeneration } from "../storable.ts";
import { abandonedFolders, adoptFolder, keepAlive, removeFolder, segmentsIn } from "./folders.ts";
import { readFrames } from "./frames.ts";
import { keepRefused } from "./kept-aside.ts";

/** Stores records again; resolves once each is stored, or refused for good. What is stored already stays as it is. */
export type StoreAgain = (items: StorableGeneration[]) => Promise<void>;

/**
 * Stores what processes left behind that are gone, and returns how many records it read. Whatever cannot be read or stored
 * stays, is said, and is tried again with the next call that is given the same `adopted`: the folders that are ours by now.
 */
export async function replayAbandoned(
  root: string,
  store: StoreAgain,
  adopted = new Set<string>(),
): Promise<number> {
  let count = 0;
  for (const folder of adopted) keepAlive(folder);
  for (const folder of adopted) count += await replayFolder(folder, store, adopted);
  for (const name of abandonedFolders(root)) {
    let folder: string | null = null;
    try {
      folder = adoptFolder(root, name);
    } catch (error) {
      sayOnce(name, error, "a folder of the log of calls cannot be taken over");
    }
    if (folder === null) continue;
    adopted.add(folder);
    count += await replayFolder(folder, store, adopted);
  }
  if (count > 0) logger().info({ calls: count }, "stored the calls that an earlier process had answered");
  return count;
}

/** Stores the files of one folder that is ours; it goes once each is stored, and stays in `adopted` until then. */
async function replayFolder(folder: string, store: StoreAgain, adopted: Set<string>): Promise<number> {
  let count = 0;
  const files = filesOf(folder);
  let isEmpty = files !== null;
  for (const file of files ?? [])
    try {
      count += await replayFile(file, store);
      await rm(file, { force: true });
      keepAlive(folder);
    } catch (error) {
      isEmpty = false;
      sayOnce(file, error, "a file of the log of calls stays, and is tried again");
    }
  if (!isEmpty) return count;
  adopted.delete(folder);
  removeFolder(folder);
  return count;
}

function filesOf(folder: string): string[] | null {
  try {
    return segmentsIn(folder);
  } catch (error) {
    sayOnce(folder, error, "a folder of the log of calls cannot be read");
    return null;
  }
}

const said = new Set<string>();

/** It is tried every few seconds, for as long as somebody takes to mend it. */
function sayOnce(place: string, error: unknown, message: string): void {
  if (said.has(place)) return;
  said.add(place);
  logger().error({ err: error, place }, message);
}

async function replayFile(file: string, store: StoreAgain): Promise<number> {
  return replayBytes(await readFile(file), file, store, dirname(dirname(file)));
}

/**
 * Stores the records in the bytes of one file and returns how many they are; damaged ones are kept aside in `root`. Throws as
 * `store` does.
 */
export async function replayBytes(
  bytes: Uint8Array,
  file: string,
  store: StoreAgain,
  root: string,
): Promise<number> {
  const { items, damaged, isTorn } = readFrames(bytes);
  if (isTorn)
    logger().info({ file }, "the log of calls ends in the middle of a record, whose call had no answer");
  await store(items);
  if (damaged.length > 0)
    logger().error(
      { file, damaged: damaged.length, isKept: keepRefused(root, damaged) },
      "records of the log of calls are damaged on the disk; their calls cannot be stored",
    );
  return items.length;
}

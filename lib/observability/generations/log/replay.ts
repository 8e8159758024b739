import { readFile, rm, rmdir } from "node:fs/promises";
import { logger } from "#platform/logger";
import type { StorableGeneration } from "../storable.ts";
import { adoptFolders, segmentsIn } from "./folders.ts";
import { readFrames } from "./frames.ts";

/** Stores records again; resolves once each is stored, or refused for good. What is stored already stays as it is. */
export type StoreAgain = (items: StorableGeneration[]) => Promise<void>;

/** Stores what processes left behind that are gone, and returns how many records it read. Whatever cannot be read stays and is said. */
export async function replayAbandoned(root: string, store: StoreAgain): Promise<number> {
  let count = 0;
  for (const folder of adoptFolders(root)) {
    let isEmpty = true;
    for (const file of segmentsIn(folder)) {
      const read = await replaySegment(file, store);
      count += read ?? 0;
      if (read === null) isEmpty = false;
      else await rm(file, { force: true });
    }
    if (isEmpty) await rmdir(folder).catch(() => undefined);
  }
  if (count > 0) logger().info({ calls: count }, "stored the calls that an earlier process had answered");
  return count;
}

/** Stores the records of one file and returns how many it holds; null where the file cannot be read. */
export async function replaySegment(file: string, store: StoreAgain): Promise<number | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    logger().error({ err: error, file }, "a file of the log of calls cannot be read");
    return null;
  }
  const { items, damaged, isTorn } = readFrames(bytes);
  if (damaged > 0)
    logger().error(
      { file, damaged },
      "records of the log of calls are damaged on the disk; their calls are lost",
    );
  if (isTorn)
    logger().info({ file }, "the log of calls ends in the middle of a record, whose call had no answer");
  await store(items);
  return items.length;
}

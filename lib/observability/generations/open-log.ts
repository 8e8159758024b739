import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database, OpenDatabase } from "#db";
import { systemContext } from "#lib/identity";
import { env } from "#platform/env";
import { nullIfNotFound } from "#platform/errors";
import { logger } from "#platform/logger";
import { openCallLog } from "./log/call-log.ts";
import { frameOf } from "./log/frames.ts";
import { keepForOther, keepRefused, takeKept } from "./log/kept-aside.ts";
import { replayAbandoned, replayBytes } from "./log/replay.ts";
import { makePersistence } from "./persist.ts";
import type { StorableGeneration } from "./storable.ts";
import { storeWanted } from "./store-wanted.ts";
import { generationWriter } from "./writer.ts";

const batchRows = 500;
/** How often the folders of dead processes are looked for; those of other machines count as dead after a minute. */
const adoptEveryMs = 15_000;
/** A start does not wait longer for what earlier processes left; the rest is stored behind it. */
const startWaitsMs = 10_000;

/**
 * Opens this process's log of answered calls in the data folder, and stores what dead processes left in theirs: now, and
 * whenever one is found. Returns the way to close it; what storage does not have by then stays for the next process.
 */
export async function openGenerationLog({ db }: OpenDatabase): Promise<() => Promise<void>> {
  const root = join(env().VALUELOOP_DATA_DIR, "call-log");
  const persist = makePersistence({ retryMs: 200, mostRetryMs: 2_000 }, store, (item) =>
    keepRefused(root, [frameOf(item)]),
  );
  async function store(on: Database, batch: readonly StorableGeneration[]): Promise<void> {
    const unknown = await storeWanted(on, batch);
    if (unknown.length > 0) keepForOther(root, unknown);
  }
  const storeAgain = async (items: StorableGeneration[]) => {
    for (let start = 0; start < items.length; start += batchRows)
      await persist.all(db, items.slice(start, start + batchRows));
  };
  const log = openCallLog(root);
  generationWriter().useLog(log, async (segment) => {
    await replayBytes(await segment.read(), segment.path, storeAgain, root);
    return true;
  });
  const adopted = new Set<string>();
  const isKnown = async (projectId: string) => (await nullIfNotFound(systemContext(db, projectId))) !== null;
  let replaying: Promise<void> | undefined;
  const replay = () => {
    replaying ??= takeKept(root, isKnown)
      .then((folders) => folders.forEach((folder) => adopted.add(folder)))
      .then(() => replayAbandoned(root, storeAgain, adopted))
      .then(
        () => undefined,
        (error: unknown) =>
          logger().error({ err: error, root }, "the logs of earlier processes cannot be read"),
      )
      .finally(() => {
        replaying = undefined;
      });
    return replaying;
  };
  await Promise.race([replay(), sleep(startWaitsMs, undefined, { ref: false })]);
  const adopting = setInterval(() => void replay(), adoptEveryMs).unref();
  return async () => {
    clearInterval(adopting);
    generationWriter().useLog(undefined);
    await replaying;
    await log.close();
  };
}

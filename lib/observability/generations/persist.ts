import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#db";
import { logger } from "#platform/logger";
import { isRefused } from "./refused.ts";
import type { StorableGeneration } from "./storable.ts";

/**
 * Keeps a batch: once it resolves all of it is stored; what is stored already stays as it is. The batch is late where it may
 * have been erased since it was made: it was tried before, or waited.
 */
export type Store = (db: Database, batch: readonly StorableGeneration[], isLate: boolean) => Promise<void>;

/** While storage is away the log says so again after so many tries. */
const saidEvery = 30;

/**
 * Stores batches for as long as it takes: storage that is away is tried again, a row that it refuses is parted from the
 * others and given to `keepRefused`, which says whether it could keep it.
 */
export function makePersistence(
  settings: { retryMs: number; mostRetryMs: number },
  store: Store,
  keepRefused: (item: StorableGeneration) => boolean = () => false,
) {
  let failing = 0;

  /** Resolves once each row is stored, or refused for what it holds. Never rejects. */
  async function all(db: Database, batch: readonly StorableGeneration[], isLate = false): Promise<void> {
    for (let attempt = 1; ; attempt += 1)
      try {
        await store(db, batch, isLate || attempt > 1);
        if (attempt > 1) {
          failing -= 1;
          logger().info({ generations: batch.length }, "generations are stored again");
        }
        return;
      } catch (error) {
        if (isRefused(error)) {
          if (attempt > 1) failing -= 1;
          return refused(db, batch, error);
        }
        if (attempt === 1) failing += 1;
        if (attempt % saidEvery === 1)
          logger().error(
            { err: error, attempt, generations: batch.length },
            "generations could not be stored; trying again until they are",
          );
        await sleep(Math.min(settings.retryMs * 2 ** Math.min(attempt - 1, 10), settings.mostRetryMs));
      }
  }

  /** Of a batch that is refused only the rows that are the reason are given up. */
  async function refused(db: Database, batch: readonly StorableGeneration[], error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      const generationIds = [only.generation.id];
      const isKept = isKeepable(only);
      logger().fatal(
        { err: error, generationIds, isKept },
        isKept
          ? "a generation is not stored: the database refuses what it holds; refused.ndjson in the call log has it"
          : "a generation is lost: the database refuses what it holds",
      );
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await all(db, batch.slice(0, half), true);
    await all(db, batch.slice(half), true);
  }

  function isKeepable(item: StorableGeneration): boolean {
    try {
      return keepRefused(item);
    } catch {
      // What has no JSON cannot be written anywhere.
      return false;
    }
  }

  return {
    all,
    /** True while the last tries failed. */
    isFailing: () => failing > 0,
    report: (error: unknown, message: string) => logger().error({ err: error }, message),
  };
}

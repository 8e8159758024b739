import { resolve } from "node:path";
import { env } from "#platform/env";
import { forget, once } from "#platform/runtime";
import { isSubscribed, withHooks } from "./invalidation.ts";
import type { Database, OpenDatabase } from "./driver.ts";
import { openEmbedded } from "./embedded.ts";
import { requirePostgres } from "./postgres-server.ts";
import { openPostgres } from "./postgres.ts";

/** The process's one database: PostgreSQL by DATABASE_URL, else PGlite in the data folder. Throws `unavailable` with what is missing. */
export function database(): Promise<OpenDatabase> {
  return once("database", () => {
    const url = env().DATABASE_URL;
    return url
      ? requirePostgres(url).then(() => openPostgres(url))
      : openEmbedded(resolve(env().VALUELOOP_DATA_DIR, "database"));
  });
}

/** Closes the process's database, if it was ever opened. */
export async function closeDatabase(): Promise<void> {
  const { close } = await database();
  forget("database");
  await close();
}

/**
 * Runs work in one transaction (a savepoint when already inside one) and hands it a context whose `db` is the
 * transaction. What was announced inside takes effect at the outermost commit.
 */
export function inTransaction<Ctx extends { db: Database }, Result>(
  ctx: Ctx,
  work: (tx: Ctx) => Promise<Result>,
): Promise<Result> {
  return withHooks(ctx.db, (opened) =>
    ctx.db.transaction((drizzleTx) => {
      const tx = drizzleTx as unknown as Database;
      opened(tx);
      return work({ ...ctx, db: tx });
    }),
  );
}

/** True where a statement that fails takes a whole transaction with it. */
export function isInTransaction(db: Database): boolean {
  return isSubscribed(db) === null;
}

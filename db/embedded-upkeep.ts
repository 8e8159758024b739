import { logger } from "#platform/logger";
import type { Driver } from "./driver.ts";

/** How often is looked: one query of about a millisecond. */
const everyMs = 5_000;
/** Rows of a table that is too small for its plan to matter; autovacuum's own threshold is 50. */
const least = 250;
/** autovacuum_analyze_scale_factor and autovacuum_vacuum_scale_factor, as PostgreSQL comes. */
const analyzeShare = 0.1;
const vacuumShare = 0.2;

/**
 * What autovacuum does on a server and nobody does in PGlite: `analyze` for tables that changed much since the last one,
 * `vacuum` for those with many dead rows. Without it plans that were made while a table was empty stay for as long as the
 * process lives: the check of a foreign key then reads all rows of its project for each row that is written. Returns the
 * tables that were looked after.
 */
export async function upkeep(driver: Driver): Promise<string[]> {
  // What a connection has done it says at most once a second.
  await driver.query("select pg_stat_force_next_flush()", []);
  const { rows } = await driver.query(
    `select c.oid::regclass::text as "table", s.n_dead_tup > $1 + $3 * greatest(c.reltuples, 0) as "isBloated"
     from pg_stat_user_tables s join pg_class c on c.oid = s.relid
     where s.n_mod_since_analyze > $1 + $2 * greatest(c.reltuples, 0)
        or s.n_dead_tup > $1 + $3 * greatest(c.reltuples, 0)`,
    [least, analyzeShare, vacuumShare],
  );
  const tables = rows as { table: string; isBloated: boolean }[];
  for (const { table, isBloated } of tables)
    await driver.exec(`${isBloated ? "vacuum (analyze)" : "analyze"} ${table}`);
  return tables.map(({ table }) => table);
}

/** Looks after the database for as long as it is open; the answer stops that and waits for what goes on. */
export function keepUp(driver: Driver): () => Promise<void> {
  let isStopped = false;
  let going: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    going = going.then(async () => {
      if (isStopped) return;
      // A look that fails says nothing about the data, and the next one comes in seconds.
      await upkeep(driver).catch((error: unknown) =>
        logger().warn({ err: error }, "the embedded database could not be looked after"),
      );
    });
  }, everyMs).unref();
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await going;
  };
}

import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { env } from "#platform/env";
import { forget, once } from "#platform/runtime";
import { registerRoot, withHooks } from "./changes.ts";
import { lockDataFolder } from "./folder-lock.ts";
import { requirePostgres } from "./postgres-server.ts";
import * as schema from "./schema/index.ts";

/** One type for PostgreSQL and PGlite, for a pool and for a transaction. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** The raw driver below drizzle: `query` takes `$1` parameters, `exec` runs several statements. */
export type Driver = {
  kind: "postgres" | "pglite";
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  exec(text: string): Promise<{ rows: Record<string, unknown>[] }>;
  /** Calls back for every NOTIFY on a channel, and once should the connection be lost; returns the way to stop. */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onLost?: () => void,
  ): Promise<() => Promise<void>>;
  /** The whole database as a tar that `openEmbedded` can load; PGlite alone. */
  dump?(): Promise<Blob>;
};

export type OpenDatabase = { db: Database; driver: Driver; isClosed(): boolean; close(): Promise<void> };

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

/** Opens a PostgreSQL database with a pool of its own. */
export async function openPostgres(url: string, maxConnections = 10): Promise<OpenDatabase> {
  const [{ drizzle }, { default: pg }] = await Promise.all([
    import("drizzle-orm/node-postgres"),
    import("pg"),
  ]);
  const pool = new pg.Pool({ connectionString: url, max: maxConnections });
  // A dropped idle connection is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  let isClosed = false;
  const listening = new Set<() => void>();
  const driver: Driver = {
    kind: "postgres",
    query: (text, values) => pool.query(text, values),
    exec: async (text) => {
      const results = await pool.query(text);
      return { rows: [results].flat().flatMap((result) => result.rows as Record<string, unknown>[]) };
    },
    listen: async (channel, onPayload, onLost) => {
      const client = await pool.connect();
      const end = () => {
        if (!listening.delete(end)) return;
        client.removeAllListeners("notification");
        client.release(true);
      };
      const lose = () => {
        const isOurs = listening.has(end);
        end();
        if (isOurs && !isClosed) onLost?.();
      };
      listening.add(end);
      // Without these a server that goes away would take the process with it.
      client.on("error", lose);
      client.on("end", lose);
      client.on("notification", (message) => {
        if (message.channel === channel) onPayload(message.payload ?? "");
      });
      await client.query(`listen ${client.escapeIdentifier(channel)}`).catch((error: unknown) => {
        end();
        throw error;
      });
      return async () => end();
    },
  };
  const db = drizzle(pool, { schema }) as unknown as Database;
  registerRoot(db, driver.kind);
  const close = async () => {
    isClosed = true;
    for (const end of listening) end();
    await pool.end();
  };
  return { db, driver, isClosed: () => isClosed, close };
}

/**
 * Opens the embedded database in a folder, or in memory without one. Throws `conflict` when another
 * process holds the folder: two PGlite instances on one folder destroy it.
 */
export async function openEmbedded(folder?: string, dump?: Blob): Promise<OpenDatabase> {
  const unlock = folder ? lockDataFolder(folder) : () => undefined;
  const [{ drizzle }, { PGlite }, { vector }, { pg_trgm }] = await Promise.all([
    import("drizzle-orm/pglite"),
    import("@electric-sql/pglite"),
    import("@electric-sql/pglite-pgvector"),
    import("@electric-sql/pglite/contrib/pg_trgm"),
  ]);
  if (folder) mkdirSync(folder, { recursive: true });
  const client = await PGlite.create({
    ...(folder ? { dataDir: folder } : {}),
    ...(dump ? { loadDataDir: dump } : {}),
    extensions: { vector, pg_trgm },
  });
  const driver: Driver = {
    kind: "pglite",
    query: (text, values) => client.query<Record<string, unknown>>(text, values),
    exec: async (text) => {
      const results = await client.exec(text);
      return { rows: results.flatMap((result) => result.rows as Record<string, unknown>[]) };
    },
    listen: (channel, onPayload) => client.listen(channel, onPayload),
    dump: () => client.dumpDataDir("none"),
  };
  const close = async () => {
    await client.close();
    unlock();
  };
  const db = drizzle(client, { schema }) as unknown as Database;
  registerRoot(db, driver.kind);
  return { db, driver, isClosed: () => client.closed, close };
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

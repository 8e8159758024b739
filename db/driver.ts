import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema/index.ts";

declare const opaque: unique symbol;

/** What a raw statement answers: each driver in its own shape, so it is read by `rowsOf` and nothing else. */
export type RawResult = { readonly [opaque]: true };

interface RawResultHKT extends PgQueryResultHKT {
  type: RawResult;
}

/** One type for PostgreSQL and PGlite, for a pool and for a transaction. */
export type Database = PgDatabase<RawResultHKT, typeof schema>;

/** The raw driver below drizzle: `query` takes `$1` parameters, `exec` runs several statements on one connection. */
export type Driver = {
  kind: "postgres" | "pglite";
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  exec(text: string): Promise<{ rows: Record<string, unknown>[] }>;
  /** Calls back for every NOTIFY on a channel, and once should the connection be lost; returns a function that unsubscribes. */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onLost?: () => void,
  ): Promise<() => Promise<void>>;
  /** The whole database as a tar that `openEmbedded` can load; PGlite only. */
  dump?(): Promise<Blob>;
  /** PGlite only, by itself every few seconds: see embedded-upkeep.ts. */
  upkeep?(): Promise<string[]>;
};

export type OpenDatabase = { db: Database; driver: Driver; isClosed(): boolean; close(): Promise<void> };

/** The rows of `db.execute(...)`: postgres.js answers an array, PGlite `{ rows }`. The caller names the columns' types. */
export function rowsOf<Row>(result: RawResult): Row[] {
  const raw = result as unknown;
  // Both drivers document these shapes; the column types are as the statement says.
  return Array.isArray(raw) ? (raw as Row[]) : (raw as { rows: Row[] }).rows;
}

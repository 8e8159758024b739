import type { Driver, OpenDatabase } from "#db";
import { registerRoot } from "../db/invalidation.ts";
import * as schema from "../db/schema/index.ts";

type Result = { rows: Record<string, unknown>[] };
type PgClient = {
  query(text: string, values?: unknown[]): Promise<Result | Result[]>;
  on(event: "notification", listener: (message: { channel: string; payload?: string }) => void): void;
  release(isBroken?: boolean): void;
};
type PgPool = PgClient & { connect(): Promise<PgClient>; end(): Promise<void> };

/** What `openPostgres` was before postgres.js: the other side of `bench/driver.ts`. Drizzle itself brings `pg`, from pg-boss's tree. */
export async function openWithPg(url: string, max = 10): Promise<OpenDatabase> {
  const { drizzle } = await import("drizzle-orm/node-postgres");
  const db = drizzle({ connection: { connectionString: url, max } as never, schema });
  const pool = db.$client as unknown as PgPool;
  const driver: Driver = {
    kind: "postgres",
    query: (text, values) => pool.query(text, values) as Promise<Result>,
    exec: async (text) => ({ rows: [await pool.query(text)].flat().flatMap(({ rows }) => rows) }),
    listen: async (channel, onPayload) => {
      const client = await pool.connect();
      client.on("notification", (message) => {
        if (message.channel === channel) onPayload(message.payload ?? "");
      });
      await client.query(`listen "${channel}"`);
      return async () => client.release(true);
    },
  };
  let isClosed = false;
  const opened = {
    db: db as unknown as OpenDatabase["db"],
    driver,
    isClosed: () => isClosed,
    close: async () => {
      isClosed = true;
      await pool.end();
    },
  };
  registerRoot(opened.db, driver.kind);
  return opened;
}

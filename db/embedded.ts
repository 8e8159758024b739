import { mkdirSync } from "node:fs";
import { registerRoot } from "./invalidation.ts";
import type { Database, Driver, OpenDatabase } from "./driver.ts";
import { keepUp, upkeep } from "./embedded-upkeep.ts";
import { lockDataFolder } from "./folder-lock.ts";
import * as schema from "./schema/index.ts";

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
    upkeep: () => upkeep(driver),
  };
  const stopUpkeep = keepUp(driver);
  const close = async () => {
    await stopUpkeep();
    await client.close();
    unlock();
  };
  const db = drizzle(client, { schema }) as unknown as Database;
  registerRoot(db, driver.kind);
  return { db, driver, isClosed: () => client.closed, close };
}

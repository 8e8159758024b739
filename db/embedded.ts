import { registerRoot } from "./invalidation.ts";
import type { Database, Driver, OpenDatabase } from "./driver.ts";
import { openInThread } from "./embedded/client.ts";
import { keepUp, upkeep } from "./embedded-upkeep.ts";
import { lockDataFolder } from "./folder-lock.ts";
import * as schema from "./schema/index.ts";

/**
 * Opens the embedded database in a folder, on a thread of its own, or in memory without one, on this thread. Throws
 * `conflict` when another process holds the folder: two PGlite instances on one folder destroy it.
 */
export async function openEmbedded(folder?: string, dump?: Blob): Promise<OpenDatabase> {
  const unlock = folder ? lockDataFolder(folder) : () => undefined;
  const [{ drizzle }, client] = await Promise.all([
    import("drizzle-orm/pglite"),
    folder ? openInThread(folder, dump) : openHere(dump),
  ]).catch((error: unknown) => {
    unlock();
    throw error;
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
  // Of a client drizzle uses `query` and `transaction`, which both kinds have.
  const db = drizzle(client as never, { schema }) as unknown as Database;
  registerRoot(db, driver.kind);
  return { db, driver, isClosed: () => client.closed, close };
}

async function openHere(dump: Blob | undefined) {
  const { openPglite } = await import("./embedded/pglite.ts");
  return openPglite(undefined, dump);
}

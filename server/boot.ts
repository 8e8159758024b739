import { closeDatabase, database, migrate, openChanges, type OpenDatabase } from "#db";
import { closeQueue, openQueue } from "#lib/jobs";
import { flushGenerations } from "#lib/observability";
import { logger } from "#platform/logger";
import { exitWith, requireEnvironment } from "./exit.ts";
import "./jobs.ts";

/** Parses the environment, opens and migrates the database, opens the queue, hears what other processes change. Ends the process with readable lines when one cannot. */
export async function boot(): Promise<OpenDatabase> {
  requireEnvironment();
  try {
    const open = await database();
    const applied = await migrate(open);
    if (applied.length > 0) logger().info({ applied }, "migrated");
    await openQueue(open);
    await openChanges(open);
    return open;
  } catch (error) {
    exitWith(error);
  }
}

/** Runs `close` once on SIGINT or SIGTERM, hands running jobs back, closes the database, and ends the process. */
export function shutDownCleanly(close: () => Promise<void>): void {
  let isClosing = false;
  const onSignal = (signal: string) => {
    if (isClosing) return;
    isClosing = true;
    logger().info({ signal }, "shutting down");
    // A request that never ends must not keep the process: after this the system gets it back.
    setTimeout(() => process.exit(1), 20_000).unref();
    void close()
      .then(closeQueue)
      .then(flushGenerations)
      .then(closeDatabase)
      .then(() => process.exit(0), exitWith);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

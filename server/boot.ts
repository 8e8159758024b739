import { closeDatabase, database, migrate, type OpenDatabase } from "#db";
import { closeQueue, openQueue } from "#lib/jobs";
import { flushGenerations } from "#lib/observability";
import { env } from "#platform/env";
import { isAppError } from "#platform/errors";
import { logger } from "#platform/logger";
import "./jobs.ts";

/** Parses the environment, opens and migrates the database, opens the queue. Ends the process with readable lines when one cannot. */
export async function boot(): Promise<OpenDatabase> {
  requireEnvironment();
  try {
    const open = await database();
    const applied = await migrate(open);
    if (applied.length > 0) logger().info({ applied }, "migrated");
    await openQueue(open);
    return open;
  } catch (error) {
    exitWith(error);
  }
}

/** Ends the process with a readable line per problem unless the environment can be used. Call before anything that reads it. */
export function requireEnvironment(): void {
  try {
    env();
  } catch (error) {
    exitWith(error);
  }
}

/** Says what is wrong in plain lines and ends the process. */
export function exitWith(error: unknown): never {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n${text}\n`);
  if (!isAppError(error)) logger().fatal({ err: error }, "cannot start");
  process.exit(1);
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

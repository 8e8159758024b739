import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase, database, migrate, listenForInvalidations, type OpenDatabase } from "#db";
import { keepCheckpoints } from "#lib/governance";
import { closeQueue, openQueue } from "#lib/jobs";
import { awaitBooked } from "#lib/budgets";
import { settleCaches } from "#lib/generation";
import { flushGenerations, openGenerationLog } from "#lib/observability";
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
    await listenForInvalidations(open);
    await keepCallLog(open);
    signCheckpoints(open);
    return open;
  } catch (error) {
    exitWith(error);
  }
}

let closeCallLog: () => Promise<void> = async () => undefined;

/** From now on, until shutDownCleanly, no answered call is lost by the end of this process; stores what earlier ones left. */
export async function keepCallLog(open: OpenDatabase): Promise<void> {
  closeCallLog = await openGenerationLog(open);
}

let stopSigning: () => Promise<void> = async () => undefined;

/** Signs the audit chains from now on, until shutDownCleanly; behind the start, since what was left unsigned may be long. */
export function signCheckpoints({ db }: OpenDatabase): void {
  const started = keepCheckpoints(db);
  started.catch((error: unknown) => logger().error({ err: error }, "the audit chain is not being signed"));
  stopSigning = async () => (await started)();
}

/**
 * Runs `close` once on SIGINT or SIGTERM, hands running jobs back, stores what calls left behind, closes the database,
 * and ends the process. A part that fails is logged and keeps none of the others from its turn; what is not done after
 * `patienceMs` is left, but for the calls already answered.
 */
export function shutDownCleanly(close: () => Promise<void>, patienceMs = 20_000): void {
  let isClosing = false;
  const onSignal = (signal: string) => {
    if (isClosing) return;
    isClosing = true;
    logger().info({ signal }, "shutting down");
    // A request that never ends must not keep the process: after this the system gets it back.
    setTimeout(() => void leave(), patienceMs).unref();
    void closeAll([
      close,
      closeQueue,
      settleCaches,
      flushGenerations,
      async () => awaitBooked((await database()).db),
      () => closeCallLog(),
      () => stopSigning(),
      closeDatabase,
    ]).then((isClean) => process.exit(isClean ? 0 : 1));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

async function closeAll(parts: (() => Promise<void>)[]): Promise<boolean> {
  let isClean = true;
  for (const part of parts)
    await part().catch((error: unknown) => {
      isClean = false;
      logger().error({ err: error }, "a part did not close");
    });
  return isClean;
}

/** What was answered is stored even now, unless the database is what we wait for. */
async function leave(): Promise<void> {
  logger().error("not all parts closed in time");
  await Promise.race([flushGenerations(), sleep(2_000)]);
  process.exit(1);
}

import { sql } from "drizzle-orm";
import { type Db, fromDrizzle, PgBoss } from "pg-boss";
import type { Database, OpenDatabase } from "#db";
import { logger } from "#platform/logger";
import { AppError, toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { forget, once } from "#platform/runtime";

/**
 * What a handler gets: the job's data, the process's database, and a signal that fires at shutdown. It then has ten
 * seconds to finish, or throws to hand its job back; returning says that the job is done.
 */
export type JobRun<Data> = { id: string; data: Data; open: OpenDatabase; signal: AbortSignal };

/** A kind of background job: how many run at once, how often one is tried, and what it does. */
export type JobDefinition<Data extends object> = {
  /** `room.verb`; also the queue's name. */
  name: string;
  /** How many of this kind run at once in one process. */
  concurrency: number;
  /** How often a failed job is tried again. */
  retryLimit: number;
  /** A job still running after this is given to another process (seconds); handlers must tolerate both. */
  expireInSeconds: number;
  /** When one is put on the queue by itself, as cron has it, in UTC. */
  cron?: string;
  handler(run: JobRun<Data>): Promise<void>;
};

const definitions = () => once("jobs.definitions", () => new Map<string, JobDefinition<object>>());
/** How long after the loss of its connection the queue listens again; until then workers find jobs by looking. */
const listenAgainMs = 1_000;
type Queue = { boss: PgBoss; open: OpenDatabase; abort: AbortController };
const current = () => once<{ queue: Queue | null }>("jobs.queue", () => ({ queue: null }));

/** Declares a kind of background job. Call at module level of a room; a later declaration of the same name wins. */
export function defineJob<Data extends object>(
  definition: Omit<JobDefinition<Data>, "concurrency" | "retryLimit" | "expireInSeconds"> &
    Partial<JobDefinition<Data>>,
): JobDefinition<Data> {
  const full: JobDefinition<Data> = { concurrency: 1, retryLimit: 3, expireInSeconds: 900, ...definition };
  // A handler is only ever called with data its own `enqueue` wrote, so the wider type is safe here.
  definitions().set(full.name, full as unknown as JobDefinition<object>);
  return full;
}

/**
 * Puts a job on its queue inside the caller's transaction, so that it exists only if the act does.
 * `singletonKey` lets one waiting job stand for many, with the data of the last. Throws `unavailable` when no queue is open.
 */
export async function enqueue<Data extends object>(
  tx: { db: Database },
  job: Pick<JobDefinition<Data>, "name">,
  data: Data,
  options: { singletonKey?: string; startAfterSeconds?: number } = {},
): Promise<void> {
  const { boss } = openedQueue();
  const shared = {
    db: fromDrizzle(tx.db as never, sql),
    ...(options.startAfterSeconds ? { startAfter: options.startAfterSeconds } : {}),
  };
  // Of a plain queue, `send` takes any number of jobs with one key; only `upsert` finds the one that waits.
  if (options.singletonKey)
    await boss.upsert(job.name, data, { ...shared, singletonKey: options.singletonKey });
  else await boss.send(job.name, data, shared);
}

/** Opens the queue on a database: installs pg-boss there, makes a queue per defined job. Sends only; see startWorking. */
export async function openQueue(open: OpenDatabase): Promise<void> {
  const boss = new PgBoss({
    db: adapter(open),
    backend: open.driver.kind,
    schema: "pgboss",
    useListenNotify: true,
  });
  boss.on("error", (error) => logger().error({ err: error }, "job queue"));
  boss.on("warning", (warning) => logger().debug({ warning }, "job queue"));
  await boss.start();
  for (const { name, retryLimit, expireInSeconds } of definitions().values()) {
    await boss.createQueue(name, {
      retryLimit,
      expireInSeconds,
      retryDelay: 1,
      retryBackoff: true,
      notify: true,
    });
    // Fills pg-boss's cache of the queue now: a miss inside a transaction would wait for PGlite's only connection for ever.
    await boss.cancel(name, newId());
  }
  current().queue = { boss, open, abort: new AbortController() };
}

/** Begins to work on every defined job in this process. */
export async function startWorking(): Promise<void> {
  for (const { name, cron } of definitions().values())
    if (cron) await openedQueue().boss.schedule(name, cron, {}, { tz: "UTC" });
  for (const definition of definitions().values())
    for (let slot = 0; slot < definition.concurrency; slot += 1) await startWorkerSlot(definition);
}

/** One job of a kind at a time. New jobs wake it; looking by itself is for retries, whose time nobody announces. */
async function startWorkerSlot(definition: JobDefinition<object>): Promise<void> {
  const { boss, open, abort } = openedQueue();
  const options = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 };
  let workerId = "";
  workerId = await boss.work<object>(definition.name, options, async (jobs) => {
    try {
      for (const job of jobs) await perform(definition, job, open, abort.signal);
    } finally {
      // What came while all worker slots were busy woke nobody, so each looks again when it is free.
      boss.notifyWorker(workerId);
    }
  });
}

/** Stops taking jobs, asks the running ones to hand back, and closes the queue. */
export async function closeQueue(): Promise<void> {
  const { queue } = current();
  if (!queue) return;
  // First no more jobs, then the word to those that run: a job must not begin only to be told to stop.
  for (const name of definitions().keys()) await queue.boss.offWork(name, { wait: false });
  queue.abort.abort();
  await queue.boss.stop({ graceful: true, close: false, timeout: 10_000 });
  forget("jobs.queue");
}

/** Works through everything that waits, in this call, and returns how many jobs ran. For tests and the seed. */
export async function drainJobs(): Promise<number> {
  const { boss, open, abort } = openedQueue();
  let count = 0;
  for (let found = true; found;) {
    found = false;
    for (const definition of definitions().values()) {
      for (const job of await boss.fetch<object>(definition.name, { batchSize: 20 })) {
        found = true;
        count += 1;
        try {
          await perform(definition, job, open, abort.signal);
          await boss.complete(definition.name, job.id);
        } catch (error) {
          await boss.fail(definition.name, job.id, { message: toAppError(error).message });
        }
      }
    }
  }
  return count;
}

/** True while the queue answers; for the readiness probe. */
export async function isQueueReady(): Promise<boolean> {
  const { queue } = current();
  return queue !== null && (await queue.boss.isInstalled());
}

function openedQueue(): Queue {
  const { queue } = current();
  if (!queue) throw new AppError("unavailable", "The job queue is not open in this process.");
  return queue;
}

async function perform(
  definition: JobDefinition<object>,
  job: { id: string; data: object },
  open: OpenDatabase,
  signal: AbortSignal,
): Promise<void> {
  try {
    await definition.handler({ id: job.id, data: job.data, open, signal });
  } catch (error) {
    if (signal.aborted) logger().info({ job: definition.name, jobId: job.id }, "job handed back");
    else logger().error({ err: error, job: definition.name, jobId: job.id }, "job failed");
    throw error;
  }
}

function adapter({ driver, isClosed }: OpenDatabase): Db {
  return {
    executeSql: (text, values) => (values?.length ? driver.query(text, values) : driver.exec(text)) as never,
    listen: async (channel: string, onNotification: (payload: string) => void, onReconnect: () => void) => {
      let stop: (() => Promise<void>) | null = null;
      let isOver = false;
      const start = async (): Promise<void> => {
        stop = await driver.listen(channel, onNotification, () => {
          stop = null;
          again();
        });
        // Closed while we connected.
        if (isOver) await stop();
        else onReconnect();
      };
      const again = (): void => {
        setTimeout(() => {
          if (!isOver && !isClosed()) start().catch(again);
        }, listenAgainMs).unref();
      };
      await start();
      return {
        close: async () => {
          isOver = true;
          await stop?.();
        },
      };
    },
  };
}

import { and, eq, gt, inArray, lt, notExists, or, sql } from "drizzle-orm";
import type { Database, OpenDatabase } from "#db";
import { cases, runs } from "#db/schema/evaluation";
import { systemContext } from "#lib/identity";
import { defineJob } from "#lib/jobs";
import { isAppError, isZodError, toAppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { failRun } from "./finish.ts";
import { runJobName } from "./job-name.ts";
import { renewSummaries } from "./renew.ts";
import { runningHere } from "./running.ts";
import { workOnRun } from "./work.ts";

type RunJob = { runId: string; projectId: string };

/** Works on one run. A crash is repaired by `watchRuns`, so the job itself may run as long as it takes. */
defineJob<RunJob>({
  name: runJobName,
  concurrency: 2,
  retryLimit: 3,
  expireInSeconds: 86_000,
  handler: ({ data, open, signal }) => workOrFail(open.db, data, signal),
});

/**
 * Works, one after the other, on runs whose process died: running, with no case held by a living worker.
 * `isStart` also frees what this installation's last process held, where no other process can exist.
 * Returns how many were found.
 */
export async function resumeRuns(
  open: OpenDatabase,
  options: { isStart?: boolean; signal?: AbortSignal } = {},
): Promise<number> {
  if (options.isStart && open.driver.kind === "pglite") {
    await open.db
      .update(cases)
      .set({ leasedUntil: sql`now() - interval '1 second'` })
      .where(eq(cases.status, "running"));
  }
  const orphans = (await findOrphans(open.db)).filter(({ runId }) => !runningHere().has(runId));
  for (const orphan of orphans) {
    if (options.signal?.aborted) break;
    await workOrFail(open.db, orphan, options.signal).catch((error: unknown) =>
      logger().error({ err: error, runId: orphan.runId }, "run could not be resumed"),
    );
  }
  return orphans.length;
}

/** Resumes orphaned runs now and every half minute. Returns a function that stops it and hands running cases back. */
export function watchRuns(open: OpenDatabase, everyMs = 30_000): () => Promise<void> {
  const abort = new AbortController();
  let pass: Promise<unknown> = resumeRuns(open, { isStart: true, signal: abort.signal })
    .then(() => renewSummaries(open, abort.signal))
    .catch(log);
  let isBusy = true;
  void pass.finally(() => {
    isBusy = false;
  });
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    pass = resumeRuns(open, { signal: abort.signal })
      .catch(log)
      .finally(() => {
        isBusy = false;
      });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    abort.abort();
    await pass;
  };
}

/** What the run names being gone or unreadable ends it; anything else may pass and is tried again. */
async function workOrFail(db: Database, { runId, projectId }: RunJob, signal?: AbortSignal): Promise<void> {
  const ctx = await systemContext(db, projectId);
  try {
    await workOnRun(ctx, { runId }, signal ? { signal } : {});
  } catch (error) {
    if (!isZodError(error) && !(isAppError(error) && error.code === "not_found")) throw error;
    await failRun(ctx, runId, toAppError(error).message);
  }
}

async function findOrphans(db: Database): Promise<RunJob[]> {
  const held = db
    .select({ one: sql`1` })
    .from(cases)
    .where(
      and(
        eq(cases.projectId, runs.projectId),
        eq(cases.runId, runs.id),
        eq(cases.status, "running"),
        gt(cases.leasedUntil, sql`now()`),
      ),
    );
  // A queued run has its own job; only one that waited very long may have lost it between fetch and begin.
  const isOrphan = or(
    eq(runs.status, "running"),
    and(eq(runs.status, "queued"), lt(runs.createdAt, sql`now() - interval '10 minutes'`)),
  );
  return db
    .select({ runId: runs.id, projectId: runs.projectId })
    .from(runs)
    .where(and(inArray(runs.status, ["running", "queued"]), isOrphan, notExists(held)));
}

function log(error: unknown): void {
  logger().error({ err: error }, "looking for orphaned runs failed");
}

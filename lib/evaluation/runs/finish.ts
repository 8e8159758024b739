import { and, eq, inArray } from "drizzle-orm";
import { inTransaction } from "#db";
import { cases, runs } from "#db/schema/evaluation";
import type { Context } from "#lib/identity";
import { getRunInProject, isFinished, lockRunInProject } from "./internal.ts";
import { readResults } from "./measure.ts";
import { summariseRun } from "./summarise.ts";

/**
 * Ends a run with its summary, once. As "succeeded" it stays open while a case is; as "cancelled" the cases
 * that were not done are marked. A run without a single answer has failed.
 */
export async function finishRun(
  ctx: Context,
  runId: string,
  outcome: "succeeded" | "cancelled",
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const run = await lockRunInProject(tx, runId);
    if (isFinished(run.status)) return;
    const open = and(
      eq(cases.projectId, tx.project),
      eq(cases.runId, runId),
      inArray(cases.status, ["waiting", "running"]),
    );
    if (outcome === "cancelled")
      await tx.db.update(cases).set({ status: "cancelled", leaseId: null, leasedUntil: null }).where(open);
    else if ((await tx.db.$count(cases, open)) > 0) return;
    const finishedAt = tx.clock.now();
    const results = await readResults(tx, await getRunInProject(tx, runId));
    const status =
      outcome === "succeeded" && results.cases.every((item) => item.status === "failed") ? "failed" : outcome;
    const durationMs = run.startedAt ? finishedAt.getTime() - run.startedAt.getTime() : null;
    const summary = summariseRun({ ...results, status, durationMs });
    const error =
      status === "failed"
        ? (results.cases.find((item) => item.errorMessage)?.errorMessage ?? "Every generation failed.")
        : null;
    await tx.db
      .update(runs)
      .set({ status, summary, error, finishedAt })
      .where(and(eq(runs.projectId, tx.project), eq(runs.id, runId)));
  });
}

/** Ends a run that cannot be worked on at all: what it names is gone or unreadable. */
export async function failRun(ctx: Context, runId: string, message: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const run = await lockRunInProject(tx, runId);
    if (isFinished(run.status)) return;
    await tx.db
      .update(runs)
      .set({ status: "failed", error: message, finishedAt: tx.clock.now() })
      .where(and(eq(runs.projectId, tx.project), eq(runs.id, runId)));
  });
}

import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { runs } from "#db/schema/evaluation";
import { appendAudit } from "#lib/audit";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { RunInput, type RunProgress } from "./schema.ts";
import { finishRun } from "./finish.ts";
import { isFinished, lockRunInProject, presentProgress } from "./internal.ts";
import { runningHere } from "./running.ts";

/**
 * Asks a run to stop: calls in flight are aborted, waiting cases are not begun, what is done stays.
 * A finished run is left as it is. Throws not_found, forbidden.
 */
export async function cancelRun(ctx: Context, input: RunInput): Promise<RunProgress> {
  requirePermission(ctx, "run.cancel");
  const { runId } = RunInput.parse(input);
  const progress = await inTransaction(ctx, async (tx) => {
    const run = await lockRunInProject(tx, runId);
    if (isFinished(run.status) || run.cancelRequestedAt) return presentProgress(run);
    const cancelRequestedAt = tx.clock.now();
    await tx.db
      .update(runs)
      .set({ cancelRequestedAt })
      .where(and(eq(runs.projectId, tx.project), eq(runs.id, runId)));
    await appendAudit(tx, {
      action: "run.cancel",
      subject: { type: "run", id: runId, name: `Run ${run.number}` },
      before: { status: run.status, doneCases: run.doneCases },
    });
    // Nobody works on it yet: it can end here and now.
    if (run.status === "queued") await finishRun(tx, runId, "cancelled");
    return presentProgress(await lockRunInProject(tx, runId));
  });
  // Faster than the worker's next look at the row, where it runs in this process.
  runningHere().get(runId)?.abort("cancelled");
  return maskFieldsForRole(ctx, progress, ["error"]);
}

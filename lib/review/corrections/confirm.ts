import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { decisions } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { maskFor } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { getDecisionInProject, maskDecision } from "../decisions/internal.ts";
import { requirePerson } from "../person.ts";
import { AcceptCorrectionInput, DeclineCorrectionInput, type Decision } from "../schema.ts";
import { getTaskInProject, type TaskRecord } from "../tasks/internal.ts";
import { join } from "./join.ts";

/**
 * Lets a correction that waits into its dataset, which makes a new version. For a second person: nobody confirms
 * their own. Throws not_found, forbidden, conflict (it does not wait any more).
 */
export async function acceptCorrection(ctx: Context, input: AcceptCorrectionInput): Promise<Decision> {
  requirePermission(ctx, "task.decide");
  const { decisionId } = AcceptCorrectionInput.parse(input);
  return confirm(ctx, decisionId, async (tx, task, row) => {
    await join(tx, task, row);
    const after = await getDecisionInProject(tx, decisionId);
    await appendAudit(tx, {
      action: "correction.accept",
      subject: { type: "task", id: task.id, name: `Task ${task.number}` },
      after: { decisionId, exampleId: after.exampleId, datasetVersionId: after.datasetVersionId },
    });
  });
}

/** Keeps a correction out of its dataset; the decision stands. Throws not_found, forbidden, invalid_input (no reason), conflict. */
export async function declineCorrection(ctx: Context, input: DeclineCorrectionInput): Promise<Decision> {
  requirePermission(ctx, "task.decide");
  const { decisionId, reason } = DeclineCorrectionInput.parse(input);
  return confirm(ctx, decisionId, async (tx, task) => {
    await tx.db
      .update(decisions)
      .set({ correctionStatus: "declined" })
      .where(and(eq(decisions.projectId, tx.project), eq(decisions.id, decisionId)));
    await appendAudit(tx, {
      action: "correction.decline",
      subject: { type: "task", id: task.id, name: `Task ${task.number}` },
      after: { decisionId, reason },
    });
  });
}

type Row = typeof decisions.$inferSelect;

async function confirm(
  ctx: Context,
  decisionId: string,
  act: (tx: Context, task: TaskRecord, row: Row) => Promise<void>,
): Promise<Decision> {
  const me = requirePerson(ctx);
  return inTransaction(ctx, async (tx) => {
    const { taskId } = await getDecisionInProject(tx, decisionId);
    const task = await getTaskInProject(tx, taskId, { lock: true });
    const here = and(eq(decisions.projectId, tx.project), eq(decisions.id, decisionId));
    const [row] = await tx.db.select().from(decisions).where(here);
    if (!row || row.undoneAt || !row.isOutcome || row.correctionStatus !== "proposed")
      throw new AppError("conflict", "This correction does not wait any more; reload the list.");
    if (row.reviewerId === me.id)
      throw new AppError("forbidden", "You wrote this correction; a second person lets it into the dataset.");
    await act(tx, task, row);
    await tx.db
      .update(decisions)
      .set({ confirmedBy: me.id, confirmedByName: me.name, confirmedAt: tx.clock.now() })
      .where(here);
    return maskDecision(await getDecisionInProject(tx, decisionId), maskFor(ctx));
  });
}

import { and, eq, gt, isNull, ne } from "drizzle-orm";
import { inTransaction } from "#db";
import { decisions, tasks } from "#db/schema";
import { appendAudit } from "#lib/audit";
import { removeCorrectionExample } from "#lib/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { requirePerson } from "../person.ts";
import { type Decision, holdMs, UndoDecisionInput, type UndoneDecision } from "../schema.ts";
import { getTaskInProject, isHeldByOther, type TaskRecord } from "../tasks/internal.ts";
import { decisionColumns } from "./internal.ts";

/**
 * Takes back one's own last decision. The row stays, marked as undone, and counts nowhere; the task opens
 * again, held by the one who undid unless somebody works on it. An example the correction became leaves the newest
 * version of its dataset by a new one without it; the versions that hold it stay, since a run may have used one.
 * Throws not_found, forbidden, conflict.
 */
export async function undoDecision(ctx: Context, input: UndoDecisionInput): Promise<UndoneDecision> {
  requirePermission(ctx, "task.decide");
  const { decisionId } = UndoDecisionInput.parse(input);
  const me = requirePerson(ctx);
  return inTransaction(ctx, async (tx) => {
    const here = and(eq(decisions.projectId, tx.project), eq(decisions.id, decisionId));
    const [found] = await tx.db.select(decisionColumns).from(decisions).where(here).for("update");
    if (!found) throw new AppError("not_found", "There is no such decision in this project.");
    await refuseOther(tx, found, me.id);
    const task = await getTaskInProject(tx, found.taskId, { lock: true });
    const now = tx.clock.now();
    const [undone] = await tx.db
      .update(decisions)
      .set({ undoneAt: now })
      .where(here)
      .returning(decisionColumns);
    const hold = {
      heldBy: me.id,
      heldByName: me.name,
      heldSince: now,
      heldUntil: new Date(now.getTime() + holdMs),
    };
    await tx.db
      .update(tasks)
      .set({
        status: "open",
        decisionCount: Math.max(0, task.decisionCount - 1),
        ...(isHeldByOther(tx, task) ? {} : hold),
      })
      .where(and(eq(tasks.projectId, tx.project), eq(tasks.id, task.id)));
    const exampleLeft = await takeExampleOut(tx, found, task);
    await appendAudit(tx, {
      action: "decision.undo",
      subject: { type: "task", id: task.id, name: `Task ${task.number}` },
      before: { decisionId, kind: found.kind, reasonKey: found.reasonKey, exampleId: found.exampleId },
      after: exampleLeft,
    });
    return { ...(undone ?? found), exampleLeft };
  });
}

/** Unless another decision that stands made the same example. */
async function takeExampleOut(
  tx: Context,
  { id, exampleId, datasetVersionId }: Decision,
  task: TaskRecord,
): Promise<UndoneDecision["exampleLeft"]> {
  if (exampleId === null || datasetVersionId === null) return null;
  const [other] = await tx.db
    .select({ id: decisions.id })
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, tx.project),
        eq(decisions.exampleId, exampleId),
        isNull(decisions.undoneAt),
        ne(decisions.id, id),
      ),
    )
    .limit(1);
  if (other) return null;
  return removeCorrectionExample(tx, {
    exampleId,
    addedInVersionId: datasetVersionId,
    message: `Correction of task ${task.number} undone by ${tx.actor.name}`,
  });
}

async function refuseOther(tx: Context, found: Decision, me: string): Promise<void> {
  if (found.reviewerId !== me)
    throw new AppError("forbidden", `This decision is ${found.reviewerName}'s; only they can undo it.`);
  if (found.undoneAt) throw new AppError("conflict", "This decision was undone already.");
  const [later] = await tx.db
    .select({ id: decisions.id })
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, tx.project),
        eq(decisions.reviewerId, me),
        isNull(decisions.undoneAt),
        gt(decisions.createdAt, found.createdAt),
      ),
    )
    .limit(1);
  if (later) throw new AppError("conflict", "You have decided something since; undo that first.");
}

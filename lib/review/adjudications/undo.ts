import { and, eq, gt, isNull } from "drizzle-orm";
import { inTransaction } from "#db";
import { adjudications, decisions } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { settleTask } from "../decisions/settle.ts";
import { requirePerson } from "../person.ts";
import { UndoAdjudicationInput, type UndoneDecision } from "../schema.ts";
import { getTaskInProject } from "../tasks/internal.ts";
import { getAdjudicationInProject } from "./internal.ts";

/**
 * Takes back one's own last adjudication: the opinions differ again, and an example it made leaves the newest
 * version of its dataset. Throws not_found, forbidden, conflict.
 */
export async function undoAdjudication(
  ctx: Context,
  input: UndoAdjudicationInput,
): Promise<Pick<UndoneDecision, "exampleLeft"> & { taskId: string }> {
  requirePermission(ctx, "task.decide");
  const { adjudicationId } = UndoAdjudicationInput.parse(input);
  const me = requirePerson(ctx);
  return inTransaction(ctx, async (tx) => {
    const { taskId } = await getAdjudicationInProject(tx, adjudicationId);
    const task = await getTaskInProject(tx, taskId, { lock: true });
    const found = await getAdjudicationInProject(tx, adjudicationId);
    await refuseOther(tx, found, me.id);
    const undoneAt = tx.clock.now();
    await tx.db
      .update(adjudications)
      .set({ undoneAt })
      .where(and(eq(adjudications.projectId, tx.project), eq(adjudications.id, adjudicationId)));
    if (found.decisionId)
      await tx.db
        .update(decisions)
        .set({ undoneAt })
        .where(and(eq(decisions.projectId, tx.project), eq(decisions.id, found.decisionId)));
    const exampleLeft = await settleTask(tx, task);
    await appendAudit(tx, {
      action: "adjudication.undo",
      subject: { type: "task", id: task.id, name: `Task ${task.number}` },
      before: { adjudicationId, decisionId: found.decisionId, verdict: found.verdict },
      after: exampleLeft,
    });
    return { taskId, exampleLeft };
  });
}

async function refuseOther(tx: Context, found: typeof adjudications.$inferSelect, me: string): Promise<void> {
  if (found.adjudicatorId !== me)
    throw new AppError(
      "forbidden",
      `${found.adjudicatorName} settled this task; only they can take it back.`,
    );
  if (found.undoneAt) throw new AppError("conflict", "This was taken back already.");
  const [later] = await tx.db
    .select({ id: adjudications.id })
    .from(adjudications)
    .where(
      and(
        eq(adjudications.projectId, tx.project),
        eq(adjudications.adjudicatorId, me),
        isNull(adjudications.undoneAt),
        gt(adjudications.createdAt, found.createdAt),
      ),
    )
    .limit(1);
  if (later) throw new AppError("conflict", "You have settled another task since; take that back first.");
}

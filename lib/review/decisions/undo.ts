import { and, eq, gt, isNull } from "drizzle-orm";
import { inTransaction } from "#db";
import { decisions, tasks } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { maskFor } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { requirePerson } from "../person.ts";
import { type Decision, UndoDecisionInput, type UndoneDecision } from "../schema.ts";
import { blockingHold, withMine } from "../tasks/holds.ts";
import { getTaskInProject } from "../tasks/internal.ts";
import { getDecisionInProject, maskDecision } from "./internal.ts";
import { findAdjudication, settleTask } from "./settle.ts";

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
    // The task is locked first, as by everybody who decides; what stands is read after.
    const { taskId } = await getDecisionInProject(tx, decisionId);
    const task = await getTaskInProject(tx, taskId, { lock: true });
    const found = await getDecisionInProject(tx, decisionId);
    await refuseOther(tx, found, me.id);
    if (await findAdjudication(tx, task.id))
      throw new AppError(
        "conflict",
        "A third person has settled this task since; only they can take that back.",
      );
    await tx.db
      .update(decisions)
      .set({ undoneAt: tx.clock.now() })
      .where(and(eq(decisions.projectId, tx.project), eq(decisions.id, decisionId)));
    const exampleLeft = await settleTask(tx, task);
    const open = await getTaskInProject(tx, task.id);
    if (blockingHold(tx, open) === null)
      await tx.db
        .update(tasks)
        .set({ holds: withMine(tx, open, me) })
        .where(and(eq(tasks.projectId, tx.project), eq(tasks.id, task.id)));
    await appendAudit(tx, {
      action: "decision.undo",
      subject: { type: "task", id: task.id, name: `Task ${task.number}` },
      before: { decisionId, kind: found.kind, reasonKey: found.reasonKey, exampleId: found.exampleId },
      after: exampleLeft,
    });
    const undone = maskDecision(await getDecisionInProject(tx, decisionId), maskFor(ctx));
    return { ...undone, exampleLeft };
  });
}

async function refuseOther(tx: Context, found: Decision, me: string): Promise<void> {
  if (found.reviewerId !== me)
    throw new AppError("forbidden", `This decision is ${found.reviewerName}'s; only they can undo it.`);
  if (found.role === "adjudication")
    throw new AppError("conflict", "This settled two opinions; take it back on the page of adjudication.");
  if (found.confirmedByName !== null && found.correctionStatus === "joined")
    throw new AppError(
      "conflict",
      `${found.confirmedByName} let this correction into the dataset since; ask an engineer to take the example out first.`,
    );
  if (found.undoneAt) throw new AppError("conflict", "This decision was undone already.");
  const [later] = await tx.db
    .select({ id: decisions.id })
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, tx.project),
        eq(decisions.reviewerId, me),
        eq(decisions.role, "opinion"),
        isNull(decisions.undoneAt),
        gt(decisions.createdAt, found.createdAt),
      ),
    )
    .limit(1);
  if (later) throw new AppError("conflict", "You have decided something since; undo that first.");
}

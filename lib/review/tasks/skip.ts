import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { tasks } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { requirePerson } from "../person.ts";
import { TaskInput } from "../schema.ts";
import { blockingHold, withoutMine } from "./holds.ts";
import { getTaskInProject, taskHeld, taskOver } from "./internal.ts";

/** Leaves a task to others: it comes to this person last. Throws not_found, forbidden, conflict (decided, or held by somebody else). */
export async function skipTask(ctx: Context, input: TaskInput): Promise<void> {
  requirePermission(ctx, "task.decide");
  const { taskId } = TaskInput.parse(input);
  const me = requirePerson(ctx);
  await inTransaction(ctx, async (tx) => {
    const task = await getTaskInProject(tx, taskId, { lock: true });
    if (task.status !== "open") throw taskOver();
    const other = blockingHold(tx, task);
    if (other) throw taskHeld(other);
    if (task.skippedBy.includes(me.id)) return;
    await tx.db
      .update(tasks)
      .set({ holds: withoutMine(tx), skippedBy: [...task.skippedBy, me.id] })
      .where(and(eq(tasks.projectId, tx.project), eq(tasks.id, taskId)));
    await appendAudit(tx, {
      action: "task.skip",
      subject: { type: "task", id: taskId, name: `Task ${task.number}` },
    });
  });
}

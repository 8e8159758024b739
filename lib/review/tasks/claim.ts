import { and, eq, ne } from "drizzle-orm";
import { inTransaction } from "#db";
import { tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { requirePerson } from "../person.ts";
import { type Task, TaskInput } from "../schema.ts";
import { blockingHold, isMine, withMine, withoutMine } from "./holds.ts";
import { getTaskInProject, taskHeld, taskOver, type TaskRecord } from "./internal.ts";
import { getTask } from "./read.ts";

/**
 * Takes a task for five minutes, or keeps it for five more (the heartbeat). A hold is not an act worth an
 * audit event: it lapses by itself. Throws not_found, forbidden, conflict: as many others hold it as opinions
 * are wanted (details are `TaskHeldDetails`) or it was decided meanwhile (`TaskOverDetails`).
 */
export async function claimTask(ctx: Context, input: TaskInput): Promise<Task> {
  requirePermission(ctx, "task.decide");
  const { taskId } = TaskInput.parse(input);
  const me = requirePerson(ctx);
  await inTransaction(ctx, async (tx) => {
    const task = await getTaskInProject(tx, taskId, { lock: true });
    if (task.status !== "open") throw taskOver();
    const other = blockingHold(tx, task);
    if (other) throw taskHeld(other);
    await tx.db
      .update(tasks)
      .set({ holds: withMine(tx, task, me) })
      .where(and(eq(tasks.projectId, tx.project), eq(tasks.id, taskId)));
    await letGoOfOthers(tx, task);
  });
  return getTask(ctx, { taskId });
}

/** Lets a task go before its time is over, so that others can take it. Throws not_found, forbidden; does nothing when it is not held by this person. */
export async function releaseTask(ctx: Context, input: TaskInput): Promise<void> {
  requirePermission(ctx, "task.decide");
  const { taskId } = TaskInput.parse(input);
  requirePerson(ctx);
  await getTaskInProject(ctx, taskId);
  await ctx.db
    .update(tasks)
    .set({ holds: withoutMine(ctx) })
    .where(and(eq(tasks.projectId, ctx.project), eq(tasks.id, taskId), isMine(ctx)));
}

/** One person looks at one task of a queue at a time. */
async function letGoOfOthers(ctx: Context, held: TaskRecord): Promise<void> {
  await ctx.db
    .update(tasks)
    .set({ holds: withoutMine(ctx) })
    .where(
      and(
        eq(tasks.projectId, ctx.project),
        eq(tasks.queueId, held.queueId),
        ne(tasks.id, held.id),
        isMine(ctx),
      ),
    );
}

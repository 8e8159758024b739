import { and, eq, isNull, lte, ne, or } from "drizzle-orm";
import { tasks } from "#db/schema";
import { type Context, requirePermission } from "#lib/identity";
import { requirePerson } from "../person.ts";
import { holdMs, type Task, TaskInput } from "../schema.ts";
import { getTaskInProject, isHeldByOther, taskHeld, taskOver, type TaskRecord } from "./internal.ts";
import { getTask } from "./read.ts";

/**
 * Takes a task for five minutes, or keeps it for five more (the heartbeat). A hold is not an act worth an
 * audit event: it lapses by itself. Throws not_found, forbidden, conflict: somebody else holds it
 * (details are `TaskHeldDetails`) or it was decided meanwhile.
 */
export async function claimTask(ctx: Context, input: TaskInput): Promise<Task> {
  requirePermission(ctx, "task.decide");
  const { taskId } = TaskInput.parse(input);
  const held = await holdTask(ctx, taskId);
  if (!held) {
    const task = await getTaskInProject(ctx, taskId);
    if (isHeldByOther(ctx, task)) throw taskHeld(task);
    throw taskOver();
  }
  await letGoOfOthers(ctx, held);
  return getTask(ctx, { taskId });
}

/** Lets a task go before its time is over, so that others can take it. Throws not_found, forbidden; does nothing when it is not held by this person. */
export async function releaseTask(ctx: Context, input: TaskInput): Promise<void> {
  requirePermission(ctx, "task.decide");
  const { taskId } = TaskInput.parse(input);
  await getTaskInProject(ctx, taskId);
  await ctx.db
    .update(tasks)
    .set(noHold)
    .where(
      and(eq(tasks.projectId, ctx.project), eq(tasks.id, taskId), eq(tasks.heldBy, requirePerson(ctx).id)),
    );
}

export const noHold = { heldBy: null, heldByName: null, heldSince: null, heldUntil: null };

/** One person looks at one task of a queue at a time. */
async function letGoOfOthers(ctx: Context, held: TaskRecord): Promise<void> {
  await ctx.db
    .update(tasks)
    .set(noHold)
    .where(
      and(
        eq(tasks.projectId, ctx.project),
        eq(tasks.queueId, held.queueId),
        eq(tasks.heldBy, requirePerson(ctx).id),
        ne(tasks.id, held.id),
      ),
    );
}

/** One statement, so that of two people who ask at once exactly one gets it. Null when it was not to be had. */
async function holdTask(ctx: Context, taskId: string): Promise<TaskRecord | null> {
  const me = requirePerson(ctx);
  const now = ctx.clock.now();
  const free = and(eq(tasks.projectId, ctx.project), eq(tasks.id, taskId), eq(tasks.status, "open"));
  const holdUntil = new Date(now.getTime() + holdMs);
  const [kept] = await ctx.db
    .update(tasks)
    .set({ heldUntil: holdUntil })
    .where(and(free, eq(tasks.heldBy, me.id)))
    .returning();
  if (kept) return kept;
  const [taken] = await ctx.db
    .update(tasks)
    .set({ heldBy: me.id, heldByName: me.name, heldSince: now, heldUntil: holdUntil })
    .where(and(free, or(isNull(tasks.heldBy), isNull(tasks.heldUntil), lte(tasks.heldUntil, now))))
    .returning();
  return taken ?? null;
}

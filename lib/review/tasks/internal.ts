import { and, eq } from "drizzle-orm";
import { type Hold, tasks } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { personId } from "../person.ts";
import type { TaskHeldDetails, TaskOverDetails, TaskReason, TaskRow } from "../schema.ts";
import { blockingHold } from "./holds.ts";
import type { Mask } from "#lib/guardrails";

export type TaskRecord = typeof tasks.$inferSelect;

/** The task, or not_found when this project has none with that id. With `lock` it stays locked until the transaction ends. */
export async function getTaskInProject(
  ctx: Context,
  taskId: string,
  options: { lock?: boolean } = {},
): Promise<TaskRecord> {
  const query = ctx.db
    .select()
    .from(tasks)
    .where(and(eq(tasks.projectId, ctx.project), eq(tasks.id, taskId)));
  const [task] = options.lock ? await query.for("update") : await query;
  if (!task) throw new NotFound("task", { next: "Go on with the next one." });
  return task;
}

/** True once nobody's opinion is wanted any more, a third person's included: before, opinions are independent. */
export function isSettled({ status }: Pick<TaskRecord, "status">): boolean {
  return status === "decided" || status === "left_open";
}

/** The conflict that names who holds a task and until when; details are `TaskHeldDetails`. */
export function taskHeld({ name, until }: Hold): AppError {
  const details: TaskHeldDetails = { kind: "task_held", heldByName: name, heldUntil: until };
  const time = until.slice(11, 16);
  return new AppError(
    "conflict",
    `${name} works on this task (until ${time} UTC at most). Take the next one.`,
    {
      details,
    },
  );
}

/** The conflict of a task that somebody else decided first. */
export function taskOver(message = "This task was decided meanwhile; go on with the next one."): AppError {
  const details: TaskOverDetails = { kind: "task_over" };
  return new AppError("conflict", message, { details });
}

/** What a row of the reviewer's list needs, without the long texts. */
export const taskRowColumns = {
  id: tasks.id,
  queueId: tasks.queueId,
  number: tasks.number,
  title: tasks.title,
  reason: tasks.reason,
  status: tasks.status,
  skippedBy: tasks.skippedBy,
  holds: tasks.holds,
  decisionsNeeded: tasks.decisionsNeeded,
  decisionCount: tasks.decisionCount,
  createdAt: tasks.createdAt,
};

type RowParts = Pick<TaskRecord, keyof typeof taskRowColumns>;

export function toTaskRow(ctx: Context, task: RowParts, isDecidedByMe: boolean, mask: Mask): TaskRow {
  const hold = blockingHold(ctx, task);
  const me = personId(ctx);
  return {
    id: task.id,
    queueId: task.queueId,
    number: task.number,
    title: mask.text(task.title),
    // The column is written only by addTasks, which parses the reason.
    reason: task.reason as TaskReason,
    status: task.status,
    isSkippedByMe: me !== null && task.skippedBy.includes(me),
    isDecidedByMe,
    heldByName: hold?.name ?? null,
    heldUntil: hold ? new Date(hold.until) : null,
    createdAt: task.createdAt,
  };
}

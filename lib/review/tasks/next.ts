import { and, asc, eq, sql } from "drizzle-orm";
import { tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { isAppError } from "#platform/errors";
import { notDecidedByMe, requirePerson, skippedByMe } from "../person.ts";
import { getQueueInProject } from "../queues/internal.ts";
import { NextTaskInput, type Task } from "../schema.ts";
import { claimTask } from "./claim.ts";
import { isFree } from "./holds.ts";

/** How many are looked at in one go; of those who ask at once each tries the one after when another was quicker. */
const candidates = 5;

/**
 * Takes the next task of a queue: open, held by nobody else, not decided by this person; what they
 * skipped comes last, and after `afterTaskId` the following numbers come first. Null when nothing is
 * left. Throws not_found, forbidden.
 * @internal One task for programs that review; the workplace asks for many at once (upcomingTasks), and the races of both are tested here.
 */
export async function nextTask(ctx: Context, input: NextTaskInput): Promise<Task | null> {
  requirePermission(ctx, "task.decide");
  const { queueId, afterTaskId } = NextTaskInput.parse(input);
  await getQueueInProject(ctx, queueId);
  requirePerson(ctx);
  const after = afterTaskId ? await numberOf(ctx, afterTaskId) : 0;
  for (;;) {
    const free = await findFree(ctx, queueId, after);
    if (free.length === 0) return null;
    for (const taskId of free) {
      const task = await claimTask(ctx, { taskId }).catch(lostToAnother);
      if (task) return task;
    }
  }
}

async function findFree(ctx: Context, queueId: string, after: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        eq(tasks.projectId, ctx.project),
        eq(tasks.queueId, queueId),
        eq(tasks.status, "open"),
        isFree(ctx),
        notDecidedByMe(ctx),
      ),
    )
    .orderBy(skippedByMe(ctx), sql`${tasks.number} <= ${after}`, asc(tasks.number))
    .limit(candidates);
  return rows.map(({ id }) => id);
}

async function numberOf(ctx: Context, taskId: string): Promise<number> {
  const [row] = await ctx.db
    .select({ number: tasks.number })
    .from(tasks)
    .where(and(eq(tasks.projectId, ctx.project), eq(tasks.id, taskId)));
  return row?.number ?? 0;
}

/** Somebody was quicker between our look and our claim: try the one after. */
function lostToAnother(thrown: unknown): null {
  if (isAppError(thrown) && thrown.code === "conflict") return null;
  throw thrown;
}

import { and, count, eq, isNull } from "drizzle-orm";
import { queues, tasks } from "#db/schema";
import { type Context, requirePermission } from "#lib/identity";

/** How many tasks of open queues wait for a decision; the number beside Queues in the sidebar. */
export async function countWaitingTasks(ctx: Context): Promise<number> {
  requirePermission(ctx, "task.read");
  const [row] = await ctx.db
    .select({ waiting: count() })
    .from(tasks)
    .innerJoin(
      queues,
      and(eq(queues.projectId, tasks.projectId), eq(queues.id, tasks.queueId), isNull(queues.archivedAt)),
    )
    .where(and(eq(tasks.projectId, ctx.project), eq(tasks.status, "open")));
  return row?.waiting ?? 0;
}

import { type SQL, sql } from "drizzle-orm";
import { type Context, may } from "#lib/identity";

/**
 * SQL on a row of tasks: must what made the output, and who decided, stay hidden from this person? In a blind queue
 * it does while the task is not settled, and from those who only decide (who could undo and decide again, or go on
 * with what they learnt) as long as anything waits in the queue.
 */
export function isHiddenFrom(ctx: Context): SQL<boolean> {
  const waitsInQueue = may(ctx, "queue.update")
    ? sql`false`
    : sql`exists (
        select 1 from tasks waiting
        where waiting.project_id = tasks.project_id and waiting.queue_id = tasks.queue_id
          and waiting.status in ('open', 'differing')
      )`;
  return sql<boolean>`exists (
    select 1 from queues blind
    where blind.project_id = tasks.project_id and blind.id = tasks.queue_id and blind.is_blind
      and (tasks.status in ('open', 'differing') or ${waitsInQueue})
  )`;
}

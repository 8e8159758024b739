import { and, desc, eq } from "drizzle-orm";
import { auditEvents } from "#db/schema/audit";
import type { Tenant } from "#testing";
import { newId } from "#platform/ids";
import { addTasks, createQueue, listTasks } from "#lib/review";
import type { TaskItem } from "#schema/review";

/** One output to be reviewed, as `addTasks` takes it. */
export function taskItem(more: Partial<TaskItem> = {}): TaskItem {
  return {
    inputs: { ticket: "Two shipping fees on my invoice, why?" },
    output: "Thank you. Fees stay as they are.",
    ...more,
  };
}

/** A queue of its own with these tasks; their ids in the order of the items. */
export async function tasksOf(
  tenant: Tenant,
  items: TaskItem[],
  more: { secondOpinionShare?: number; datasetId?: string } = {},
): Promise<{ queueId: string; ids: string[] }> {
  const queue = await createQueue(tenant.ctx, { name: `Queue ${newId()}`, ...more });
  await addTasks(tenant.ctx, { queueId: queue.id, items });
  const { items: rows } = await listTasks(tenant.ctx, { queueId: queue.id, limit: 200 });
  return { queueId: queue.id, ids: rows.map((row) => row.id) };
}

/** The id of one task in a queue of its own. */
export async function oneTask(tenant: Tenant, more: Partial<TaskItem> = {}): Promise<string> {
  const { ids } = await tasksOf(tenant, [taskItem(more)]);
  return ids[0] ?? "";
}

/** The newest audit event about a subject. */
export async function lastEvent(tenant: Tenant, subjectId: string) {
  const [event] = await tenant.open.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, subjectId)))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event;
}

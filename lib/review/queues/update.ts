import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { queues } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { getDataset } from "#lib/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { ArchiveQueueInput, type Queue, UpdateQueueInput } from "../schema.ts";
import { auditedQueue, getQueueInProject, queueColumns, refuseTakenName } from "./internal.ts";

/** Changes name, guidelines, blindness, share of second opinions or dataset. Throws not_found, forbidden, conflict (name taken). */
export async function updateQueue(ctx: Context, input: UpdateQueueInput): Promise<Queue> {
  requirePermission(ctx, "queue.update");
  const { queueId, ...changes } = UpdateQueueInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await getQueueInProject(tx, queueId, { lock: true });
    if (changes.name) await refuseTakenName(tx, changes.name, queueId);
    if (changes.datasetId) await getDataset(tx, { datasetId: changes.datasetId });
    const after = await setQueue(tx, queueId, {
      name: changes.name ?? before.name,
      guidelines: changes.guidelines ?? before.guidelines,
      isBlind: changes.isBlind ?? before.isBlind,
      secondOpinionShare: changes.secondOpinionShare ?? before.secondOpinionShare,
      datasetId: changes.datasetId === undefined ? before.datasetId : changes.datasetId,
    });
    await appendAudit(tx, {
      action: "queue.update",
      subject: { type: "queue", id: queueId, name: after.name },
      before: auditedQueue(before),
      after: auditedQueue(after),
    });
    return after;
  });
}

/** Puts a queue into the archive or takes it out; its tasks and decisions stay. Throws not_found, forbidden. */
export async function archiveQueue(ctx: Context, input: ArchiveQueueInput): Promise<Queue> {
  requirePermission(ctx, "queue.update");
  const { queueId, isArchived } = ArchiveQueueInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await getQueueInProject(tx, queueId, { lock: true });
    const after = await setQueue(tx, queueId, { archivedAt: isArchived ? tx.clock.now() : null });
    await appendAudit(tx, {
      action: isArchived ? "queue.archive" : "queue.restore",
      subject: { type: "queue", id: queueId, name: after.name },
      before: auditedQueue(before),
      after: auditedQueue(after),
    });
    return after;
  });
}

async function setQueue(
  tx: Context,
  queueId: string,
  values: Partial<typeof queues.$inferInsert>,
): Promise<Queue> {
  const [queue] = await tx.db
    .update(queues)
    .set(values)
    .where(and(eq(queues.projectId, tx.project), eq(queues.id, queueId)))
    .returning(queueColumns);
  if (!queue) throw new AppError("internal", "The queue could not be changed; try again.");
  return queue;
}

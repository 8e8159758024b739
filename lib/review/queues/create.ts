import { inTransaction } from "#db";
import { queues } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { getDataset } from "#lib/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { newId } from "#platform/ids";
import { ensureDefaultReasons } from "../reasons/ensure.ts";
import { CreateQueueInput, type Queue } from "../schema.ts";
import { auditedQueue, queueColumns, takenName } from "./internal.ts";

/** Makes a queue. Throws forbidden, invalid_input, conflict (the name is taken), not_found (its dataset). */
export async function createQueue(ctx: Context, input: CreateQueueInput): Promise<Queue> {
  requirePermission(ctx, "queue.create");
  const parsed = CreateQueueInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    if (parsed.datasetId) await getDataset(tx, { datasetId: parsed.datasetId });
    await ensureDefaultReasons(tx);
    const now = tx.clock.now();
    const [queue] = await tx.db
      .insert(queues)
      .values({
        ...parsed,
        datasetId: parsed.datasetId ?? null,
        id: newId(now),
        projectId: tx.project,
        createdAt: now,
      })
      // Two people may take one name in the same moment; the second is told.
      .onConflictDoNothing({ target: [queues.projectId, queues.name] })
      .returning(queueColumns);
    if (!queue) throw takenName(parsed.name);
    await appendAudit(tx, {
      action: "queue.create",
      subject: { type: "queue", id: queue.id, name: queue.name },
      after: auditedQueue(queue),
    });
    return queue;
  });
}

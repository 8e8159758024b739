import { and, eq, ne } from "drizzle-orm";
import { queues } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import type { Queue } from "../schema.ts";

export const queueColumns = {
  id: queues.id,
  name: queues.name,
  guidelines: queues.guidelines,
  isBlind: queues.isBlind,
  secondOpinionShare: queues.secondOpinionShare,
  datasetId: queues.datasetId,
  isDemo: queues.isDemo,
  archivedAt: queues.archivedAt,
  createdAt: queues.createdAt,
};

/** The queue, or not_found when this project has none with that id. */
export async function getQueueInProject(
  ctx: Context,
  queueId: string,
  options: { lock?: boolean } = {},
): Promise<Queue> {
  const query = ctx.db
    .select(queueColumns)
    .from(queues)
    .where(and(eq(queues.projectId, ctx.project), eq(queues.id, queueId)));
  const [queue] = options.lock ? await query.for("update") : await query;
  if (!queue) throw new NotFound("queue", { next: "It may have been deleted; open the list of queues." });
  return queue;
}

/** The conflict of a name that another queue of the project bears. */
export function takenName(name: string): AppError {
  return new AppError(
    "conflict",
    `A queue called "${name}" exists already, perhaps in the archive; choose another name.`,
    { details: { field: "name" } },
  );
}

/** Throws conflict when another queue of the project bears the name. */
export async function refuseTakenName(ctx: Context, name: string, queueId: string): Promise<void> {
  const [taken] = await ctx.db
    .select({ id: queues.id })
    .from(queues)
    .where(and(eq(queues.projectId, ctx.project), eq(queues.name, name), ne(queues.id, queueId)));
  if (taken) throw takenName(name);
}

/** What the audit log keeps of a queue. */
export function auditedQueue(queue: Queue) {
  const { name, guidelines, isBlind, secondOpinionShare, datasetId } = queue;
  return { name, guidelines, isBlind, secondOpinionShare, datasetId, isArchived: queue.archivedAt !== null };
}

import { and, asc, eq, ilike, isNull } from "drizzle-orm";
import { escapeLike } from "#db";
import { queues } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { FindInput } from "#platform/pagination";
import type { Queue } from "../schema.ts";

/** Queues whose name holds a text, without the archived ones. Throws forbidden. */
export async function findQueues(ctx: Context, input: FindInput): Promise<Pick<Queue, "id" | "name">[]> {
  requirePermission(ctx, "queue.read");
  const { query, limit } = FindInput.parse(input);
  return ctx.db
    .select({ id: queues.id, name: queues.name })
    .from(queues)
    .where(
      and(
        eq(queues.projectId, ctx.project),
        isNull(queues.archivedAt),
        ilike(queues.name, `%${escapeLike(query)}%`),
      ),
    )
    .orderBy(asc(queues.name))
    .limit(limit);
}

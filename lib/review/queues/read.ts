import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import { decisions, queues, tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { notDecidedByMe, personId } from "../person.ts";
import {
  ListQueuesInput,
  type Queue,
  QueueInput,
  type QueueProgress,
  type QueueWithProgress,
} from "../schema.ts";
import { getQueueInProject, queueColumns } from "./internal.ts";
import { taskOfDecision } from "../decisions/internal.ts";

const noProgress: QueueProgress = {
  total: 0,
  decided: 0,
  differing: 0,
  waiting: 0,
  waitingForMe: 0,
  medianDecisionMs: null,
};
/** Below this many decisions a person's pace is too thin; the queue's stands in. */
const enoughForPace = 5;

/** One queue. Throws not_found, forbidden. */
export async function getQueue(ctx: Context, input: QueueInput): Promise<Queue> {
  requirePermission(ctx, "queue.read");
  const { queueId } = QueueInput.parse(input);
  return getQueueInProject(ctx, queueId);
}

/** The project's queues by name, each with how far it is. Throws forbidden. */
export async function listQueues(ctx: Context, input: ListQueuesInput = {}): Promise<QueueWithProgress[]> {
  requirePermission(ctx, "queue.read");
  const { includeArchived } = ListQueuesInput.parse(input);
  const rows = await ctx.db
    .select(queueColumns)
    .from(queues)
    .where(and(eq(queues.projectId, ctx.project), includeArchived ? undefined : isNull(queues.archivedAt)))
    .orderBy(asc(queues.name));
  const progress = await readProgress(ctx);
  return rows.map((queue) => ({ ...queue, progress: progress.get(queue.id) ?? noProgress }));
}

/** How far a queue is, and the pace that "minutes left" is estimated from. Throws not_found, forbidden. */
export async function queueProgress(ctx: Context, input: QueueInput): Promise<QueueProgress> {
  const queue = await getQueue(ctx, input);
  const progress = await readProgress(ctx, queue.id);
  return progress.get(queue.id) ?? noProgress;
}

/** Tasks that wait for this person in all queues that are not archived: the figure beside "Queues" in the sidebar. */
export async function countWaitingTasks(ctx: Context): Promise<number> {
  requirePermission(ctx, "queue.read");
  const [row] = await ctx.db
    .select({ count: count() })
    .from(tasks)
    .innerJoin(queues, and(eq(queues.projectId, tasks.projectId), eq(queues.id, tasks.queueId)))
    .where(
      and(
        eq(tasks.projectId, ctx.project),
        eq(tasks.status, "open"),
        isNull(queues.archivedAt),
        notDecidedByMe(ctx),
      ),
    );
  return row?.count ?? 0;
}

async function readProgress(ctx: Context, queueId?: string): Promise<Map<string, QueueProgress>> {
  const here = and(eq(tasks.projectId, ctx.project), queueId ? eq(tasks.queueId, queueId) : undefined);
  const counts = await ctx.db
    .select({
      queueId: tasks.queueId,
      total: count(),
      decided: sql<number>`count(*) filter (where ${tasks.status} in ('decided', 'left_open'))`.mapWith(
        Number,
      ),
      differing: sql<number>`count(*) filter (where ${tasks.status} = 'differing')`.mapWith(Number),
      waitingForMe:
        sql<number>`count(*) filter (where ${tasks.status} = 'open' and ${notDecidedByMe(ctx)})`.mapWith(
          Number,
        ),
    })
    .from(tasks)
    .where(here)
    .groupBy(tasks.queueId);
  const paces = await readPaces(ctx, queueId);
  const mine = await readMyPace(ctx);
  return new Map(
    counts.map(({ queueId: id, total, decided, differing, waitingForMe }) => [
      id,
      {
        total,
        decided,
        differing,
        waiting: total - decided,
        waitingForMe,
        medianDecisionMs: mine ?? paces.get(id) ?? null,
      },
    ]),
  );
}

/** Median active time per queue, over everybody's standing decisions. */
async function readPaces(ctx: Context, queueId?: string): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({ queueId: tasks.queueId, median: medianMs })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        isNull(decisions.undoneAt),
        queueId ? eq(tasks.queueId, queueId) : undefined,
      ),
    )
    .groupBy(tasks.queueId);
  return new Map(rows.flatMap((row) => (row.median === null ? [] : [[row.queueId, row.median]])));
}

async function readMyPace(ctx: Context): Promise<number | null> {
  const me = personId(ctx);
  if (me === null) return null;
  const [row] = await ctx.db
    .select({ count: count(), median: medianMs })
    .from(decisions)
    .where(
      and(eq(decisions.projectId, ctx.project), eq(decisions.reviewerId, me), isNull(decisions.undoneAt)),
    );
  return row && row.count >= enoughForPace ? row.median : null;
}

/** Median of decision_ms in SQL, null of nothing. */
export const medianMs = sql<
  number | null
>`percentile_cont(0.5) within group (order by ${decisions.decisionMs})`.mapWith((value: unknown) =>
  value === null ? null : Number(value),
);

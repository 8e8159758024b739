import { and, count, desc, eq, gte, isNull } from "drizzle-orm";
import { decisions, tasks } from "#db/schema/review";
import { agreement, confusionTable, clopperPearsonInterval } from "#statistics";
import { type Context, requirePermission } from "#lib/identity";
import { personId } from "../person.ts";
import { medianMs } from "../queues/read.ts";
import { type DecisionKind, decisionKinds, type ReviewerStats, ReviewerStatsInput } from "../schema.ts";
import { taskOfDecision } from "../decisions/internal.ts";

/** Fewer common tasks than this say nothing about agreement. */
const enoughOverlap = 5;

/**
 * Each reviewer's count, median active time and agreement with the others (Cohen's kappa over approve,
 * edit, reject on tasks that both decided), the busiest first. Throws forbidden, invalid_input.
 */
export async function reviewerStats(ctx: Context, input: ReviewerStatsInput = {}): Promise<ReviewerStats[]> {
  requirePermission(ctx, "queue.read");
  const filter = ReviewerStatsInput.parse(input);
  const rows = await ctx.db
    .select({
      reviewerId: decisions.reviewerId,
      reviewerName: decisions.reviewerName,
      decided: count(),
      medianDecisionMs: medianMs,
    })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        isNull(decisions.undoneAt),
        filter.queueId ? eq(tasks.queueId, filter.queueId) : undefined,
        filter.reviewerId ? eq(decisions.reviewerId, filter.reviewerId) : undefined,
      ),
    )
    .groupBy(decisions.reviewerId, decisions.reviewerName)
    .orderBy(desc(count()));
  const shared = await readSharedDecisions(ctx, filter.queueId);
  return rows.map((row) => ({ ...row, ...agreementOf(row.reviewerId, shared) }));
}

/** The acting person's own figures; null before their first decision. Throws forbidden. */
export async function myReviewerStats(
  ctx: Context,
  input: { queueId?: string } = {},
): Promise<ReviewerStats | null> {
  const me = personId(ctx);
  if (me === null) return null;
  const [mine] = await reviewerStats(ctx, { ...input, reviewerId: me });
  return mine ?? null;
}

type Shared = { taskId: string; reviewerId: string | null; kind: DecisionKind };

async function readSharedDecisions(ctx: Context, queueId: string | undefined): Promise<Shared[]> {
  return ctx.db
    .select({ taskId: decisions.taskId, reviewerId: decisions.reviewerId, kind: decisions.kind })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        eq(decisions.role, "opinion"),
        isNull(decisions.undoneAt),
        gte(tasks.decisionCount, 2),
        queueId ? eq(tasks.queueId, queueId) : undefined,
      ),
    );
}

function agreementOf(
  reviewerId: string | null,
  shared: readonly Shared[],
): Pick<
  ReviewerStats,
  "kappa" | "kappaInterval" | "isKappaOneSided" | "agreed" | "agreedInterval" | "overlap"
> {
  const byTask = Map.groupBy(shared, (decision) => decision.taskId);
  const pairs: [DecisionKind, DecisionKind][] = [];
  for (const onTask of byTask.values()) {
    const mine = onTask.find((decision) => decision.reviewerId === reviewerId);
    if (!mine) continue;
    for (const other of onTask) if (other.reviewerId !== reviewerId) pairs.push([mine.kind, other.kind]);
  }
  const found = pairs.length < enoughOverlap ? null : agreement(confusionTable(pairs, decisionKinds));
  return {
    kappa: found?.kappa ?? null,
    kappaInterval: found?.interval ?? null,
    isKappaOneSided: found?.isOneSided ?? false,
    agreed: found?.observed ?? null,
    agreedInterval: found
      ? clopperPearsonInterval(pairs.filter(([mine, other]) => mine === other).length, pairs.length)
      : null,
    overlap: pairs.length,
  };
}

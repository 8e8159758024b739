import { and, eq, gte, isNotNull, isNull, lt, notInArray, sql } from "drizzle-orm";
import { decisions, feedback, tasks } from "#db/schema";
import type { Context } from "#lib/identity";
import { listGenerations, usageSummary } from "#lib/observability";
import { lastDay } from "./range.ts";
import type { DayShare } from "./shares.ts";

type Span = { from: Date; to: Date };

/**
 * What people said of outputs that reached them: a reviewer's decision on traffic (approved is good, edited and
 * rejected are not) and an end user's score (0.5 and above is good). Cases of runs are left out, because nobody was
 * served them, and so is everything the simulated connection answered.
 */
export async function readVerdicts(ctx: Context, span: Span): Promise<DayShare[]> {
  const simulated = await simulatedIds(ctx, span);
  const [reviewed, felt] = [
    await readDecisions(ctx, span, simulated),
    await readFeedback(ctx, span, simulated),
  ];
  return [...reviewed, ...felt];
}

function readDecisions(ctx: Context, { from, to }: Span, simulated: string[]): Promise<DayShare[]> {
  const day = sql<string>`to_char(${decisions.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`;
  const version = {
    promptId: tasks.promptId,
    promptPath: tasks.promptPath,
    versionId: tasks.promptVersionId,
    versionNumber: tasks.promptVersionNumber,
  };
  return ctx.db
    .select({
      day,
      ...version,
      judged: sql<number>`count(*)`.mapWith(Number),
      good: sql<number>`count(*) filter (where ${decisions.kind} = 'approve')`.mapWith(Number),
    })
    .from(decisions)
    .innerJoin(tasks, and(eq(tasks.projectId, decisions.projectId), eq(tasks.id, decisions.taskId)))
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        isNull(decisions.undoneAt),
        isNull(tasks.runId),
        gte(decisions.createdAt, from),
        lt(decisions.createdAt, to),
        simulated.length > 0
          ? sql`(${tasks.generationId} is null or ${notInArray(tasks.generationId, simulated)})`
          : undefined,
      ),
    )
    .groupBy(day, ...Object.values(version));
}

function readFeedback(ctx: Context, { from, to }: Span, simulated: string[]): Promise<DayShare[]> {
  const day = sql<string>`to_char(${feedback.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`;
  const version = {
    promptId: feedback.promptId,
    promptPath: feedback.promptPath,
    versionId: feedback.promptVersionId,
    versionNumber: feedback.promptVersionNumber,
  };
  return ctx.db
    .select({
      day,
      ...version,
      judged: sql<number>`count(*)`.mapWith(Number),
      good: sql<number>`count(*) filter (where ${feedback.score} >= 0.5)`.mapWith(Number),
    })
    .from(feedback)
    .where(
      and(
        eq(feedback.projectId, ctx.project),
        isNotNull(feedback.score),
        gte(feedback.createdAt, from),
        lt(feedback.createdAt, to),
        simulated.length > 0 ? notInArray(feedback.generationId, simulated) : undefined,
      ),
    )
    .groupBy(day, ...Object.values(version));
}

/** The span's simulated calls, of which there are none outside a first try-out. */
async function simulatedIds(ctx: Context, { from, to }: Span): Promise<string[]> {
  const { simulatedCount } = await usageSummary(ctx, { from, to: lastDay(to) });
  if (simulatedCount === 0) return [];
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listGenerations>> = await listGenerations(ctx, {
      simulated: true,
      from,
      to,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null && ids.length < 10_000);
  return ids;
}

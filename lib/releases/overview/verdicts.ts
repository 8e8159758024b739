import { and, eq, gte, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { isNoneOf } from "#db";
import { decisions, feedback, tasks } from "#db/schema";
import type { Context } from "#lib/identity";
import { simulatedAmong } from "#lib/observability";
import type { DayShare } from "./shares.ts";

type Span = { from: Date; to: Date };

/**
 * What people said of outputs that reached them: a reviewer's decision on traffic (approved is good, edited and
 * rejected are not) and an end user's score (0.5 and above is good). Cases of runs are left out, because nobody was
 * served them, and so is everything the simulated connection answered.
 */
export async function readVerdicts(ctx: Context, span: Span): Promise<DayShare[]> {
  // Found by the calls judged, not by their time: somebody may judge today what was answered last month.
  const simulated = await simulatedAmong(ctx, () => judgedCalls(ctx, span));
  return [...(await readDecisions(ctx, span, simulated)), ...(await readFeedback(ctx, span, simulated))];
}

async function judgedCalls(ctx: Context, span: Span): Promise<string[]> {
  const decided = await ctx.db
    .selectDistinct({ id: tasks.generationId })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(decidedOnTraffic(ctx, span));
  const felt = await ctx.db
    .selectDistinct({ id: feedback.generationId })
    .from(feedback)
    .where(scored(ctx, span));
  return [...decided, ...felt].flatMap(({ id }) => id ?? []);
}

const taskOfDecision = and(eq(tasks.projectId, decisions.projectId), eq(tasks.id, decisions.taskId));

function decidedOnTraffic(ctx: Context, { from, to }: Span) {
  return and(
    eq(decisions.projectId, ctx.project),
    isNull(decisions.undoneAt),
    eq(decisions.isOutcome, true),
    isNull(tasks.runId),
    gte(decisions.createdAt, from),
    lt(decisions.createdAt, to),
  );
}

function scored(ctx: Context, { from, to }: Span) {
  return and(
    eq(feedback.projectId, ctx.project),
    isNotNull(feedback.score),
    gte(feedback.createdAt, from),
    lt(feedback.createdAt, to),
  );
}

function readDecisions(ctx: Context, span: Span, simulated: string[]): Promise<DayShare[]> {
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
    .innerJoin(tasks, taskOfDecision)
    .where(and(decidedOnTraffic(ctx, span), isNoneOf(tasks.generationId, simulated)))
    .groupBy(day, ...Object.values(version));
}

function readFeedback(ctx: Context, span: Span, simulated: string[]): Promise<DayShare[]> {
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
    .where(and(scored(ctx, span), isNoneOf(feedback.generationId, simulated)))
    .groupBy(day, ...Object.values(version));
}

import { and, count, desc, eq, gte, lt, ne, type SQL, sql } from "drizzle-orm";
import { isNoneOf } from "#db";
import { feedback } from "#db/schema";
import { maskValueForRole } from "#lib/guardrails";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { simulatedAmong } from "#lib/observability";
import { type Page, toPage } from "#platform/pagination";
import { type Feedback, type FeedbackByVersion, FeedbackSummaryInput, ListFeedbackInput } from "../schema.ts";
import { wilson } from "../statistics.ts";
import { feedbackColumns, toFeedback } from "./internal.ts";

/** Feedback, the newest first; comments are masked for people without pii.read. Throws forbidden, invalid_input. */
export async function listFeedback(ctx: Context, input: ListFeedbackInput = {}): Promise<Page<Feedback>> {
  requirePermission(ctx, "feedback.read");
  const filter = ListFeedbackInput.parse(input);
  const rows = await ctx.db
    .select(feedbackColumns)
    .from(feedback)
    .where(and(eq(feedback.projectId, ctx.project), ...filtersOf(filter)))
    .orderBy(desc(feedback.createdAt), desc(feedback.id))
    .limit(filter.limit + 1);
  const page = toPage(rows, filter.limit, (row) => `${row.createdAt.toISOString()}_${row.id}`);
  return { ...page, items: page.items.map((row) => maskTexts(ctx, toFeedback(row))) };
}

/**
 * Feedback per prompt version with the share of positive scores and its interval, the most recent version first;
 * without what was said of simulated answers. Throws forbidden.
 */
export async function feedbackSummary(
  ctx: Context,
  input: FeedbackSummaryInput = {},
): Promise<FeedbackByVersion[]> {
  requirePermission(ctx, "feedback.read");
  const filter = FeedbackSummaryInput.parse(input);
  const version = {
    promptId: feedback.promptId,
    promptVersionId: feedback.promptVersionId,
    promptPath: feedback.promptPath,
    promptVersionNumber: feedback.promptVersionNumber,
  };
  const asked = and(
    eq(feedback.projectId, ctx.project),
    filter.promptId ? eq(feedback.promptId, filter.promptId) : undefined,
    filter.from ? gte(feedback.createdAt, filter.from) : undefined,
    filter.to ? lt(feedback.createdAt, filter.to) : undefined,
  );
  const rows = await ctx.db
    .select({
      ...version,
      count: count(),
      scored: count(feedback.score),
      positive: sql<number>`count(*) filter (where ${feedback.score} >= 0.5)`.mapWith(Number),
      commented: sql<number>`count(*) filter (where ${feedback.comment} <> '')`.mapWith(Number),
      meanScore: sql<number | null>`avg(${feedback.score})`.mapWith((value: unknown) =>
        value === null ? null : Number(value),
      ),
    })
    .from(feedback)
    .where(and(asked, isNoneOf(feedback.generationId, await simulatedCalls(ctx, asked))))
    .groupBy(...Object.values(version))
    .orderBy(
      sql`${feedback.promptPath} asc nulls last`,
      sql`${feedback.promptVersionNumber} desc nulls last`,
    );
  return rows.map((row) => {
    const interval = wilson(row.positive, row.scored);
    return {
      ...row,
      positiveRate: row.scored === 0 ? null : row.positive / row.scored,
      positiveLow: interval?.low ?? null,
      positiveHigh: interval?.high ?? null,
    };
  });
}

/** The studio looks it up itself: who may read sums of feedback need not be allowed to read calls. */
function simulatedCalls(ctx: Context, asked: SQL | undefined): Promise<string[]> {
  return simulatedAmong(asStudio(ctx), async () => {
    const rows = await ctx.db.selectDistinct({ id: feedback.generationId }).from(feedback).where(asked);
    return rows.map(({ id }) => id);
  });
}

function maskTexts(ctx: Context, row: Feedback): Feedback {
  return {
    ...row,
    comment: maskValueForRole(ctx, row.comment),
    metadata: maskValueForRole(ctx, row.metadata),
  };
}

function filtersOf(filter: ReturnType<typeof ListFeedbackInput.parse>): (SQL | undefined)[] {
  return [
    filter.kind ? eq(feedback.kind, filter.kind) : undefined,
    filter.promptId ? eq(feedback.promptId, filter.promptId) : undefined,
    filter.promptVersionId ? eq(feedback.promptVersionId, filter.promptVersionId) : undefined,
    filter.generationId ? eq(feedback.generationId, filter.generationId) : undefined,
    whichOf(filter.which),
    beforeCursor(filter.cursor),
  ];
}

function whichOf(which: "all" | "negative" | "positive" | "commented"): SQL | undefined {
  switch (which) {
    case "all":
      return undefined;
    case "negative":
      return lt(feedback.score, 0.5);
    case "positive":
      return gte(feedback.score, 0.5);
    case "commented":
      return ne(feedback.comment, "");
    default:
      return which satisfies never;
  }
}

function beforeCursor(cursor: string | undefined): SQL | undefined {
  const [at, id] = cursor?.split("_") ?? [];
  if (!at || !id) return undefined;
  return sql`(${feedback.createdAt}, ${feedback.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

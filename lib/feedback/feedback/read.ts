import { and, asc, count, desc, eq, gte, isNotNull, lt, ne, type SQL, sql } from "drizzle-orm";
import { feedback } from "#db/schema/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { inScope, partOf } from "#lib/observability";
import { type Page, toPage } from "#platform/pagination";
import { clopperPearsonInterval } from "#statistics";
import {
  type Feedback,
  type FeedbackByVersion,
  type FeedbackDay,
  type FeedbackPart,
  FeedbackPartsInput,
  FeedbackSummaryInput,
  ListFeedbackInput,
} from "../schema.ts";
import { feedbackColumns, toFeedback } from "./internal.ts";

/** Feedback, the newest first; what users wrote and who they are is masked for people without pii.read. Throws forbidden, invalid_input. */
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
  return { ...page, items: page.items.map((row) => toFeedback(ctx, row)) };
}

/** How much feedback the same filters find. Throws forbidden, invalid_input. */
export async function countFeedback(ctx: Context, input: ListFeedbackInput = {}): Promise<number> {
  requirePermission(ctx, "feedback.read");
  const { cursor: _cursor, ...filter } = ListFeedbackInput.parse(input);
  const [row] = await ctx.db
    .select({ count: count() })
    .from(feedback)
    .where(and(eq(feedback.projectId, ctx.project), ...filtersOf(filter)));
  return row?.count ?? 0;
}

const version = {
  promptId: feedback.promptId,
  promptVersionId: feedback.promptVersionId,
  promptPath: feedback.promptPath,
  promptVersionNumber: feedback.promptVersionNumber,
};
const positive = sql<number>`count(*) filter (where ${feedback.score} >= 0.5)`.mapWith(Number);

/** Scores per UTC day and prompt version, without what was said of simulated answers. Throws forbidden, invalid_input. */
export async function feedbackSeries(ctx: Context, input: FeedbackSummaryInput = {}): Promise<FeedbackDay[]> {
  requirePermission(ctx, "feedback.read");
  const day = sql<string>`to_char(${feedback.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`;
  return ctx.db
    .select({ day, ...version, scored: count(), positive })
    .from(feedback)
    .where(and(counted(ctx, FeedbackSummaryInput.parse(input)), isNotNull(feedback.score)))
    .groupBy(day, ...Object.values(version))
    .orderBy(asc(day));
}

/** The same by version, prompt, model or source of the call. Throws forbidden, invalid_input. */
export async function feedbackParts(ctx: Context, input: FeedbackPartsInput): Promise<FeedbackPart[]> {
  requirePermission(ctx, "feedback.read");
  const { by, ...filter } = FeedbackPartsInput.parse(input);
  const columns = { ...version, model: feedback.model, source: feedback.source };
  const rows = await ctx.db
    .select({ ...columns, scored: count(), positive })
    .from(feedback)
    .where(and(counted(ctx, filter), isNotNull(feedback.score)))
    .groupBy(...Object.values(columns));
  const groups = Map.groupBy(
    rows.map((row) => ({ ...row, part: partOf(row, by) })),
    ({ part }) => part.key,
  );
  return [...groups.values()].map((own) => ({
    ...(own[0]?.part ?? { key: null, label: "" }),
    scored: own.reduce((sum, row) => sum + row.scored, 0),
    positive: own.reduce((sum, row) => sum + row.positive, 0),
  }));
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
  const rows = await ctx.db
    .select({
      ...version,
      count: count(),
      scored: count(feedback.score),
      positive,
      commented: sql<number>`count(*) filter (where ${feedback.comment} <> '')`.mapWith(Number),
      meanScore: sql<number | null>`avg(${feedback.score})`.mapWith((value: unknown) =>
        value === null ? null : Number(value),
      ),
    })
    .from(feedback)
    .where(counted(ctx, filter))
    .groupBy(...Object.values(version))
    .orderBy(
      sql`${feedback.promptPath} asc nulls last`,
      sql`${feedback.promptVersionNumber} desc nulls last`,
    );
  return rows.map((row) => {
    const interval = row.scored === 0 ? null : clopperPearsonInterval(row.positive, row.scored);
    return {
      ...row,
      positiveRate: row.scored === 0 ? null : row.positive / row.scored,
      positiveLow: interval?.low ?? null,
      positiveHigh: interval?.high ?? null,
    };
  });
}

/** The feedback a figure counts. */
function counted(ctx: Context, filter: ReturnType<typeof FeedbackSummaryInput.parse>): SQL | undefined {
  return and(eq(feedback.projectId, ctx.project), eq(feedback.isSimulated, false), ...scopeOf(filter));
}

function scopeOf(filter: ReturnType<typeof FeedbackSummaryInput.parse>): (SQL | undefined)[] {
  return [
    filter.promptId ? eq(feedback.promptId, filter.promptId) : undefined,
    filter.promptVersionId ? eq(feedback.promptVersionId, filter.promptVersionId) : undefined,
    filter.model ? eq(feedback.model, filter.model) : undefined,
    filter.from ? gte(feedback.createdAt, filter.from) : undefined,
    filter.to ? lt(feedback.createdAt, filter.to) : undefined,
    inScope(filter, { label: feedback.environment, source: feedback.source }),
  ];
}

type Filters = Omit<ReturnType<typeof ListFeedbackInput.parse>, "cursor"> & { cursor?: string | undefined };

function filtersOf(filter: Filters): (SQL | undefined)[] {
  return [
    ...scopeOf(filter),
    filter.kind ? eq(feedback.kind, filter.kind) : undefined,
    filter.simulated === undefined ? undefined : eq(feedback.isSimulated, filter.simulated),
    filter.generationId ? eq(feedback.generationId, filter.generationId) : undefined,
    whichOf(filter.which),
    beforeCursor(filter.cursor),
  ];
}

function whichOf(which: Filters["which"]): SQL | undefined {
  switch (which) {
    case "all":
      return undefined;
    case "negative":
      return lt(feedback.score, 0.5);
    case "positive":
      return gte(feedback.score, 0.5);
    case "scored":
      return isNotNull(feedback.score);
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

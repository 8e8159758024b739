import { and, asc, count, countDistinct, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { decisions, rejectReasons, tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { inScope, partOf } from "#lib/observability";
import { isCounted, taskOfDecision } from "../decisions/internal.ts";
import { medianMs } from "../queues/read.ts";
import {
  type ReviewDay,
  type ReviewPart,
  ReviewPartsInput,
  type ReviewSummary,
  ReviewSummaryInput,
} from "../schema.ts";

const ofKind = (kind: string) =>
  sql<number>`count(*) filter (where ${decisions.kind} = ${kind})`.mapWith(Number);
const counts = {
  decided: count(),
  approved: ofKind("approve"),
  edited: ofKind("edit"),
  rejected: ofKind("reject"),
  medianDecisionMs: medianMs,
};
const version = {
  promptId: tasks.promptId,
  promptVersionId: tasks.promptVersionId,
  promptPath: tasks.promptPath,
  promptVersionNumber: tasks.promptVersionNumber,
};
const day = sql<string>`to_char(${decisions.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`;

/**
 * What reviewers decided, over standing decisions. `from` and `to` bound when a decision was made and
 * leave the count of tasks alone. Throws forbidden, invalid_input.
 */
export async function reviewSummary(ctx: Context, input: ReviewSummaryInput = {}): Promise<ReviewSummary> {
  requirePermission(ctx, "queue.read");
  const filter = ReviewSummaryInput.parse(input);
  const counted = countedDecisions(ctx, filter);
  const [found] = await ctx.db
    .select({
      ...counts,
      tasksDecided: countDistinct(decisions.taskId),
      safetyRejected:
        sql<number>`count(*) filter (where ${decisions.kind} = 'reject' and ${rejectReasons.isSafety})`.mapWith(
          Number,
        ),
      meanEditRatio: sql<number | null>`avg(${decisions.editRatio})`.mapWith((value: unknown) =>
        value === null ? null : Number(value),
      ),
    })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .leftJoin(rejectReasons, reasonOfDecision)
    .where(counted);
  const row = found ?? nothing;
  const rate = (part: number) => (row.decided === 0 ? null : part / row.decided);
  return {
    ...row,
    tasks: await countTasks(ctx, filter),
    approvalRate: rate(row.approved),
    editRate: rate(row.edited),
    rejectRate: rate(row.rejected),
    reasons: await countReasons(ctx, counted),
  };
}

const nothing = {
  decided: 0,
  approved: 0,
  edited: 0,
  rejected: 0,
  medianDecisionMs: null,
  tasksDecided: 0,
  safetyRejected: 0,
  meanEditRatio: null,
};

/** The same counts per UTC day and prompt version, for charts. Throws forbidden, invalid_input. */
export async function reviewSeries(ctx: Context, input: ReviewSummaryInput = {}): Promise<ReviewDay[]> {
  requirePermission(ctx, "queue.read");
  const filter = ReviewSummaryInput.parse(input);
  return ctx.db
    .select({ day, ...version, ...counts })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(countedDecisions(ctx, filter))
    .groupBy(day, ...Object.values(version))
    .orderBy(asc(day), asc(tasks.promptPath), asc(tasks.promptVersionNumber));
}

/** The same counts by version, prompt, model or source of the judged call. Throws forbidden, invalid_input. */
export async function reviewParts(ctx: Context, input: ReviewPartsInput): Promise<ReviewPart[]> {
  requirePermission(ctx, "queue.read");
  const { by, ...filter } = ReviewPartsInput.parse(input);
  const columns = { ...version, model: tasks.model, source: decisions.source };
  const { decided, approved, edited } = counts;
  const rows = await ctx.db
    .select({ ...columns, decided, approved, edited })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(countedDecisions(ctx, filter))
    .groupBy(...Object.values(columns));
  const groups = Map.groupBy(
    rows.map((row) => ({ ...row, part: partOf(row, by) })),
    ({ part }) => part.key,
  );
  return [...groups.values()].map((own) => ({
    ...(own[0]?.part ?? { key: null, label: "" }),
    decided: own.reduce((sum, row) => sum + row.decided, 0),
    approved: own.reduce((sum, row) => sum + row.approved, 0),
    edited: own.reduce((sum, row) => sum + row.edited, 0),
  }));
}

const reasonOfDecision = and(
  eq(rejectReasons.projectId, decisions.projectId),
  eq(rejectReasons.key, decisions.reasonKey),
);

type Filter = ReturnType<typeof ReviewSummaryInput.parse>;

function ofTask(filter: Filter): (SQL | undefined)[] {
  return [
    filter.promptId ? eq(tasks.promptId, filter.promptId) : undefined,
    filter.promptVersionId ? eq(tasks.promptVersionId, filter.promptVersionId) : undefined,
    filter.runId ? eq(tasks.runId, filter.runId) : undefined,
    filter.queueId ? eq(tasks.queueId, filter.queueId) : undefined,
    filter.model ? eq(tasks.model, filter.model) : undefined,
  ];
}

/** The standing decisions a figure counts. */
function countedDecisions(ctx: Context, filter: Filter): SQL | undefined {
  return and(
    eq(decisions.projectId, ctx.project),
    isCounted,
    ...ofTask(filter),
    filter.reviewerId ? eq(decisions.reviewerId, filter.reviewerId) : undefined,
    filter.from ? gte(decisions.createdAt, filter.from) : undefined,
    filter.to ? lt(decisions.createdAt, filter.to) : undefined,
    inScope(filter, { label: decisions.environment, source: decisions.source }),
    filter.withoutSimulated ? eq(decisions.isSimulated, false) : undefined,
  );
}

async function countTasks(ctx: Context, filter: Filter): Promise<number> {
  const [row] = await ctx.db
    .select({ count: count() })
    .from(tasks)
    .where(and(eq(tasks.projectId, ctx.project), ...ofTask(filter)));
  return row?.count ?? 0;
}

async function countReasons(ctx: Context, counted: SQL | undefined): Promise<ReviewSummary["reasons"]> {
  const rows = await ctx.db
    .select({ key: rejectReasons.key, name: rejectReasons.name, count: count() })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .innerJoin(rejectReasons, reasonOfDecision)
    .where(counted)
    .groupBy(rejectReasons.key, rejectReasons.name, rejectReasons.position)
    .orderBy(asc(rejectReasons.position));
  return rows.toSorted((a, b) => b.count - a.count);
}

import { and, count, eq, gte, sql } from "drizzle-orm";
import { decisions, rejectReasons, tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { type Exploration, ExploreDecisionsInput, type ExploreFilter } from "../schema.ts";
import { isHiddenFrom } from "../tasks/blind.ts";
import { type Cell, editKey, kindsOf, reasonRows, splitRows, totalOf } from "./tally.ts";
import { narrowedTo, ofScope } from "./where.ts";
import { taskOfDecision } from "../decisions/internal.ts";

const dayMs = 86_400_000;

/**
 * What reviewers decided in a scope and why: how often each reason is named, against the span just as long before
 * it, and one of them by model, reviewer, language, version or source. Figures count the whole scope; kind, reason, reviewer, model and language
 * narrow only the list (`listed`). Throws forbidden, invalid_input.
 */
export async function exploreDecisions(ctx: Context, input: ExploreDecisionsInput): Promise<Exploration> {
  requirePermission(ctx, "task.read");
  const { splitBy, ...filter } = ExploreDecisionsInput.parse(input);
  const length = filter.to.getTime() - filter.from.getTime();
  const [fromMs, toMs] = [filter.from.getTime(), filter.to.getTime()];
  const cells = await readCells(ctx, { ...filter, from: new Date(fromMs - length) }, filter.from);
  const now = cells.filter(({ isNow }) => isNow);
  const before = cells.filter(({ isNow }) => !isNow);
  const reasons = reasonRows(now, before, { fromMs, toMs });
  const focus = filter.reasonKey ?? (filter.kind === "edit" ? editKey : null);
  return {
    total: totalOf(now),
    totalBefore: totalOf(before),
    days: Math.round(length / dayMs),
    kinds: kindsOf(now),
    reasons,
    focus,
    split: splitRows(now, splitBy, focus),
    reviewers: new Set(now.map(({ reviewerId, reviewerName }) => reviewerId ?? reviewerName)).size,
    listed: await countListed(ctx, filter),
  };
}

type DatedCell = Cell & { isNow: boolean };

async function readCells(ctx: Context, filter: ExploreFilter, nowFrom: Date): Promise<DatedCell[]> {
  const day = sql<number>`floor(extract(epoch from ${decisions.createdAt}) / 86400)`.mapWith(Number);
  const isNow = gte(decisions.createdAt, nowFrom);
  const columns = {
    kind: decisions.kind,
    reasonKey: decisions.reasonKey,
    reasonName: rejectReasons.name,
    reviewerId: decisions.reviewerId,
    reviewerName: decisions.reviewerName,
    versionId: decisions.promptVersionId,
    promptPath: tasks.promptPath,
    versionNumber: tasks.promptVersionNumber,
    source: decisions.source,
    model: tasks.model,
    language: tasks.language,
  };
  const isHidden = isHiddenFrom(ctx);
  const rows = await ctx.db
    .select({
      ...columns,
      day: day.as("day"),
      isNow: sql<boolean>`${isNow}`.mapWith(Boolean).as("is_now"),
      isHidden: sql<boolean>`${isHidden}`.mapWith(Boolean).as("is_hidden"),
      count: count(),
    })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .leftJoin(
      rejectReasons,
      and(eq(rejectReasons.projectId, decisions.projectId), eq(rejectReasons.key, decisions.reasonKey)),
    )
    .where(ofScope(ctx, filter))
    .groupBy(...Object.values(columns), sql`day`, sql`is_now`, sql`is_hidden`);
  return rows.map(({ day: dayNumber, promptPath, versionNumber, ...row }) => ({
    ...row,
    dayMs: dayNumber * dayMs,
    versionLabel: promptPath ? `${promptPath} v${versionNumber ?? "?"}` : null,
  }));
}

async function countListed(ctx: Context, filter: ExploreFilter): Promise<number> {
  const [row] = await ctx.db
    .select({ count: count() })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(and(ofScope(ctx, filter), narrowedTo(ctx, filter)));
  return row?.count ?? 0;
}

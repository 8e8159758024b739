import { and, count, eq, gte, isNull, lt, sql } from "drizzle-orm";
import { decisions, drafts, feedback, promotions, prompts, promptVersions } from "#db/schema";
import type { Context } from "#lib/identity";
import { usageSummary } from "#lib/observability";
import { nearDuplicates } from "#lib/prompts";
import { reviewSummary } from "#lib/review";
import { lastDay, type Range } from "./range.ts";
import type { OverviewTiles } from "./schema.ts";
import { changeOf, type DayShare, shareOf } from "./shares.ts";
import { trafficSources } from "./sources.ts";

type Verdicts = { now: DayShare[]; before: DayShare[] };

/** The five headline numbers, now and in the span before. */
export async function readTiles(ctx: Context, range: Range, verdicts: Verdicts): Promise<OverviewTiles> {
  const now = await usageSummary(ctx, { from: range.from, to: lastDay(range.to), source: trafficSources });
  const before = await usageSummary(ctx, {
    from: range.before.from,
    to: lastDay(range.before.to),
    source: trafficSources,
  });
  const review = await reviewSummary(ctx, { from: range.from, to: range.to, withoutSimulated: true });
  const reviewBefore = await reviewSummary(ctx, { ...range.before, withoutSimulated: true });
  return {
    design: await readDesign(ctx),
    generate: {
      calls: now.count,
      callsBefore: before.count,
      costUsd: now.costUsd,
      costUnknown: now.costUnknown,
      usageEstimated: now.usageEstimated,
      latencyP95Ms: now.latencyP95Ms,
      carbonGrams: now.carbonGrams,
      carbonLow: now.carbonGramsLow,
      carbonHigh: now.carbonGramsHigh,
      simulated: now.simulatedCount,
    },
    evaluate: {
      now: shareOf(verdicts.now),
      change: changeOf(shareOf(verdicts.now), shareOf(verdicts.before)),
    },
    review: {
      decided: review.decided,
      approvalRate: review.approvalRate,
      change: changeOf(approvals(review), approvals(reviewBefore)),
      editRate: review.editRate,
      medianDecisionMs: review.medianDecisionMs,
    },
    release: await readRelease(ctx, range),
  };
}

const approvals = ({ approved, decided }: { approved: number; decided: number }) =>
  shareOf([{ good: approved, judged: decided }]);

async function readDesign(ctx: Context): Promise<OverviewTiles["design"]> {
  const [counted] = await ctx.db
    .select({ prompts: count() })
    .from(prompts)
    .where(and(eq(prompts.projectId, ctx.project), isNull(prompts.archivedAt)));
  const [open] = await ctx.db
    .select({ drafts: count() })
    .from(drafts)
    .innerJoin(prompts, and(eq(prompts.projectId, drafts.projectId), eq(prompts.id, drafts.promptId)))
    .where(and(eq(drafts.projectId, ctx.project), isNull(prompts.archivedAt)));
  const pairs = await nearDuplicates(ctx, { limit: 200 });
  return { prompts: counted?.prompts ?? 0, drafts: open?.drafts ?? 0, nearDuplicates: pairs.length };
}

/**
 * How long it took from the first sign that a version was needed to production serving its successor: the first
 * correction or bad feedback on the version it replaced; where nobody had complained, from the version being saved.
 */
async function readRelease(ctx: Context, range: Range): Promise<OverviewTiles["release"]> {
  const now = await readMoves(ctx, range);
  const before = await readMoves(ctx, range.before);
  const basis = now.some(({ since }) => since === "feedback") ? "feedback" : "version";
  const took = (moves: typeof now) =>
    median(moves.filter(({ since }) => since === basis).map(({ ms }) => ms));
  const [back] = await ctx.db
    .select({ rollbacks: count() })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        eq(promotions.kind, "rollback"),
        eq(promotions.environmentName, "production"),
        gte(promotions.closedAt, range.from),
        lt(promotions.closedAt, range.to),
      ),
    );
  return {
    promotions: now.length,
    rollbacks: back?.rollbacks ?? 0,
    medianMs: took(now),
    medianMsBefore: took(before),
    basis,
  };
}

async function readMoves(
  ctx: Context,
  { from, to }: { from: Date; to: Date },
): Promise<{ ms: number; since: "feedback" | "version" }[]> {
  const firstCorrection = sql<
    string | null
  >`(select min(d.created_at) from ${decisions} d join tasks t on t.project_id = d.project_id and t.id = d.task_id where d.project_id = ${promotions.projectId} and t.prompt_version_id = ${promotions.fromVersionId} and d.kind <> 'approve' and d.undone_at is null)`;
  const firstComplaint = sql<
    string | null
  >`(select min(f.created_at) from ${feedback} f where f.project_id = ${promotions.projectId} and f.prompt_version_id = ${promotions.fromVersionId} and f.score < 0.5)`;
  const rows = await ctx.db
    .select({
      closedAt: promotions.closedAt,
      savedAt: promptVersions.createdAt,
      signMs: sql<
        number | null
      >`extract(epoch from least(${firstCorrection}, ${firstComplaint})) * 1000`.mapWith((value: unknown) =>
        value === null ? null : Number(value),
      ),
    })
    .from(promotions)
    .innerJoin(
      promptVersions,
      and(eq(promptVersions.projectId, promotions.projectId), eq(promptVersions.id, promotions.toVersionId)),
    )
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        eq(promotions.kind, "promotion"),
        eq(promotions.status, "promoted"),
        eq(promotions.environmentName, "production"),
        gte(promotions.closedAt, from),
        lt(promotions.closedAt, to),
      ),
    );
  return rows.flatMap(({ closedAt, savedAt, signMs }): { ms: number; since: "feedback" | "version" }[] => {
    if (!closedAt) return [];
    const hasSign = signMs !== null && signMs < closedAt.getTime();
    return [
      {
        since: hasSign ? "feedback" : "version",
        ms: Math.max(0, closedAt.getTime() - (hasSign ? signMs : savedAt.getTime())),
      },
    ];
  });
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

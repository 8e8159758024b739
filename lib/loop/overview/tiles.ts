import { and, count, eq, gte, isNull, lt, sql } from "drizzle-orm";
import { feedback } from "#db/schema/feedback";
import { drafts, prompts, promptVersions } from "#db/schema/prompts";
import { promotions } from "#db/schema/releases";
import { decisions } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { usageSeries, usageSummary } from "#lib/observability";
import { reviewSummary } from "#lib/review";
import type { Scope } from "#schema/observability";
import { quantile } from "#statistics";
import { type Range, rangeOf } from "./range.ts";
import type { OverviewTiles } from "./schema.ts";
import { type DayShare, moveOf } from "./shares.ts";

type Input = {
  scope: Scope & { from: Date; to: Date };
  range: Range;
  /** What the scope is compared with. */
  against: Scope & { from: Date; to: Date };
  verdicts: { now: DayShare[]; before: DayShare[] };
  /** The environment whose promotions are counted. */
  environment: string;
};

/** The five headline numbers of a scope, now and in the span before. */
export async function readTiles(
  ctx: Context,
  { scope, range, against, verdicts, environment }: Input,
): Promise<OverviewTiles> {
  const now = await usageSummary(ctx, scope);
  const before = await usageSeries(ctx, against);
  const review = await reviewSummary(ctx, { ...scope, withoutSimulated: true });
  const reviewBefore = await reviewSummary(ctx, { ...against, withoutSimulated: true });
  return {
    design: await readDesign(ctx),
    generate: {
      ...now,
      callsBefore: before.reduce((sum, point) => sum + point.count, 0),
      daysBefore: { used: before.length, all: rangeOf(against).days.length },
    },
    evaluate: moveOf(verdicts.now, verdicts.before),
    review: {
      ...moveOf([approvals(review)], [approvals(reviewBefore)]),
      editRate: review.editRate,
      medianDecisionMs: review.medianDecisionMs,
    },
    release: await readRelease(ctx, range, { environment, promptId: scope.promptId }),
  };
}

const approvals = ({ approved, decided }: { approved: number; decided: number }) => ({
  good: approved,
  judged: decided,
});

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
  return { prompts: counted?.prompts ?? 0, drafts: open?.drafts ?? 0 };
}

/**
 * How long it took from the first sign that a version was needed to production serving its successor: the first
 * correction or bad feedback on the version it replaced; where nobody had complained, from the version being saved.
 */
async function readRelease(ctx: Context, range: Range, of: Released): Promise<OverviewTiles["release"]> {
  const moves = await readMoves(ctx, range, of);
  const basis = moves.some(({ since }) => since === "feedback") ? "feedback" : "version";
  const took = moves.filter(({ since }) => since === basis).map(({ ms }) => ms);
  const [back] = await ctx.db
    .select({ rollbacks: count() })
    .from(promotions)
    .where(and(eq(promotions.kind, "rollback"), closedIn(ctx, range, of)));
  return {
    environment: of.environment,
    promotions: moves.length,
    rollbacks: back?.rollbacks ?? 0,
    medianMs: took.length > 0 ? quantile(took, 0.5) : null,
    basis,
    timed: took.length,
  };
}

type Released = { environment: string; promptId: string | undefined };

function closedIn(ctx: Context, { from, to }: { from: Date; to: Date }, { environment, promptId }: Released) {
  return and(
    eq(promotions.projectId, ctx.project),
    eq(promotions.environmentName, environment),
    eq(promotions.status, "promoted"),
    promptId ? eq(promotions.promptId, promptId) : undefined,
    gte(promotions.closedAt, from),
    lt(promotions.closedAt, to),
  );
}

async function readMoves(
  ctx: Context,
  range: Range,
  of: Released,
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
    .where(and(eq(promotions.kind, "promotion"), closedIn(ctx, range, of)));
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

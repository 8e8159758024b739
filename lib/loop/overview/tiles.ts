import { inArray } from "drizzle-orm";
import { firstComplaints } from "#lib/feedback";
import { asStudio, type Context } from "#lib/identity";
import { usageSeries, usageSummary } from "#lib/observability";
import { countPrompts, versionRelation } from "#lib/prompts";
import { firstCorrections, reviewSummary } from "#lib/review";
import type { Scope } from "#schema/observability";
import type { Move } from "#schema/releases";
import { quantile } from "#statistics";
import { rangeOf } from "./range.ts";
import type { OverviewTiles } from "./schema.ts";
import { type DayShare, moveOf } from "./shares.ts";

type Input = {
  scope: Scope & { from: Date; to: Date };
  /** What the scope is compared with. */
  against: Scope & { from: Date; to: Date };
  verdicts: { now: DayShare[]; before: DayShare[] };
  /** The environment whose promotions are counted, and those of the span. */
  environment: string;
  moves: readonly Move[];
};

/** The five headline numbers of a scope, now and in the span before. */
export async function readTiles(
  ctx: Context,
  { scope, against, verdicts, environment, moves }: Input,
): Promise<OverviewTiles> {
  const now = await usageSummary(ctx, scope);
  const before = await usageSeries(ctx, against);
  const review = await reviewSummary(ctx, { ...scope, withoutSimulated: true });
  const reviewBefore = await reviewSummary(ctx, { ...against, withoutSimulated: true });
  return {
    design: await countPrompts(asStudio(ctx)),
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
    release: await readRelease(ctx, environment, moves),
  };
}

const approvals = ({ approved, decided }: { approved: number; decided: number }) => ({
  good: approved,
  judged: decided,
});

/**
 * How long it took from the first sign that a version was needed to production serving its successor: the first
 * correction or bad feedback on the version it replaced; where nobody had complained, from the version being saved.
 */
async function readRelease(
  ctx: Context,
  environment: string,
  moves: readonly Move[],
): Promise<OverviewTiles["release"]> {
  const promotions = moves.filter(({ kind }) => kind === "promotion");
  const timed = await timePromotions(ctx, promotions);
  const basis = timed.some(({ since }) => since === "feedback") ? "feedback" : "version";
  const took = timed.filter(({ since }) => since === basis).map(({ ms }) => ms);
  return {
    environment,
    promotions: promotions.length,
    rollbacks: moves.length - promotions.length,
    medianMs: took.length > 0 ? quantile(took, 0.5) : null,
    basis,
    timed: took.length,
  };
}

type Timed = { ms: number; since: "feedback" | "version" };

async function timePromotions(ctx: Context, promotions: readonly Move[]): Promise<Timed[]> {
  const promptVersionIds = promotions.flatMap(({ fromVersionId }) => fromVersionId ?? []);
  const corrections = await firstCorrections(asStudio(ctx), { promptVersionIds });
  const complaints = await firstComplaints(asStudio(ctx), { promptVersionIds });
  const savedAt = await readSavedAt(
    ctx,
    promotions.map(({ toVersionId }) => toVersionId),
  );
  return promotions.flatMap(({ fromVersionId, toVersionId, closedAt }): Timed[] => {
    const saved = savedAt.get(toVersionId);
    if (!saved) return [];
    const signs = [corrections, complaints].flatMap(
      (first) => first.get(fromVersionId ?? "")?.getTime() ?? [],
    );
    const sign = signs.length > 0 ? Math.min(...signs) : null;
    const hasSign = sign !== null && sign < closedAt.getTime();
    return [
      {
        since: hasSign ? "feedback" : "version",
        ms: Math.max(0, closedAt.getTime() - (hasSign ? sign : saved.getTime())),
      },
    ];
  });
}

async function readSavedAt(ctx: Context, versionIds: string[]): Promise<Map<string, Date>> {
  if (versionIds.length === 0) return new Map();
  const version = versionRelation(ctx);
  const rows = await ctx.db
    .select({ versionId: version.versionId, createdAt: version.createdAt })
    .from(version)
    .where(inArray(version.versionId, versionIds));
  return new Map(rows.map(({ versionId, createdAt }) => [versionId, createdAt]));
}

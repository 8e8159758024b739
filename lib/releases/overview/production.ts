import { and, desc, eq, inArray } from "drizzle-orm";
import { promotions, prompts, promptVersions } from "#db/schema";
import { benchmarkScores } from "#lib/evaluation";
import { kpiByVersion, listKpis } from "#lib/feedback";
import { asStudio, type Context } from "#lib/identity";
import { usageSummary } from "#lib/observability";
import { reviewSummary } from "#lib/review";
import { formatKpi } from "../chain/steps.ts";
import type { Environment, EnvironmentPointer } from "../schema.ts";
import type { KpiWithLatest } from "#schema/feedback";
import { chooseKpi } from "./choose-kpi.ts";
import { nextStepOf, type Situation } from "./next-step.ts";
import { lastDay, type Range } from "./range.ts";
import type { OverviewQuery, ProductionRow } from "./schema.ts";
import { type DayShare, shareLines, shareOf, trailingDays } from "./shares.ts";
import { trafficSources } from "./sources.ts";

type Input = { production: Environment | null; range: Range; verdicts: DayShare[]; query: OverviewQuery };

/** The prompts production serves, the most used first, each with what its version did in the span and the next step. */
export async function readProduction(
  ctx: Context,
  { production, range, verdicts, query }: Input,
): Promise<ProductionRow[]> {
  const pointers = production?.prompts ?? [];
  const newer = await readNewer(ctx, pointers);
  const kpi = chooseKpi(await listKpis(ctx), query.kpi);
  const rows = await Promise.all(
    pointers.map((pointer) =>
      readRow(ctx, pointer, { range, verdicts, days: query.days, kpi, newer: newer.get(pointer.promptId) }),
    ),
  );
  return rows.toSorted((a, b) => b.calls - a.calls).map(({ row }) => row);
}

type RowInput = {
  range: Range;
  verdicts: DayShare[];
  days: OverviewQuery["days"];
  kpi: KpiWithLatest | undefined;
  newer: Newer | undefined;
};

async function readRow(
  ctx: Context,
  pointer: EnvironmentPointer,
  { range, verdicts, days, kpi, newer }: RowInput,
): Promise<{ row: ProductionRow; calls: number }> {
  const own = verdicts.filter(({ versionId }) => versionId === pointer.versionId);
  const [line] = shareLines(
    verdicts.filter(({ promptId }) => promptId === pointer.promptId),
    range.days,
    "none",
    trailingDays(days),
  );
  const span = { promptId: pointer.promptId, from: range.from, to: range.to };
  const decided = { withoutSimulated: true, from: range.from, to: range.to };
  const [review, before, onVersion, usage, shownKpi] = await Promise.all([
    reviewSummary(ctx, { ...decided, promptId: pointer.promptId }),
    reviewSummary(ctx, { ...decided, ...range.before, promptId: pointer.promptId }),
    reviewSummary(ctx, { ...decided, promptVersionId: pointer.versionId }),
    usageSummary(ctx, { ...span, to: lastDay(range.to), source: trafficSources }),
    kpi ? readKpi(ctx, pointer, range, kpi) : null,
  ]);
  const [known, carbonKnown] = [usage.count - usage.costUnknown, usage.count - usage.carbonUnknown];
  const row = {
    promptId: pointer.promptId,
    promptPath: pointer.promptPath,
    versionId: pointer.versionId,
    versionNumber: pointer.versionNumber,
    since: pointer.movedAt,
    quality: (line?.points ?? []).map(({ day, value }) => ({ day, value })),
    approvalRate: review.approvalRate,
    editRate: review.editRate,
    costPer1000Usd: known > 0 ? (usage.costUsd / known) * 1000 : null,
    latencyP95Ms: usage.latencyP95Ms,
    carbonPer1000: carbonKnown > 0 ? (usage.carbonGrams / carbonKnown) * 1000 : null,
    kpi: shownKpi,
    nextStep: nextStepOf({
      openPromotion: pointer.openPromotion,
      newer: newer ?? null,
      corrections: onVersion.edited + onVersion.rejected,
      topReason: onVersion.reasons[0] ?? null,
      editRate: { now: review.editRate, before: before.editRate },
      judged: shareOf(own).judged + onVersion.decided,
    }),
  };
  return { row, calls: usage.count };
}

type Newer = NonNullable<Situation["newer"]>;

/** Per prompt the newest version, where that is not the one served, nor one that was tried there before, and whether it was run on the benchmark. */
async function readNewer(ctx: Context, pointers: EnvironmentPointer[]) {
  const found = new Map<string, Newer>();
  if (pointers.length === 0) return found;
  const ids = pointers.map(({ promptId }) => promptId);
  const versions = await ctx.db
    .selectDistinctOn([promptVersions.promptId], {
      promptId: promptVersions.promptId,
      id: promptVersions.id,
      number: promptVersions.number,
    })
    .from(promptVersions)
    .innerJoin(
      prompts,
      and(eq(prompts.projectId, promptVersions.projectId), eq(prompts.id, promptVersions.promptId)),
    )
    .where(and(eq(promptVersions.projectId, ctx.project), inArray(promptVersions.promptId, ids)))
    .orderBy(promptVersions.promptId, desc(promptVersions.number));
  const newest = versions.filter((version) =>
    pointers.some(
      (pointer) => pointer.promptId === version.promptId && pointer.versionNumber < version.number,
    ),
  );
  if (newest.length === 0) return found;
  const newestIds = newest.map(({ id }) => id);
  const tried = await ctx.db
    .selectDistinct({ versionId: promotions.toVersionId })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        inArray(promotions.toVersionId, newestIds),
        eq(promotions.environmentName, "production"),
        inArray(promotions.status, ["promoted", "rejected"]),
      ),
    );
  for (const version of newest) {
    if (tried.some(({ versionId }) => versionId === version.id)) continue;
    found.set(version.promptId, {
      versionId: version.id,
      versionNumber: version.number,
      benchmark: await onBenchmark(ctx, version),
    });
  }
  return found;
}

async function onBenchmark(
  ctx: Context,
  { promptId, id }: { promptId: string; id: string },
): Promise<Newer["benchmark"]> {
  const { benchmark, scores } = await benchmarkScores(asStudio(ctx), { promptId });
  if (!benchmark) return "none";
  return scores.some(({ versionId }) => versionId === id) ? "run" : "not_run";
}

/** The KPI of a prompt in the span, and its change against the span before. */
async function readKpi(
  ctx: Context,
  { promptId }: EnvironmentPointer,
  range: Range,
  kpi: KpiWithLatest,
): Promise<ProductionRow["kpi"]> {
  const [rowsNow, rowsBefore] = await Promise.all([
    kpiByVersion(ctx, { kpiId: kpi.id, promptId, from: range.from, to: range.to }),
    kpiByVersion(ctx, { kpiId: kpi.id, promptId, from: range.before.from, to: range.before.to }),
  ]);
  const [now, before] = [meanOf(rowsNow), meanOf(rowsBefore)];
  if (now === null) return null;
  const change = before === null ? null : roundedChange(now - before, kpi.unit);
  const isGood = change === null || change === 0 ? null : change > 0 === kpi.isHigherBetter;
  const changeText =
    change === null
      ? ""
      : kpi.unit === "percent"
        ? String(Math.round(Math.abs(change) * 100))
        : formatKpi(Math.abs(change), kpi.unit);
  return { name: kpi.name, key: kpi.key, text: formatKpi(now, kpi.unit), change, isGood, changeText };
}

/** A change too small to be written is none: "up 0" would say nothing. */
function roundedChange(change: number, unit: string): number {
  return unit === "percent" ? Math.round(change * 100) / 100 : change;
}

function meanOf(rows: readonly { value: number; weight: number }[]): number | null {
  const weight = rows.reduce((sum, row) => sum + row.weight, 0);
  return weight === 0 ? null : rows.reduce((sum, row) => sum + row.value * row.weight, 0) / weight;
}

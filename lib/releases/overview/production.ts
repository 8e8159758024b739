import { and, desc, eq, inArray } from "drizzle-orm";
import { promotions, prompts, promptVersions, runs } from "#db/schema";
import { kpiByVersion, listKpis } from "#lib/feedback";
import type { Context } from "#lib/identity";
import { usageSummary } from "#lib/observability";
import { reviewSummary } from "#lib/review";
import { formatKpi } from "../chain/steps.ts";
import type { Environment, EnvironmentPointer } from "../schema.ts";
import { chooseKpi } from "./choose-kpi.ts";
import { nextStepOf } from "./next-step.ts";
import { lastDay, type Range } from "./range.ts";
import type { OverviewQuery, ProductionRow } from "./schema.ts";
import { type DayShare, shareLines, shareOf, trailingDays } from "./shares.ts";
import { trafficSources } from "./sources.ts";

type Input = { production: Environment | null; range: Range; verdicts: DayShare[]; query: OverviewQuery };

/** The prompts production serves, each with what its version did in the span and the next step. */
export async function readProduction(
  ctx: Context,
  { production, range, verdicts, query }: Input,
): Promise<ProductionRow[]> {
  const pointers = production?.prompts ?? [];
  const newer = await readNewer(ctx, pointers);
  const rows: ProductionRow[] = [];
  for (const pointer of pointers) {
    const own = verdicts.filter(({ versionId }) => versionId === pointer.versionId);
    const [line] = shareLines(
      verdicts.filter(({ promptId }) => promptId === pointer.promptId),
      range.days,
      "none",
      trailingDays(query.days),
    );
    const span = { promptId: pointer.promptId, from: range.from, to: range.to };
    const review = await reviewSummary(ctx, span);
    const before = await reviewSummary(ctx, { ...span, ...range.before });
    const onVersion = await reviewSummary(ctx, {
      promptVersionId: pointer.versionId,
      from: range.from,
      to: range.to,
    });
    const usage = await usageSummary(ctx, {
      promptId: pointer.promptId,
      from: range.from,
      to: lastDay(range.to),
      source: trafficSources,
    });
    const [known, carbonKnown] = [usage.count - usage.costUnknown, usage.count - usage.carbonUnknown];
    rows.push({
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
      kpi: await readKpi(ctx, pointer, range, query.kpi),
      nextStep: nextStepOf({
        openPromotion: pointer.openPromotion,
        newer: newer.get(pointer.promptId) ?? null,
        corrections: onVersion.edited + onVersion.rejected,
        topReason: onVersion.reasons[0] ?? null,
        editRate: { now: review.editRate, before: before.editRate },
        judged: shareOf(own).judged + onVersion.decided,
      }),
    });
  }
  return rows;
}

/** Per prompt the newest version, where that is not the one served, nor one that was tried there before, and whether it has a finished run. */
async function readNewer(ctx: Context, pointers: EnvironmentPointer[]) {
  const found = new Map<string, { versionId: string; versionNumber: number; hasRun: boolean }>();
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
  const ran = await ctx.db
    .selectDistinct({ versionId: runs.promptVersionId })
    .from(runs)
    .where(
      and(
        eq(runs.projectId, ctx.project),
        inArray(runs.promptVersionId, newestIds),
        eq(runs.status, "succeeded"),
        eq(runs.isSimulated, false),
      ),
    );
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
      hasRun: ran.some(({ versionId }) => versionId === version.id),
    });
  }
  return found;
}

/** The KPI of a prompt in the span, and its change against the span before. */
async function readKpi(
  ctx: Context,
  { promptId }: EnvironmentPointer,
  range: Range,
  key: string | undefined,
): Promise<ProductionRow["kpi"]> {
  const kpis = await listKpis(ctx);
  const kpi = chooseKpi(kpis, key);
  if (!kpi) return null;
  const [now, before] = [
    meanOf(await kpiByVersion(ctx, { kpiId: kpi.id, promptId, from: range.from, to: range.to })),
    meanOf(
      await kpiByVersion(ctx, { kpiId: kpi.id, promptId, from: range.before.from, to: range.before.to }),
    ),
  ];
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

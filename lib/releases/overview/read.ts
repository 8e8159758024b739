import { and, count, eq } from "drizzle-orm";
import { connections, datasets, decisions, promotions, prompts, runs } from "#db/schema";
import { listKpis } from "#lib/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { usageSummary } from "#lib/observability";
import { listEnvironments } from "../environments/read.ts";
import { readChart } from "./chart.ts";
import { chooseKpi } from "./choose-kpi.ts";
import { objectivesOf } from "./objectives.ts";
import { readProduction } from "./production.ts";
import { lastDay, rangeOf } from "./range.ts";
import { type Overview, OverviewInput } from "./schema.ts";
import { shareOf } from "./shares.ts";
import { trafficSources } from "./sources.ts";
import { readTiles } from "./tiles.ts";
import { readVerdicts } from "./verdicts.ts";
import { reviewSummary } from "#lib/review";

/** How the loop is doing: tiles, one chart, objectives and the prompts in production. Simulated calls count nowhere. Throws forbidden. */
export async function readOverview(ctx: Context, input: OverviewInput): Promise<Overview> {
  requirePermission(ctx, "project.read");
  requirePermission(ctx, "promotion.read");
  const query = OverviewInput.parse(input);
  const range = rangeOf(ctx.clock.now(), query.days);
  const production = (await listEnvironments(ctx)).find(({ name }) => name === "production") ?? null;
  const verdicts = { now: await readVerdicts(ctx, range), before: await readVerdicts(ctx, range.before) };
  const all = [...verdicts.before, ...verdicts.now];
  const served = await readProduction(ctx, { production, range, verdicts: all, query });
  const suite = production?.gate.conditions.find((condition) => condition.kind === "suite_passed");
  const kpis = await listKpis(ctx);
  return {
    from: range.from,
    to: range.to,
    tiles: await readTiles(ctx, range, verdicts),
    chart: await readChart(ctx, { query, range, verdicts: all, qualityTarget: suite?.minimum ?? null }),
    objectives:
      production && served.length > 0
        ? objectivesOf(production.gate, await measure(ctx, range, verdicts.now))
        : [],
    production: served,
    kpis: kpis.map(({ key, name }) => ({ key, name })),
    kpiKey: chooseKpi(kpis, query.kpi)?.key ?? null,
    firstSteps: await readFirstSteps(ctx, served.length > 0),
  };
}

async function measure(
  ctx: Context,
  range: ReturnType<typeof rangeOf>,
  verdicts: Parameters<typeof shareOf>[0],
) {
  const usage = await usageSummary(ctx, { from: range.from, to: lastDay(range.to), source: trafficSources });
  const review = await reviewSummary(ctx, { from: range.from, to: range.to, withoutSimulated: true });
  const per1000 = (sum: number, known: number) => (known > 0 ? (sum / known) * 1000 : null);
  return {
    latencyP95Ms: usage.latencyP95Ms,
    errorRate: usage.count > 0 ? usage.failed / usage.count : null,
    costPer1000Usd: per1000(usage.costUsd, usage.count - usage.costUnknown),
    carbonPer1000: per1000(usage.carbonGrams, usage.count - usage.carbonUnknown),
    quality: shareOf(verdicts),
    safety: { rejected: review.safetyRejected, decided: review.decided },
  };
}

/** The steps a new project still has before it, in the order of the loop; null once production serves something. */
async function readFirstSteps(ctx: Context, isServing: boolean): Promise<Overview["firstSteps"]> {
  if (isServing) return null;
  const tables = {
    connection: connections,
    prompt: prompts,
    dataset: datasets,
    run: runs,
    review: decisions,
    promotion: promotions,
  };
  const steps = Object.entries(tables).map(async ([key, table]) => {
    const [row] = await ctx.db
      .select({ count: count() })
      .from(table)
      .where(and(eq(table.projectId, ctx.project)));
    // The keys are those of the object above.
    return { key: key as keyof typeof tables, isDone: (row?.count ?? 0) > 0 };
  });
  return Promise.all(steps);
}

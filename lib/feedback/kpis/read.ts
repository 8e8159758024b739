import { and, asc, count, eq, gte, isNull, lt, max, type SQL, sql } from "drizzle-orm";
import { kpis, kpiValues } from "#db/schema";
import { type Context, requirePermission } from "#lib/identity";
import {
  type Kpi,
  type KpiByVersion,
  type KpiPoint,
  KpiSeriesInput,
  type KpiWithLatest,
  ListKpisInput,
} from "../schema.ts";
import { meanInterval, wilson } from "../statistics.ts";
import { getKpiInProject, kpiColumns, toKpi } from "./internal.ts";

const dayMs = 86_400_000;
const day = sql<string>`to_char(${kpiValues.at} at time zone 'UTC', 'YYYY-MM-DD')`;
const value = sql<number>`sum(${kpiValues.sum}) / sum(${kpiValues.weight})`.mapWith(Number);
const weight = sql<number>`sum(${kpiValues.weight})`.mapWith(Number);
const version = {
  promptId: kpiValues.promptId,
  promptVersionId: kpiValues.promptVersionId,
  promptPath: kpiValues.promptPath,
  promptVersionNumber: kpiValues.promptVersionNumber,
};

/** One KPI by id or key. Throws not_found, forbidden. */
export async function getKpi(ctx: Context, input: { kpiId?: string; key?: string }): Promise<Kpi> {
  requirePermission(ctx, "kpi.read");
  return getKpiInProject(ctx, KpiSeriesInput.parse(input));
}

/** The project's KPIs by name, each with its newest day and the 30 days up to that. Throws forbidden. */
export async function listKpis(ctx: Context, input: ListKpisInput = {}): Promise<KpiWithLatest[]> {
  requirePermission(ctx, "kpi.read");
  const { includeArchived } = ListKpisInput.parse(input);
  const rows = await ctx.db
    .select(kpiColumns)
    .from(kpis)
    .where(and(eq(kpis.projectId, ctx.project), includeArchived ? undefined : isNull(kpis.archivedAt)))
    .orderBy(asc(kpis.name));
  return Promise.all(rows.map(async (row) => ({ ...toKpi(row), ...(await readLatest(ctx, row.id)) })));
}

/** A KPI's value per UTC day and prompt version. Throws not_found, forbidden. */
export async function kpiSeries(ctx: Context, input: KpiSeriesInput): Promise<KpiPoint[]> {
  requirePermission(ctx, "kpi.read");
  const filter = KpiSeriesInput.parse(input);
  const kpi = await getKpiInProject(ctx, filter);
  return ctx.db
    .select({ day, ...version, value, weight })
    .from(kpiValues)
    .where(ofKpi(ctx, kpi.id, filter))
    .groupBy(day, ...Object.values(version))
    .orderBy(asc(day), asc(kpiValues.promptPath), asc(kpiValues.promptVersionNumber));
}

const total = (of: SQL) => sql<number>`sum(${of})`.mapWith(Number);
const sums = {
  records: count(),
  sum: total(sql`${kpiValues.sum}`),
  sumSquares: total(sql`${kpiValues.sum} * ${kpiValues.sum}`),
  sumTimesWeight: total(sql`${kpiValues.sum} * ${kpiValues.weight}`),
  weightSquares: total(sql`${kpiValues.weight}::double precision * ${kpiValues.weight}`),
};

/**
 * A KPI under each prompt version with a 95 % interval: Wilson for shares recorded one by one, else over the
 * recorded means as clusters. Throws not_found, forbidden.
 */
export async function kpiByVersion(ctx: Context, input: KpiSeriesInput): Promise<KpiByVersion[]> {
  requirePermission(ctx, "kpi.read");
  const filter = KpiSeriesInput.parse(input);
  const kpi = await getKpiInProject(ctx, filter);
  const rows = await ctx.db
    .select({
      ...version,
      ...sums,
      value,
      weight,
      firstDay: sql<string>`min(${day})`,
      lastDay: sql<string>`max(${day})`,
    })
    .from(kpiValues)
    .where(ofKpi(ctx, kpi.id, filter))
    .groupBy(...Object.values(version))
    .orderBy(asc(kpiValues.promptPath), asc(kpiValues.promptVersionNumber));
  return rows.map(({ records, sum, sumSquares, sumTimesWeight, weightSquares, ...row }) => {
    const isSingle = kpi.unit === "percent" && records === row.weight && row.value >= 0 && row.value <= 1;
    const interval = isSingle
      ? wilson(sum, row.weight)
      : meanInterval({ records, weight: row.weight, sum, sumSquares, sumTimesWeight, weightSquares });
    return { ...row, low: interval?.low ?? null, high: interval?.high ?? null };
  });
}

function ofKpi(
  ctx: Context,
  kpiId: string,
  filter: { promptId?: string | undefined; from?: Date | undefined; to?: Date | undefined },
): SQL | undefined {
  return and(
    eq(kpiValues.projectId, ctx.project),
    eq(kpiValues.kpiId, kpiId),
    filter.promptId ? eq(kpiValues.promptId, filter.promptId) : undefined,
    filter.from ? gte(kpiValues.at, filter.from) : undefined,
    filter.to ? lt(kpiValues.at, filter.to) : undefined,
  );
}

async function readLatest(
  ctx: Context,
  kpiId: string,
): Promise<Pick<KpiWithLatest, "latestDay" | "latestValue" | "last30" | "observations">> {
  const [newest] = await ctx.db
    .select({ at: max(kpiValues.at), observations: weight })
    .from(kpiValues)
    .where(ofKpi(ctx, kpiId, {}));
  if (!newest?.at) return { latestDay: null, latestValue: null, last30: null, observations: 0 };
  const latestDay = newest.at.toISOString().slice(0, 10);
  const start = new Date(`${latestDay}T00:00:00.000Z`);
  const end = new Date(start.getTime() + dayMs);
  return {
    latestDay,
    latestValue: await readMean(ctx, kpiId, start, end),
    last30: await readMean(ctx, kpiId, new Date(end.getTime() - 30 * dayMs), end),
    observations: newest.observations,
  };
}

async function readMean(ctx: Context, kpiId: string, from: Date, to: Date): Promise<number | null> {
  const [row] = await ctx.db
    .select({ value: sql<number | null>`sum(${kpiValues.sum}) / sum(${kpiValues.weight})` })
    .from(kpiValues)
    .where(ofKpi(ctx, kpiId, { from, to }));
  return row === undefined || row.value === null ? null : Number(row.value);
}

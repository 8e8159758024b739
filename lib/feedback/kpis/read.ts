import { and, asc, count, eq, gte, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { kpiValues } from "#db/schema/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { inScope } from "#lib/observability";
import { differenceOfIntervals, weightedMeanInterval, clopperPearsonInterval } from "#statistics";
import {
  type Kpi,
  type KpiByVersion,
  type KpiChange,
  type KpiFigure,
  type KpiPoint,
  KpiSeriesInput,
} from "../schema.ts";
import { dayOf, getKpiInProject } from "./internal.ts";

const day = dayOf(kpiValues.at);
const value = sql<number>`sum(${kpiValues.sum}) / sum(${kpiValues.weight})`.mapWith(Number);
const weight = sql<number>`sum(${kpiValues.weight})`.mapWith(Number);
const version = {
  promptId: kpiValues.promptId,
  promptVersionId: kpiValues.promptVersionId,
  promptPath: kpiValues.promptPath,
  promptVersionNumber: kpiValues.promptVersionNumber,
};

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
  weightSquares: total(sql`power(${kpiValues.weight}::double precision, 2)`),
  sumCubes: total(sql`power(${kpiValues.sum}, 3)`),
  sumSquaresTimesWeight: total(sql`power(${kpiValues.sum}, 2) * ${kpiValues.weight}`),
  sumTimesWeightSquares: total(sql`${kpiValues.sum} * power(${kpiValues.weight}::double precision, 2)`),
  weightCubes: total(sql`power(${kpiValues.weight}::double precision, 3)`),
};

/**
 * A KPI under each prompt version with a 95 % interval: exact for shares recorded one by one, else over the
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
  return rows.map((row) => {
    const { promptId, promptVersionId, promptPath, promptVersionNumber, firstDay, lastDay } = row;
    return {
      promptId,
      promptVersionId,
      promptPath,
      promptVersionNumber,
      firstDay,
      lastDay,
      value: row.value,
      weight: row.weight,
      ...intervalOf(kpi, row),
    };
  });
}

/** A KPI over a scope, all versions together, with a 95 % interval as for a version. Throws not_found, forbidden. */
export async function kpiFigure(ctx: Context, input: KpiSeriesInput): Promise<KpiFigure> {
  requirePermission(ctx, "kpi.read");
  const filter = KpiSeriesInput.parse(input);
  const kpi = await getKpiInProject(ctx, filter);
  const [row] = await ctx.db
    .select({ ...sums, weight, days: sql<number>`count(distinct ${day})`.mapWith(Number) })
    .from(kpiValues)
    .where(ofKpi(ctx, kpi.id, filter));
  if (!row || row.records === 0)
    return { value: null, weight: 0, records: 0, days: 0, low: null, high: null };
  const { weight: observations, records, days } = row;
  return {
    value: row.sum / observations,
    weight: observations,
    records,
    days,
    ...intervalOf(kpi, row),
  };
}

/** The change between two figures of a KPI; null where either has no value or no interval. Pure. */
export function kpiChange(before: KpiFigure, after: KpiFigure): KpiChange | null {
  const [left, right] = [known(before), known(after)];
  if (!left || !right) return null;
  return { change: right.value - left.value, ...differenceOfIntervals(left, right) };
}

function known({ value: of, low, high }: KpiFigure): { value: number; low: number; high: number } | null {
  return of === null || low === null || high === null ? null : { value: of, low, high };
}

type Sums = { [Name in keyof typeof sums | "weight"]: number };

function intervalOf(kpi: Kpi, all: Sums): { low: number | null; high: number | null } {
  const share = all.sum / all.weight;
  const isSingle = kpi.unit === "percent" && all.records === all.weight && share >= 0 && share <= 1;
  const interval = isSingle ? clopperPearsonInterval(all.sum, all.weight) : weightedMeanInterval(all);
  return { low: interval?.low ?? null, high: interval?.high ?? null };
}

/**
 * The values of a scope. One that names no call is the business's own number: it is counted whatever the environment and
 * source; one that names a call is of that call's scope, and never of a simulated one's.
 */
function ofKpi(
  ctx: Context,
  kpiId: string,
  filter: Omit<ReturnType<typeof KpiSeriesInput.parse>, "kpiId" | "key">,
): SQL | undefined {
  const ofCall = inScope(filter, { label: kpiValues.environment, source: kpiValues.source });
  return and(
    eq(kpiValues.projectId, ctx.project),
    eq(kpiValues.kpiId, kpiId),
    eq(kpiValues.isSimulated, false),
    ofCall ? or(isNull(kpiValues.source), ofCall) : undefined,
    filter.promptId ? eq(kpiValues.promptId, filter.promptId) : undefined,
    filter.promptVersionId ? eq(kpiValues.promptVersionId, filter.promptVersionId) : undefined,
    filter.from ? gte(kpiValues.at, filter.from) : undefined,
    filter.to ? lt(kpiValues.at, filter.to) : undefined,
  );
}

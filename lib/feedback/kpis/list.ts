import { and, asc, eq, gte, isNull, max, sql } from "drizzle-orm";
import { kpis, kpiValues } from "#db/schema/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { weightedMean } from "#statistics";
import { type Kpi, type KpiWithLatest, ListKpisInput } from "./schema.ts";
import { dayOf, kpiColumns, toKpi } from "./internal.ts";

const dayMs = 86_400_000;
const days = 30;

/** The project's KPIs by name, each with its newest day and the 30 UTC days up to that. Throws forbidden. */
export async function listKpis(ctx: Context, input: ListKpisInput = {}): Promise<KpiWithLatest[]> {
  requirePermission(ctx, "kpi.read");
  const { includeArchived } = ListKpisInput.parse(input);
  const rows = await ctx.db
    .select(kpiColumns)
    .from(kpis)
    .where(and(eq(kpis.projectId, ctx.project), includeArchived ? undefined : isNull(kpis.archivedAt)))
    .orderBy(asc(kpis.name));
  const points = Map.groupBy(await readLatestDays(ctx), ({ kpiId }) => kpiId);
  return rows.map((row) => ({ ...toKpi(row), ...latestOf(points.get(row.id) ?? []) }));
}

type DayPoint = { day: string; value: number; weight: number; observations: number };

/** All KPIs' days with a value among the 30 up to the newest of each, oldest first; without simulated calls' values. */
function readLatestDays(ctx: Context) {
  const counted = and(eq(kpiValues.projectId, ctx.project), eq(kpiValues.isSimulated, false));
  const newest = ctx.db
    .select({
      kpiId: kpiValues.kpiId,
      // Hours and not days, whose length depends on the session's time zone.
      from: sql`date_trunc('day', ${max(kpiValues.at)}, 'UTC') - make_interval(hours => ${24 * (days - 1)})`.as(
        "first_moment",
      ),
      observations: sql<number>`sum(${kpiValues.weight})`.mapWith(Number).as("observations"),
    })
    .from(kpiValues)
    .where(counted)
    .groupBy(kpiValues.kpiId)
    .as("newest");
  const day = dayOf(kpiValues.at);
  return ctx.db
    .select({
      kpiId: kpiValues.kpiId,
      day,
      value: sql<number>`sum(${kpiValues.sum}) / sum(${kpiValues.weight})`.mapWith(Number),
      weight: sql<number>`sum(${kpiValues.weight})`.mapWith(Number),
      observations: newest.observations,
    })
    .from(kpiValues)
    .innerJoin(newest, eq(newest.kpiId, kpiValues.kpiId))
    .where(and(counted, gte(kpiValues.at, newest.from)))
    .groupBy(kpiValues.kpiId, day, newest.observations)
    .orderBy(asc(day));
}

function latestOf(points: readonly DayPoint[]): Omit<KpiWithLatest, keyof Kpi> {
  const newest = points.at(-1);
  if (!newest) return { latestDay: null, latestValue: null, last30: null, observations: 0, days: [] };
  const byDay = new Map(points.map(({ day, value }) => [day, value]));
  const last = Date.parse(`${newest.day}T00:00:00Z`);
  return {
    latestDay: newest.day,
    latestValue: newest.value,
    last30: weightedMean(points),
    observations: newest.observations,
    days: Array.from({ length: days }, (_, place) => {
      const day = new Date(last - (days - 1 - place) * dayMs).toISOString().slice(0, 10);
      return byDay.get(day) ?? null;
    }),
  };
}

import { and, type Column, eq, type SQL, sql } from "drizzle-orm";
import { kpis } from "#db/schema/feedback";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { type Kpi, KpiUnit } from "../schema.ts";

export const kpiColumns = {
  id: kpis.id,
  key: kpis.key,
  name: kpis.name,
  unit: kpis.unit,
  isHigherBetter: kpis.isHigherBetter,
  description: kpis.description,
  archivedAt: kpis.archivedAt,
  createdAt: kpis.createdAt,
};

/** The UTC day of a moment, YYYY-MM-DD. */
export function dayOf(at: Column): SQL<string> {
  return sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD')`;
}

export function toKpi(row: Omit<Kpi, "unit"> & { unit: string }): Kpi {
  return { ...row, unit: KpiUnit.parse(row.unit) };
}

/** A KPI by id or key, or not_found. With `lock` its row stays locked until the transaction ends. */
export async function getKpiInProject(
  ctx: Context,
  by: { kpiId?: string | undefined; key?: string | undefined },
  options: { lock?: boolean } = {},
): Promise<Kpi> {
  const which = by.kpiId ? eq(kpis.id, by.kpiId) : eq(kpis.key, by.key ?? "");
  const query = ctx.db
    .select(kpiColumns)
    .from(kpis)
    .where(and(eq(kpis.projectId, ctx.project), which));
  const [row] = options.lock ? await query.for("update") : await query;
  if (!row)
    throw new AppError(
      "not_found",
      `There is no KPI${by.key ? ` "${by.key}"` : ""} in this project; define it in Settings, KPIs.`,
    );
  return toKpi(row);
}

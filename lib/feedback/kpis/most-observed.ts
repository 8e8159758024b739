import { and, desc, eq, sql } from "drizzle-orm";
import { kpis, kpiValues } from "#db/schema/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { type Kpi, MostObservedKpiInput } from "../schema.ts";
import { kpiColumns, toKpi } from "./internal.ts";

/** The KPI that a version has the most observations of, or null. Throws forbidden. */
export async function mostObservedKpi(ctx: Context, input: MostObservedKpiInput): Promise<Kpi | null> {
  requirePermission(ctx, "kpi.read");
  const { promptVersionId } = MostObservedKpiInput.parse(input);
  const [row] = await ctx.db
    .select(kpiColumns)
    .from(kpiValues)
    .innerJoin(kpis, and(eq(kpis.projectId, kpiValues.projectId), eq(kpis.id, kpiValues.kpiId)))
    .where(
      and(
        eq(kpiValues.projectId, ctx.project),
        eq(kpiValues.promptVersionId, promptVersionId),
        eq(kpiValues.isSimulated, false),
      ),
    )
    .groupBy(...Object.values(kpiColumns))
    .orderBy(desc(sql`sum(${kpiValues.weight})`))
    .limit(1);
  return row ? toKpi(row) : null;
}

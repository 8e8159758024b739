import { and, asc, eq, ilike, isNull, or } from "drizzle-orm";
import { escapeLike } from "#db";
import { kpis } from "#db/schema/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { FindInput } from "#platform/pagination";
import type { Kpi } from "../schema.ts";

/** KPIs whose name or key holds a text, without the archived ones. Throws forbidden. */
export async function findKpis(ctx: Context, input: FindInput): Promise<Pick<Kpi, "key" | "name">[]> {
  requirePermission(ctx, "kpi.read");
  const { query, limit } = FindInput.parse(input);
  const pattern = `%${escapeLike(query)}%`;
  return ctx.db
    .select({ key: kpis.key, name: kpis.name })
    .from(kpis)
    .where(
      and(
        eq(kpis.projectId, ctx.project),
        isNull(kpis.archivedAt),
        or(ilike(kpis.name, pattern), ilike(kpis.key, pattern)),
      ),
    )
    .orderBy(asc(kpis.name))
    .limit(limit);
}

import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { kpis } from "#db/schema/feedback";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { DefineKpiInput, type Kpi, UpdateKpiInput } from "../schema.ts";
import { getKpiInProject, kpiColumns, toKpi } from "./internal.ts";

/** Defines a KPI. Throws forbidden, invalid_input, conflict (the key is taken). */
export async function defineKpi(ctx: Context, input: DefineKpiInput): Promise<Kpi> {
  requirePermission(ctx, "kpi.create");
  const parsed = DefineKpiInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const [row] = await tx.db
      .insert(kpis)
      .values({ ...parsed, id: newId(now), projectId: tx.project, createdAt: now })
      .onConflictDoNothing()
      .returning(kpiColumns);
    if (!row)
      throw new AppError(
        "conflict",
        `The key "${parsed.key}" is taken; choose another, or record values under the one that exists.`,
        { details: { field: "key" } },
      );
    await appendAudit(tx, {
      action: "kpi.create",
      subject: { type: "kpi", id: row.id, name: row.name },
      after: parsed,
    });
    return toKpi(row);
  });
}

/** Renames, redescribes or archives a KPI; its key and unit stay, as recorded values rest on them. Throws not_found, forbidden. */
export async function updateKpi(ctx: Context, input: UpdateKpiInput): Promise<Kpi> {
  requirePermission(ctx, "kpi.create");
  const { kpiId, isArchived, ...changes } = UpdateKpiInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await getKpiInProject(tx, { kpiId }, { lock: true });
    const archived = isArchived === undefined ? before.archivedAt : isArchived ? tx.clock.now() : null;
    const values = {
      name: changes.name ?? before.name,
      description: changes.description ?? before.description,
      isHigherBetter: changes.isHigherBetter ?? before.isHigherBetter,
      archivedAt: archived,
    };
    await tx.db
      .update(kpis)
      .set(values)
      .where(and(eq(kpis.projectId, tx.project), eq(kpis.id, kpiId)));
    const after = await getKpiInProject(tx, { kpiId });
    await appendAudit(tx, {
      action: "kpi.update",
      subject: { type: "kpi", id: kpiId, name: after.name },
      before,
      after,
    });
    return after;
  });
}

import { and, asc, desc, eq } from "drizzle-orm";
import { priceOverrides } from "#db/schema/models";
import { type Context, requirePermission } from "#lib/identity";
import { ListPriceOverridesInput, type PriceOverride } from "./schema.ts";

type Row = typeof priceOverrides.$inferSelect;

/** The project's own prices by connection and pattern, the newest first; ended ones too. Throws forbidden. */
export async function listPriceOverrides(
  ctx: Context,
  input: ListPriceOverridesInput = {},
): Promise<PriceOverride[]> {
  requirePermission(ctx, "price.read");
  const { connectionId } = ListPriceOverridesInput.parse(input);
  return readOverrides(ctx, connectionId);
}

/** The same without asking for leave: what a call's cost rests on. */
export async function readOverrides(
  ctx: Pick<Context, "db" | "project">,
  connectionId?: string,
): Promise<PriceOverride[]> {
  const rows = await ctx.db
    .select()
    .from(priceOverrides)
    .where(
      and(
        eq(priceOverrides.projectId, ctx.project),
        connectionId ? eq(priceOverrides.connectionId, connectionId) : undefined,
      ),
    )
    .orderBy(asc(priceOverrides.connectionId), asc(priceOverrides.modelPattern), desc(priceOverrides.from));
  return rows.map(presentOverride);
}

/** A row without the project it belongs to. */
export function presentOverride(row: Row): PriceOverride {
  return {
    id: row.id,
    connectionId: row.connectionId,
    modelPattern: row.modelPattern,
    from: row.from,
    to: row.to,
    inputPrice: row.inputPrice,
    cachedInputPrice: row.cachedInputPrice,
    cacheWritePrice: row.cacheWritePrice,
    outputPrice: row.outputPrice,
    reasoningPrice: row.reasoningPrice,
    note: row.note,
    createdByName: row.createdByName,
    createdAt: row.createdAt,
  };
}

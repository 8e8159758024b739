import { eq } from "drizzle-orm";
import { retentionSettings } from "#db/schema/governance";
import { type Context, requirePermission } from "#lib/identity";
import { agingKinds, cutoff, getAgingKind } from "./internal.ts";
import { PreviewRetentionInput, type Retention } from "./schema.ts";

/** How long each kind of data is kept in the project, and how much there is. Throws forbidden. */
export async function listRetention(ctx: Context): Promise<Retention[]> {
  requirePermission(ctx, "settings.read");
  const rows = await ctx.db
    .select()
    .from(retentionSettings)
    .where(eq(retentionSettings.projectId, ctx.project));
  const settings = new Map(rows.map((row) => [row.kind, row]));
  const list: Retention[] = [];
  for (const { name, label, retention } of agingKinds()) {
    const setting = settings.get(name);
    const { all } = await retention.count(ctx, ctx.clock.now());
    list.push({
      kind: name,
      label,
      days: setting?.days ?? null,
      minimumDays: retention.minimumDays,
      because: retention.because,
      figures: retention.figures,
      count: all,
      prunedAt: setting?.prunedAt ?? null,
      prunedCount: setting?.prunedCount ?? null,
    });
  }
  return list;
}

/** How much would go in the coming night with this setting. Throws not_found, forbidden. */
export async function previewRetention(
  ctx: Context,
  input: PreviewRetentionInput,
): Promise<{ all: number; old: number }> {
  requirePermission(ctx, "retention.update");
  const { kind, days } = PreviewRetentionInput.parse(input);
  return getAgingKind(kind).retention.count(ctx, cutoff(ctx.clock.now(), days));
}

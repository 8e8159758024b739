import { type Context, requirePermission } from "#lib/identity";
import { type ScopeCount, ScopeCountsInput } from "./schema.ts";
import { telemetryStore } from "../store/open.ts";

/** How many calls each environment and source had in a span, so that a page can say what its scope leaves out. Throws forbidden. */
export async function scopeCounts(ctx: Context, input: ScopeCountsInput): Promise<ScopeCount[]> {
  requirePermission(ctx, "generation.read");
  const rows = await telemetryStore(ctx).countByScope(ctx.project, ScopeCountsInput.parse(input));
  const counts = new Map<string, ScopeCount>();
  for (const { count, ...scope } of rows) {
    const key = JSON.stringify([scope.environment, scope.source, scope.isSimulated]);
    counts.set(key, { ...scope, count: (counts.get(key)?.count ?? 0) + count });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count);
}

/** The names of the models that answered since a day, in order of the alphabet. Throws forbidden. */
export async function modelsInUse(ctx: Context, input: { since: Date }): Promise<string[]> {
  requirePermission(ctx, "generation.read");
  const models = await telemetryStore(ctx).listModels(ctx.project, input.since.toISOString().slice(0, 10));
  return models.toSorted();
}

import { and, count, eq, sql } from "drizzle-orm";
import { generationRollups, generations } from "#db/schema/observability";
import { type Context, requirePermission } from "#lib/identity";
import { UsageInput } from "../schema.ts";
import { callsOf } from "./calls.ts";
import { partsOf, rollupsOf } from "./cells.ts";

/** How many calls of a scope each prompt version answered, by its id; added up in the database. Throws forbidden, invalid_input. */
export async function callsByVersion(ctx: Context, input: UsageInput): Promise<Map<string, number>> {
  requirePermission(ctx, "generation.read");
  const filter = UsageInput.parse(input);
  const { days, edges } = partsOf(filter);
  const { promptVersionKey, isSimulated } = generationRollups;
  const rows = days
    ? await ctx.db
        .select({
          key: promptVersionKey,
          calls: sql<number>`sum(${generationRollups.count})`.mapWith(Number),
        })
        .from(generationRollups)
        .where(and(rollupsOf(ctx, filter, days), eq(isSimulated, filter.simulated)))
        .groupBy(promptVersionKey)
    : [];
  for (const edge of edges) {
    const ofEdge = await ctx.db
      .select({ key: sql<string>`coalesce(${generations.promptVersionId}::text, '')`, calls: count() })
      .from(generations)
      .where(and(...callsOf(ctx, { ...filter, ...edge }), eq(generations.isSimulated, filter.simulated)))
      .groupBy(generations.promptVersionId);
    rows.push(...ofEdge);
  }
  const calls = new Map<string, number>();
  for (const { key, calls: more } of rows) calls.set(key, (calls.get(key) ?? 0) + more);
  return calls;
}

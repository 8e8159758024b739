import { and, count, eq, gte, sql } from "drizzle-orm";
import { generationRollups, generations } from "#db/schema/observability";
import { type Context, requirePermission } from "#lib/identity";
import { type GenerationSource, type ScopeCount, ScopeCountsInput } from "../schema.ts";
import { callsOf, dimensions } from "./calls.ts";
import { partsOf, rollupsOf } from "./cells.ts";

/** How many calls each environment and source had in a span, so that a page can say what its scope leaves out. Throws forbidden. */
export async function scopeCounts(ctx: Context, input: ScopeCountsInput): Promise<ScopeCount[]> {
  requirePermission(ctx, "generation.read");
  const filter = ScopeCountsInput.parse(input);
  const { days, edges } = partsOf(filter);
  const rows = days ? await ofDays(ctx, filter, days) : [];
  for (const edge of edges) rows.push(...(await ofCalls(ctx, { ...filter, ...edge })));
  const counts = new Map<string, ScopeCount>();
  for (const { environment, source, isSimulated, count: calls } of rows) {
    const key = `${environment}\n${source}\n${isSimulated}`;
    const known = counts.get(key)?.count ?? 0;
    // The database holds what recordGenerations wrote.
    const scope = {
      environment: environment === "" ? null : environment,
      source: source as GenerationSource,
    };
    counts.set(key, { ...scope, isSimulated, count: known + calls });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count);
}

type Filter = ReturnType<typeof ScopeCountsInput.parse>;
type Span = { from: Date; to: Date };

function ofDays(ctx: Context, filter: Filter, days: Span) {
  const { environment, source, isSimulated } = generationRollups;
  return ctx.db
    .select({
      environment,
      source,
      isSimulated,
      count: sql<number>`sum(${generationRollups.count})`.mapWith(Number),
    })
    .from(generationRollups)
    .where(rollupsOf(ctx, filter, days))
    .groupBy(environment, source, isSimulated);
}

function ofCalls(ctx: Context, filter: Filter) {
  const { environment, source, isSimulated } = dimensions;
  return ctx.db
    .select({ environment, source, isSimulated, count: count() })
    .from(generations)
    .where(and(...callsOf(ctx, { ...filter, simulated: false })))
    .groupBy(environment, source, isSimulated);
}

/** The names of the models that answered since a day, in order of the alphabet. Throws forbidden. */
export async function modelsInUse(ctx: Context, input: { since: Date }): Promise<string[]> {
  requirePermission(ctx, "generation.read");
  const rows = await ctx.db
    .selectDistinct({ model: generationRollups.model })
    .from(generationRollups)
    .where(
      and(
        eq(generationRollups.projectId, ctx.project),
        gte(generationRollups.day, input.since.toISOString().slice(0, 10)),
      ),
    );
  return rows.map(({ model }) => model).toSorted();
}

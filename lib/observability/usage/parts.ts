import { and, eq, isNotNull, sql } from "drizzle-orm";
import { generations } from "#db/schema/observability";
import { type Context, requirePermission } from "#lib/identity";
import { partOf } from "../parts.ts";
import { type UsagePart, UsagePartsInput } from "../schema.ts";
import { callsOf, measured } from "./calls.ts";
import { readCells } from "./cells.ts";
import { mostLookedAt } from "./exact.ts";

/**
 * A figure of a scope's calls by version, prompt, model or source: over how many calls, their sum and the sum of
 * squares (dollars, grams, tokens). Null where so many calls were made that each of them cannot be looked at. Simulated
 * calls count nowhere. Throws forbidden, invalid_input.
 */
export async function usageParts(ctx: Context, input: UsagePartsInput): Promise<UsagePart[] | null> {
  requirePermission(ctx, "generation.read");
  const { by, measure, ...filter } = UsagePartsInput.parse(input);
  const cells = await readCells(ctx, filter);
  if (cells.reduce((total, { count }) => total + count, 0) > mostLookedAt) return null;
  const { promptId, promptPath, promptVersionId, promptVersionNumber, model, source } = generations;
  const columns = { promptId, promptPath, promptVersionId, promptVersionNumber, model, source };
  const value = measured[measure];
  const rows = await ctx.db
    .select({
      ...columns,
      n: sql<number>`count(*)`.mapWith(Number),
      sum: sql<number>`sum(${value})`.mapWith(Number),
      sumSquares: sql<number>`sum(${value}::double precision * ${value})`.mapWith(Number),
    })
    .from(generations)
    .where(and(...callsOf(ctx, filter), eq(generations.isSimulated, filter.simulated), isNotNull(value)))
    .groupBy(...Object.values(columns));
  const parts = new Map<string | null, UsagePart>();
  for (const { n, sum, sumSquares, ...row } of rows) {
    const part = partOf(row, by);
    const known = parts.get(part.key) ?? { ...part, n: 0, sum: 0, sumSquares: 0 };
    parts.set(part.key, {
      ...known,
      n: known.n + n,
      sum: known.sum + sum,
      sumSquares: known.sumSquares + sumSquares,
    });
  }
  return [...parts.values()];
}

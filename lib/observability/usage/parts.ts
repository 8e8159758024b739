import { type Context, requirePermission } from "#lib/identity";
import { partOf } from "../parts.ts";
import { type UsagePart, UsagePartsInput } from "./schema.ts";
import { telemetryStore } from "../store/open.ts";

/**
 * A figure of a scope's calls by version, prompt, model or source: over how many calls, their sum and the sum of
 * squares (dollars, grams, tokens). Null where a store must look at each call and there are too many. Simulated
 * calls count nowhere. Throws forbidden, invalid_input.
 */
export async function usageParts(ctx: Context, input: UsagePartsInput): Promise<UsagePart[] | null> {
  requirePermission(ctx, "generation.read");
  const { by, measure, ...filter } = UsagePartsInput.parse(input);
  const store = telemetryStore(ctx);
  const sums = await store.sumMeasure(ctx.project, filter, measure);
  if (!sums) return null;
  const parts = new Map<string | null, UsagePart>();
  for (const { n, sum, sumSquares, ...row } of sums) {
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

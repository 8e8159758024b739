import { type Context, requirePermission } from "#lib/identity";
import { wilsonInterval } from "#statistics";
import { type CacheFigures, CacheFiguresInput, CountReplaysInput } from "./schema.ts";
import { telemetryStore } from "../store/open.ts";

/**
 * How often the caches of routes had an answer, with the Wilson interval of that share, and what the calls spent whose
 * answers were given again. Throws forbidden, invalid_input.
 */
export async function cacheFigures(ctx: Context, input: CacheFiguresInput): Promise<CacheFigures> {
  requirePermission(ctx, "generation.read");
  const filter = CacheFiguresInput.parse(input);
  const all = await telemetryStore(ctx).sumCached(ctx.project, filter);
  const rows = all.filter(({ isSimulated }) => !isSimulated);
  const countOf = (state: string) =>
    rows.reduce((sum, row) => sum + (row.state === state ? row.count : 0), 0);
  const given = rows.filter(({ state }) => state === "hit" || state === "semantic");
  type Given = (typeof given)[number];
  const sum = (pick: (row: Given) => number) => given.reduce((total, row) => total + pick(row), 0);
  const known = (pick: (row: Given) => number, of: "tokensKnown" | "costKnown" | "carbonKnown") =>
    given.length > 0 && sum((row) => row[of]) === 0 ? null : sum(pick);
  const [hits, semanticHits, misses] = [countOf("hit"), countOf("semantic"), countOf("miss")];
  const asked = hits + semanticHits + misses;
  return {
    asked,
    hits,
    semanticHits,
    misses,
    bypassed: countOf("bypass"),
    hitRate:
      asked === 0
        ? null
        : { share: (hits + semanticHits) / asked, ...wilsonInterval(hits + semanticHits, asked) },
    saved: {
      inputTokens: known((row) => row.inputTokens, "tokensKnown"),
      outputTokens: known((row) => row.outputTokens, "tokensKnown"),
      tokensUnknown: sum((row) => row.count - row.tokensKnown),
      costUsd: known((row) => row.costUsd, "costKnown"),
      costUnknown: sum((row) => row.count - row.costKnown),
      carbonGrams: known((row) => row.carbonGrams, "carbonKnown"),
      carbonGramsLow: known((row) => row.carbonGramsLow, "carbonKnown"),
      carbonGramsHigh: known((row) => row.carbonGramsHigh, "carbonKnown"),
      carbonUnknown: sum((row) => row.count - row.carbonKnown),
    },
    simulatedCount: all.reduce((total, row) => total + (row.isSimulated ? row.count : 0), 0),
  };
}

/** How often the answer of each of these calls was given again, by id; absent where never. Throws forbidden, invalid_input. */
export async function countReplays(ctx: Context, input: CountReplaysInput): Promise<Map<string, number>> {
  requirePermission(ctx, "generation.read");
  const { generationIds } = CountReplaysInput.parse(input);
  const found = await telemetryStore(ctx).countReplays(ctx.project, generationIds);
  return new Map(found.map(({ id, count }) => [id, count]));
}

import { type Context, requirePermission } from "#lib/identity";
import { p95Of } from "../figures.ts";
import { type RouteFigures, RouteFiguresInput } from "./schema.ts";
import { telemetryStore } from "../store/open.ts";

/** Of a busy route its newest calls say how it does, and looking at all of them takes too long. */
const mostCalls = 20_000;

/**
 * How a route's calls did in a span, simulated ones left out: their 95th percentile of latency as everywhere (type 7, from
 * `answersForP95` answers on) and what an answer cost on average, of its newest 20,000 calls. Throws forbidden, invalid_input.
 */
export async function routeFigures(ctx: Context, input: RouteFiguresInput): Promise<RouteFigures> {
  requirePermission(ctx, "generation.read");
  const asked = RouteFiguresInput.parse(input);
  const { answered, priced, costUsd, latencyP95Ms, ...sums } = await telemetryStore(ctx).readRouteFigures(
    ctx.project,
    asked,
    mostCalls,
  );
  return {
    ...sums,
    answered,
    priced,
    latencyP95Ms: p95Of({ count: answered, failed: 0, cancelled: 0, latencyP95Ms }),
    costUsd: priced > 0 ? costUsd / priced : null,
  };
}

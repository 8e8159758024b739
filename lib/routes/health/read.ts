import { type Context, requirePermission } from "#lib/identity";
import { getRouteInProject, offeredModels } from "../routes/internal.ts";
import { GetRouteInput, type TargetState } from "../schema.ts";
import { healthOf } from "./health-of.ts";

/** How the targets of a route's newest version are doing, as the process that is asked has seen it. Throws forbidden, not_found. */
export async function getRouteHealth(ctx: Context, input: GetRouteInput): Promise<TargetState[]> {
  requirePermission(ctx, "route.read");
  const { routeId } = GetRouteInput.parse(input);
  const { version } = await getRouteInProject(ctx, routeId);
  const { targets, breaker = null } = version.definition;
  const now = ctx.clock.now();
  const isOffered = await offeredModels(ctx);
  return targets.map(({ connectionId, model }) => ({
    connectionId,
    model,
    isOffered: isOffered({ connectionId, model }),
    ...healthOf(routeId, { connectionId, model }).snapshot(now, breaker),
  }));
}

import { asStudio, type Context } from "#lib/identity";
import { isRoute, resolveRoute } from "#lib/routes";
import type { ModelTarget } from "#schema/models";
import type { ResolvedRoute } from "#schema/routes";
import type { KeptTarget, RunTarget } from "./schema.ts";

/** A target as a run keeps it, with every model it may ask. Throws not_found for a route that is archived or none. */
export async function settleTarget(
  ctx: Context,
  target: RunTarget,
): Promise<{ target: KeptTarget; models: ModelTarget[] }> {
  if (!isRoute(target)) {
    const { connectionId, model, fallbacks = [] } = target;
    return { target, models: [{ connectionId, model }, ...fallbacks] };
  }
  const { id: routeId, name, version, definition } = await resolveRoute(asStudio(ctx), target);
  const { settings } = target;
  return {
    target: { routeId, name, version, ...(settings ? { settings } : {}) },
    models: modelsOf(definition),
  };
}

export function modelsOf({ targets }: ResolvedRoute["definition"]): ModelTarget[] {
  return targets.map(({ connectionId, model }) => ({ connectionId, model }));
}

import { getDataset } from "#lib/datasets";
import { getSuite } from "#lib/evaluation";
import { asStudio, type Context } from "#lib/identity";
import { isRoute, nameTarget, resolveRoute, routeLabel, soleModelOf } from "#lib/routes";
import { isAppError, nullIfNotFound } from "#platform/errors";
import type { PinnedRoute, RouteDefinition } from "#schema/routes";
import type { DemandedRoute } from "./gate-evidence.ts";
import type { EvidenceDemand } from "./schema.ts";

/** What the suite, the dataset and the route of a gate's evidence are called; null where it names none, or what it names is gone. */
export async function namesOf(
  caller: Context,
  { suiteId, datasetId, target }: Pick<EvidenceDemand, "suiteId" | "datasetId" | "target">,
): Promise<{ suite: string | null; dataset: string | null; route: string | null }> {
  // Everybody who may see the gate may read what it names.
  const ctx = asStudio(caller);
  const suite = suiteId ? await getSuite(ctx, { suiteId }).catch(nullIfGone) : null;
  const dataset = datasetId ? await getDataset(ctx, { datasetId }).catch(nullIfGone) : null;
  const route = target && isRoute(target) ? await nameTarget(ctx, target).catch(nullIfGone) : null;
  return {
    suite: suite?.name ?? null,
    dataset: dataset?.name ?? null,
    route: route && isRoute(route) ? route.name : null,
  };
}

export function nullIfGone(thrown: unknown): null {
  if (isAppError(thrown) && thrown.code === "not_found") return null;
  throw thrown;
}

/** A route that evidence must be about, with what it asks: a run of one model speaks for it only where that is all it asks. */
export async function demandedRoute(
  caller: Context,
  target: PinnedRoute,
  name: string | null,
): Promise<DemandedRoute> {
  const label = routeLabel({ name: name ?? "that is gone", version: target.version });
  const resolved = await nullIfNotFound(resolveRoute(asStudio(caller), target));
  if (!resolved) return { label, soleModel: null, asks: "which answers nobody now" };
  return { label, soleModel: soleModelOf(resolved.definition), asks: asksOf(resolved.definition) };
}

function asksOf({ targets, policyIds, limits }: RouteDefinition): string {
  const models = `asks ${targets.map(({ model }) => model).join(" and ")}`;
  const more = [
    policyIds.length > 0 ? "has policies of its own" : "",
    limits.maxTokens === undefined ? "" : `cuts answers at ${limits.maxTokens} tokens`,
  ].filter(Boolean);
  return `which ${[models, ...more].join(" and ")}`;
}

import type { ModelTarget } from "#schema/models";
import type {
  ModelOrRoute,
  NamedTarget,
  PinnedRoute,
  PinnedTarget,
  AskedRoute,
  RouteDefinition,
} from "./schema.ts";

/** True for a stored route, false for a connection's model. */
export function isRoute<Target extends ModelOrRoute>(
  target: Target,
): target is Extract<Target, AskedRoute | PinnedRoute> {
  return "routeId" in target && target.routeId !== undefined;
}

/** Equal where both name the same model, or the same version of the same route; the routes' definitions are not read. */
export function isSameTarget(
  one: ModelOrRoute | null | undefined,
  other: ModelOrRoute | null | undefined,
): boolean {
  return keyOfTarget(one) === keyOfTarget(other);
}

/** A key for maps and choices, different for every model and every version of a route. */
export function keyOfTarget(target: ModelOrRoute | null | undefined): string {
  if (!target) return "";
  return isRoute(target)
    ? `route ${target.routeId} ${target.version}`
    : `${target.connectionId} ${target.model}`;
}

/** "route support@3"; "route support" in whichever version is the newest. */
export function routeLabel({ name, version }: { name: string; version: number | "newest" }): string {
  return version === "newest" ? `route ${name}, newest` : `route ${name}@${version}`;
}

/** What is asked, as lists name it: a model's name, "route support@3". */
export function targetLabel(target: NamedTarget): string {
  return isRoute(target) ? routeLabel(target) : target.model;
}

/**
 * The one model a route asks, where asking it by itself is the same: no second model, no policies beside the project's,
 * no limit on the answer. Null for any other.
 */
export function soleModelOf({ targets, policyIds, limits }: RouteDefinition): ModelTarget | null {
  const [only, ...others] = targets;
  if (!only || others.length > 0 || policyIds.length > 0 || limits.maxTokens !== undefined) return null;
  return { connectionId: only.connectionId, model: only.model };
}

/** What is asked with its name, and nothing else that stands beside it. */
export function namedTarget(target: NamedTarget): NamedTarget {
  if (!isRoute(target)) return { connectionId: target.connectionId, model: target.model };
  return { routeId: target.routeId, version: target.version, name: target.name };
}

/** What is asked, by itself: nothing else that an object of the caller's holds beside it. */
export function plainTarget(target: PinnedTarget): PinnedTarget {
  return isRoute(target)
    ? { routeId: target.routeId, version: target.version }
    : { connectionId: target.connectionId, model: target.model };
}

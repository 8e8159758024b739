import { LRUCache } from "lru-cache";
import { once } from "#platform/runtime";
import type { ModelTarget } from "#schema/models";
import { TargetHealth } from "./target-health.ts";

/** Far more than a project has; what falls out begins again as a target that nobody has asked yet. */
const mostTargets = 20_000;

const known = () => once("routes.health", () => new LRUCache<string, TargetHealth>({ max: mostTargets }));

/** How a target of a route is doing in this process. A new version of the route finds what the one before has learned. */
export function healthOf(routeId: string, { connectionId, model }: ModelTarget): TargetHealth {
  const key = `${routeId} ${connectionId} ${model}`;
  const found = known().get(key);
  if (found) return found;
  const health = new TargetHealth();
  known().set(key, health);
  return health;
}

import type { RouteChoice } from "../definition.ts";
import type { RouteSla } from "../sla.ts";

/** What is known of how long a target takes, in milliseconds. */
type Speed = { usualMs: number | null; p95Ms: number | null };

/**
 * A choice by cost that says no time of its own keeps to the route's SLA: its bound is the promised 95th percentile, and a
 * target is held to its own, or to its usual time while it has too few answers for one. Pure.
 */
export function withSla(
  choice: RouteChoice,
  sla: RouteSla | null | undefined,
): { choice: RouteChoice; latencyOf: (speed: Speed) => number | null } {
  if (choice.by !== "cost" || choice.withinMs !== undefined || sla?.p95Ms === undefined)
    return { choice, latencyOf: ({ usualMs }) => usualMs };
  return {
    choice: { ...choice, withinMs: sla.p95Ms },
    latencyOf: ({ usualMs, p95Ms }) => p95Ms ?? usualMs,
  };
}

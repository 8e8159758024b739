import type { ErrorClass } from "#constants/models";
import { anyError } from "../constants.ts";
import type { RouteDefinition } from "../definition.ts";

/** The kinds of failure after which a route's next target is asked. */
export type FallbackRules = RouteDefinition["fallbackOn"];

export const everyFailure: FallbackRules = [anyError];

/**
 * True when the next target may take over: what a provider did wrong, or would not take, of a kind that the route
 * names; never what we ourselves refuse, which is of no kind.
 */
export function mayFallBack(errorClass: ErrorClass | null, rules: FallbackRules): boolean {
  return errorClass !== null && (rules.includes(anyError) || rules.includes(errorClass));
}

import { endUserHash } from "#lib/governance";
import type { Limit } from "../schema.ts";

/** What of a call limits go by. */
export type CallFacts = {
  apiKeyId: string | null;
  /** The end user's key as it was sent. */
  endUser: string | null;
  /** The stored route it goes through. */
  routeId: string | null;
  metadata: Record<string, unknown> | null;
};

/**
 * Under which name a call counts for a limit; null where it does not. An end user is counted under the keyed hash of the
 * key, as everywhere, so that no list of limits says who somebody's users are. Pure.
 */
export function subjectOf(limit: Limit, facts: CallFacts, project: string): string | null {
  switch (limit.per) {
    case "project":
      return "";
    case "api_key":
      return named(limit, facts.apiKeyId);
    case "route":
      return named(limit, facts.routeId);
    case "user":
      return endUserHash(project, named(limit, facts.endUser));
    case "metadata":
      return named(limit, valueOf(facts.metadata?.[limit.metadataKey ?? ""]));
    default:
      return limit.per satisfies never;
  }
}

function named({ only }: Limit, name: string | null): string | null {
  return only === null || only === name ? name : null;
}

function valueOf(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  const text = String(value).trim();
  return text === "" ? null : text;
}

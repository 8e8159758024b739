import type { Context } from "#lib/identity";
import { takeToken } from "#platform/token-bucket";
import type { ResolvedRoute } from "../schema.ts";

/** Counts a call against the route's limit a minute. Throws rate_limited, saying when the next one is taken. */
export function takeTurn({ clock }: Pick<Context, "clock">, { id, name, definition }: ResolvedRoute): void {
  const limit = definition.limits.requestsPerMinute;
  if (limit === undefined) return;
  takeToken(
    `route ${id}`,
    limit,
    clock.now().getTime(),
    `The route "${name}" takes ${limit} calls a minute.`,
  );
}

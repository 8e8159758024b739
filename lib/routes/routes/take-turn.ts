import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { once } from "#platform/runtime";
import type { ResolvedRoute } from "../schema.ts";

type Minute = { startedAt: number; count: number };
const minuteMs = 60_000;

/** One entry per route that has a limit, so there are never more than routes. */
const minutes = () => once("routes.minutes", () => new Map<string, Minute>());

/** Counts a call against the route's limit a minute. Throws rate_limited, saying when the next one is taken. */
export function takeTurn(ctx: Pick<Context, "clock">, { id, name, definition }: ResolvedRoute): void {
  const limit = definition.limits.requestsPerMinute;
  if (limit === undefined) return;
  const now = ctx.clock.now().getTime();
  const known = minutes().get(id);
  const minute = known && now - known.startedAt < minuteMs ? known : { startedAt: now, count: 0 };
  minutes().set(id, minute);
  if (minute.count >= limit) {
    const retryAfterMs = minute.startedAt + minuteMs - now;
    throw new AppError(
      "rate_limited",
      `The route "${name}" takes ${limit} calls a minute. Try again in ${Math.ceil(retryAfterMs / 1_000)} s.`,
      { details: { retryAfterMs } },
    );
  }
  minute.count += 1;
}

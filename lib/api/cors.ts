import { env } from "#platform/env";
import type { ApiContext } from "./context.ts";

/** What a script of a page may read of an answer beside its body. */
const exposed =
  "x-request-id, x-valueloop-generation-id, ratelimit, ratelimit-policy, retry-after, etag, idempotent-replayed, content-disposition";

/** Tells a browser that a page of this origin may read the answer; nothing where the setting does not name it. */
export function corsHeaders(origin: string | undefined): Record<string, string> | undefined {
  const allowed = env().VALUELOOP_API_CORS_ORIGINS;
  if (!allowed || origin === undefined) return undefined;
  if (allowed.includes("*"))
    return { "access-control-allow-origin": "*", "access-control-expose-headers": exposed };
  return allowed.includes(origin)
    ? { "access-control-allow-origin": origin, "access-control-expose-headers": exposed, vary: "Origin" }
    : { vary: "Origin" };
}

/** The answer to a browser that asks before it sends. Keys travel in a header, so no page is let in by a cookie. */
export function preflight(c: ApiContext, allow: string): Response {
  const cors = corsHeaders(c.req.header("origin"));
  const isLetIn = cors && "access-control-allow-origin" in cors;
  return new Response(null, {
    status: 204,
    headers: {
      allow,
      ...cors,
      ...(isLetIn
        ? {
            "access-control-allow-methods": allow,
            "access-control-allow-headers":
              c.req.header("access-control-request-headers") ??
              "authorization, content-type, idempotency-key",
            "access-control-max-age": "600",
          }
        : {}),
    },
  });
}

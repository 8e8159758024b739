import type { GenerateInput } from "#lib/generation";
import type { CacheUse } from "#schema/generation";
import { AppError } from "#platform/errors";
import type { ApiContext } from "../context.ts";
import { headerOf } from "../node.ts";

/** How the cache of a route met a call: hit, semantic, miss or bypass; absent where there was none to ask. */
const cacheHeader = "x-valueloop-cache";

/**
 * What a request's `Cache-Control` wants of the route's cache (RFC 9111, 5.2.1): `no-store` leaves it alone, `no-cache`
 * asks a model and keeps the answer, `max-age` bounds an answer's age in seconds. Other directives mean nothing here.
 * Throws invalid_input for an age that is no number of seconds.
 */
export function withCacheControl<Input extends Pick<GenerateInput, "cache">>(
  c: ApiContext,
  input: Input,
): Input {
  const header = headerOf(c, "cache-control");
  if (header === undefined) return input;
  const directives = new Map(
    header.split(",").map((part) => {
      const [name = "", value] = part.split("=");
      return [name.trim().toLowerCase(), value?.trim().replaceAll('"', "")];
    }),
  );
  if (directives.has("no-store")) return { ...input, cache: { mode: "bypass" } };
  if (directives.has("no-cache")) return { ...input, cache: { mode: "refresh" } };
  if (!directives.has("max-age")) return input;
  const age = directives.get("max-age") ?? "";
  if (!/^\d{1,9}$/.test(age))
    throw new AppError("invalid_input", "cache-control: write max-age as whole seconds.");
  return { ...input, cache: { maxAgeSeconds: Number(age) } };
}

/** The headers of an answer that say what the cache did; an answer that was given again has its age in seconds. */
export function cacheHeaders(use: CacheUse | undefined): Record<string, string> {
  if (!use) return {};
  return { [cacheHeader]: use.state, ...(use.ageSeconds === null ? {} : { age: String(use.ageSeconds) }) };
}

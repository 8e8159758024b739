import { fetch as undiciFetch } from "undici";
import { requireOutboundLiteral } from "#platform/outbound";
import { guardedAgent } from "./http-pool.ts";

/**
 * A fetch for packages that bring their own client: a name is checked against private ranges when its socket connects,
 * a literal address before, and redirects are not followed. Throws `invalid_input` for an address that is not allowed.
 */
export const checkedFetch = (async (url: string | URL, init?: object) => {
  requireOutboundLiteral(new URL(url));
  return undiciFetch(url, { ...init, dispatcher: guardedAgent(), redirect: "manual" });
  // The two fetch types differ only in which copy of undici's types they name.
}) as unknown as typeof globalThis.fetch;

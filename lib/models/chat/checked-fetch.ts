import { fetch as undiciFetch, type RequestInit, type Response } from "undici";
import { requireOutboundLiteral } from "#platform/outbound";
import { freshAgent, guardedAgent } from "./http-pool.ts";
import { wasStaleSocket, watchSockets } from "./stale-socket.ts";

/**
 * A fetch for packages that bring their own client: a name is checked against private ranges when its socket connects,
 * a literal address before, and redirects are not followed. Throws `invalid_input` for an address that is not allowed.
 */
export const checkedFetch = (async (url: string | URL, init?: RequestInit) =>
  // The two fetch types differ only in which copy of undici's types they name.
  outboundFetch(url, { ...init, redirect: "manual" })) as unknown as typeof globalThis.fetch;

/** The same in undici's own types. A text that met a socket the server had just closed for being idle is sent once more. */
export async function outboundFetch(
  url: string | URL,
  init: RequestInit & { redirect: "manual" | "error" },
): Promise<Response> {
  requireOutboundLiteral(new URL(url));
  watchSockets();
  try {
    return await undiciFetch(url, { ...init, dispatcher: guardedAgent() });
  } catch (thrown) {
    if (typeof init.body !== "string" || !wasStaleSocket(thrown)) throw thrown;
    const fresh = freshAgent();
    const answer = undiciFetch(url, { ...init, dispatcher: fresh });
    void fresh.close().catch(() => undefined);
    return answer;
  }
}

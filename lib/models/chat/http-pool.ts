import { Agent, type buildConnector, Client, type Dispatcher, Pool } from "undici";
import { env } from "#platform/env";
import { guardedLookup, requireOutboundLiteral } from "#platform/outbound";
import { once } from "#platform/runtime";
import { wasStaleSocket, watchSockets } from "./stale-socket.ts";
import { defaultTimeouts } from "./transport.ts";

type Pools = Map<string, Pool>;
type Sockets = { allowPrivate?: boolean | undefined; connectMs?: number | undefined };

/**
 * Sends a request over the process's sockets to its origin. Where it met a socket that the server had just closed for
 * being idle it goes out once more, over a socket of its own: nothing had come back, and a client of HTTP may do so (RFC
 * 9112, 9.3.1). Throws as undici does, and as `poolFor`.
 */
export async function requestAt(
  url: URL,
  options: Omit<Dispatcher.RequestOptions, "path" | "body"> & { body: string },
  { allowPrivate = env().VALUELOOP_ALLOW_PRIVATE_URLS, connectMs = defaultTimeouts.connectMs }: Sockets = {},
): Promise<Dispatcher.ResponseData> {
  const request = { ...options, path: `${url.pathname}${url.search}` };
  watchSockets();
  try {
    return await poolFor(url, allowPrivate, connectMs).request(request);
  } catch (thrown) {
    if (!wasStaleSocket(thrown)) throw thrown;
    const fresh = new Client(url.origin, { connect: connectOptions(allowPrivate, connectMs) });
    const answer = fresh.request(request);
    // Once the answer has been read; where it fails, the request itself says why.
    void fresh.close().catch(() => undefined);
    return answer;
  }
}

/**
 * The process's pool of sockets to an origin. Names are checked against private ranges when a socket connects.
 * Throws `invalid_input` for a literal private address that is not allowed.
 */
export function poolFor(
  url: URL,
  allowPrivate = env().VALUELOOP_ALLOW_PRIVATE_URLS,
  connectMs = defaultTimeouts.connectMs,
): Pool {
  requireOutboundLiteral(url, allowPrivate);
  const pools = once<Pools>("models.pools", () => new Map());
  const key = `${url.origin} ${allowPrivate} ${connectMs}`;
  const kept = pools.get(key);
  if (kept && !kept.destroyed) return kept;
  const pool = new Pool(url.origin, {
    connections: 256,
    keepAliveTimeout: 30_000,
    connect: connectOptions(allowPrivate, connectMs),
  });
  pools.set(key, pool);
  return pool;
}

/** One dispatcher for packages that bring their own client: the same check of addresses. */
export function guardedAgent(): Agent {
  return once("models.agent", freshAgent);
}

/** The same without any socket yet. */
export function freshAgent(): Agent {
  const { connectMs, headersMs } = defaultTimeouts;
  return new Agent({
    connect: connectOptions(env().VALUELOOP_ALLOW_PRIVATE_URLS, connectMs),
    headersTimeout: headersMs,
  });
}

/**
 * Closes every pool; at shutdown and between tests.
 * @internal Tests leave no socket open.
 */
export async function closePools(): Promise<void> {
  const pools = once<Pools>("models.pools", () => new Map());
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((pool) => pool.destroy()));
}

function connectOptions(allowPrivate: boolean, timeout: number): buildConnector.BuildOptions {
  return allowPrivate ? { timeout } : { timeout, lookup: guardedLookup };
}

import { Agent, type buildConnector, Pool } from "undici";
import { env } from "#platform/env";
import { guardedLookup, requireOutboundLiteral } from "#platform/outbound";
import { once } from "#platform/runtime";
import { defaultTimeouts } from "./transport.ts";

type Pools = Map<string, Pool>;

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
  const allowPrivate = env().VALUELOOP_ALLOW_PRIVATE_URLS;
  return once(
    "models.agent",
    () => new Agent({ connect: connectOptions(allowPrivate, defaultTimeouts.connectMs) }),
  );
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

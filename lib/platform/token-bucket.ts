import { LRUCache } from "lru-cache";
import { AppError } from "#platform/errors";
import { once } from "#platform/runtime";

type Bucket = { tokens: number; at: number };

/** A flood of names must not fill the memory; a forgotten bucket, the one unused longest, starts full, which is only generous. */
const bucketsAtMost = 50_000;

/** What is left of a limit, as the RateLimit headers say it. */
export type RateLeft = { perMinute: number; remaining: number; resetS: number };

/**
 * A token bucket per name, in this process: `perMinute` on the long run, a minute's worth at once; 0 is no limit. Throws
 * rate_limited, with the wait in its details, when it is empty; `limit` says in words what was reached.
 * Returns what is left, null where there is no limit.
 */
export function takeToken(
  name: string,
  perMinute: number,
  nowMs: number,
  limit = `At most ${perMinute} requests a minute.`,
): RateLeft | null {
  if (perMinute === 0) return null;
  const buckets = once("platform.buckets", () => new LRUCache<string, Bucket>({ max: bucketsAtMost }));
  const bucket = buckets.get(name) ?? { tokens: perMinute, at: nowMs };
  const perMs = perMinute / 60_000;
  bucket.tokens = Math.min(perMinute, bucket.tokens + Math.max(0, nowMs - bucket.at) * perMs);
  bucket.at = nowMs;
  if (!buckets.has(name)) buckets.set(name, bucket);
  if (bucket.tokens < 1) {
    const retryAfterMs = Math.ceil((1 - bucket.tokens) / perMs);
    throw new AppError("rate_limited", `${limit} Wait ${Math.ceil(retryAfterMs / 1_000)} s and try again.`, {
      details: { retryAfterMs, perMinute },
    });
  }
  bucket.tokens -= 1;
  return {
    perMinute,
    remaining: Math.floor(bucket.tokens),
    resetS: Math.ceil((perMinute - bucket.tokens) / perMs / 1_000),
  };
}

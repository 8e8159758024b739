import { lt, sql } from "drizzle-orm";
import type { Database } from "#db";
import { rateLimits } from "#db/schema/identity";
import { type Clock, systemClock } from "#platform/clock";
import { sha256 } from "#platform/crypto";
import { AppError } from "#platform/errors";

/** How many attempts a key has in a window, of at most a day; one row per key, shared by every process. */
export type Limit = { key: string; attempts: number; windowSeconds: number };

const keptMs = 24 * 60 * 60 * 1000;

/** Counts one attempt. Throws rate_limited, with `details.retryAfterSeconds`, when the window's attempts are used up. */
export async function takeAttempt(db: Database, limit: Limit, clock: Clock = systemClock): Promise<void> {
  const now = clock.now();
  const oldest = new Date(now.getTime() - limit.windowSeconds * 1000);
  // Hashed: whoever tries to sign in chooses the key, so it may be of any length, and somebody's address.
  const key = sha256(limit.key);
  const [row] = await db
    .insert(rateLimits)
    .values({ key, windowStart: now, count: 1 })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${rateLimits.windowStart} <= ${oldest.toISOString()}::timestamptz then 1 else ${rateLimits.count} + 1 end`,
        windowStart: sql`case when ${rateLimits.windowStart} <= ${oldest.toISOString()}::timestamptz then ${now.toISOString()}::timestamptz else ${rateLimits.windowStart} end`,
      },
    })
    .returning();
  // Swept where a window begins: made-up names must not fill the table.
  if (row?.count === 1)
    await db.delete(rateLimits).where(lt(rateLimits.windowStart, new Date(now.getTime() - keptMs)));
  if (!row || row.count <= limit.attempts) return;
  const retryAfterSeconds = Math.max(
    1,
    Math.ceil((row.windowStart.getTime() + limit.windowSeconds * 1000 - now.getTime()) / 1000),
  );
  throw new AppError("rate_limited", `Too many attempts. Try again in ${retryAfterSeconds} seconds.`, {
    details: { retryAfterSeconds },
  });
}

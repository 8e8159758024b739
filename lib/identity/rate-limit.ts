import { sql } from "drizzle-orm";
import type { Database } from "#db";
import { rateLimits } from "#db/schema";
import { type Clock, systemClock } from "#platform/clock";
import { AppError } from "#platform/errors";

/** How many attempts a key has in a window; one row per key, shared by every process. */
export type Limit = { key: string; attempts: number; windowSeconds: number };

/** Counts one attempt. Throws rate_limited, with `details.retryAfterSeconds`, when the window's attempts are used up. */
export async function takeAttempt(db: Database, limit: Limit, clock: Clock = systemClock): Promise<void> {
  const now = clock.now();
  const oldest = new Date(now.getTime() - limit.windowSeconds * 1000);
  const [row] = await db
    .insert(rateLimits)
    .values({ key: limit.key, windowStart: now, count: 1 })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${rateLimits.windowStart} <= ${oldest.toISOString()}::timestamptz then 1 else ${rateLimits.count} + 1 end`,
        windowStart: sql`case when ${rateLimits.windowStart} <= ${oldest.toISOString()}::timestamptz then ${now.toISOString()}::timestamptz else ${rateLimits.windowStart} end`,
      },
    })
    .returning();
  if (!row || row.count <= limit.attempts) return;
  const retryAfterSeconds = Math.max(
    1,
    Math.ceil((row.windowStart.getTime() + limit.windowSeconds * 1000 - now.getTime()) / 1000),
  );
  throw new AppError("rate_limited", `Too many attempts. Try again in ${retryAfterSeconds} seconds.`, {
    details: { retryAfterSeconds },
  });
}

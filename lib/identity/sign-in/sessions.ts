import { and, eq, gt, lt } from "drizzle-orm";
import type { Database } from "#db";
import { sessions, users } from "#db/schema/identity";
import { type Clock, systemClock } from "#platform/clock";
import { randomToken, sha256 } from "#platform/crypto";

/** How long a session lives without being used (seconds). */
export const sessionSeconds = 30 * 24 * 60 * 60;

/** When a session was last seen is written no more often than this. */
const seenEveryMs = 5 * 60 * 1000;

/** The person a session or a password belongs to. */
export type SignedIn = { id: string; name: string; email: string };

/** Starts a session and returns the token for the cookie; the database keeps only its SHA-256. */
export async function startSession(
  db: Database,
  { userId, userAgent = null }: { userId: string; userAgent?: string | null },
  clock: Clock = systemClock,
): Promise<string> {
  const token = randomToken(32);
  const now = clock.now();
  await db.insert(sessions).values({
    sessionToken: sha256(token),
    userId,
    userAgent: userAgent?.slice(0, 300) ?? null,
    startedAt: now,
    lastSeenAt: now,
    expires: new Date(now.getTime() + sessionSeconds * 1000),
  });
  return token;
}

/** Who a session's token belongs to, or null when it is unknown or over. */
export async function findSession(
  db: Database,
  token: string,
  clock: Clock = systemClock,
): Promise<(SignedIn & { sessionId: string }) | null> {
  const now = clock.now();
  const [row] = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      sessionId: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.sessionToken, sha256(token)), gt(sessions.expires, now)));
  if (!row) return null;
  if (now.getTime() - row.lastSeenAt.getTime() > seenEveryMs)
    await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, row.sessionId));
  return { id: row.id, name: row.name ?? row.email, email: row.email, sessionId: row.sessionId };
}

/** Ends a session, and sweeps those that are over. */
export async function endSession(db: Database, token: string, clock: Clock = systemClock): Promise<void> {
  await db.delete(sessions).where(eq(sessions.sessionToken, sha256(token)));
  await db.delete(sessions).where(lt(sessions.expires, clock.now()));
}

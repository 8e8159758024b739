import { and, eq, gt, lt } from "drizzle-orm";
import type { Database } from "#db";
import { sessions, users } from "#db/schema";
import { type Clock, systemClock } from "#platform/clock";
import { randomToken, sha256 } from "#platform/crypto";
import { verifyPassword } from "./passwords.ts";
import { takeAttempt } from "./rate-limit.ts";
import { auditSignIn } from "./sign-in-audit.ts";

/** How long a session lives without being used (seconds). */
export const sessionSeconds = 30 * 24 * 60 * 60;

/** The person a session or a password belongs to. */
export type SignedIn = { id: string; name: string; email: string };

/** The user with this e-mail address and password, or null. Ten tries per address and quarter of an hour; throws rate_limited. */
export async function findUserByPassword(
  db: Database,
  input: { email: string; password: string },
): Promise<SignedIn | null> {
  const email = input.email.trim().toLowerCase();
  await takeAttempt(db, { key: `sign-in:${email}`, attempts: 10, windowSeconds: 900 });
  const [user] = await db.select().from(users).where(eq(users.email, email));
  const isRight = await verifyPassword(input.password, user?.passwordHash ?? null);
  if (user && isRight) return { id: user.id, name: user.name ?? email, email };
  const reason = user ? "wrong password" : "nobody has this address";
  await auditSignIn(db, { action: "session.refuse", email, method: "password", reason });
  return null;
}

/** Starts a session and returns the token for the cookie; the database keeps its SHA-256 alone. */
export async function startSession(
  db: Database,
  userId: string,
  clock: Clock = systemClock,
): Promise<string> {
  const token = randomToken(32);
  const expires = new Date(clock.now().getTime() + sessionSeconds * 1000);
  await db.insert(sessions).values({ sessionToken: sha256(token), userId, expires });
  return token;
}

/** Who a session's token belongs to, or null when it is unknown or over. */
export async function findSession(
  db: Database,
  token: string,
  clock: Clock = systemClock,
): Promise<SignedIn | null> {
  const [row] = await db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.sessionToken, sha256(token)), gt(sessions.expires, clock.now())));
  return row ? { id: row.id, name: row.name ?? row.email, email: row.email } : null;
}

/** Ends a session, and sweeps those that are over. */
export async function endSession(db: Database, token: string, clock: Clock = systemClock): Promise<void> {
  await db.delete(sessions).where(eq(sessions.sessionToken, sha256(token)));
  await db.delete(sessions).where(lt(sessions.expires, clock.now()));
}

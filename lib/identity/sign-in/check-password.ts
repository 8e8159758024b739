import { eq } from "drizzle-orm";
import type { Database } from "#db";
import { users } from "#db/schema/identity";
import { type Clock, systemClock } from "#platform/clock";
import { limitCodes, takeCode } from "../account/second-factor.ts";
import { verifyPassword } from "../account/password-hash.ts";
import { takeAttempt } from "./attempts.ts";
import { auditSignIn } from "./audit.ts";
import { deviceOf } from "./device.ts";
import type { SignedIn } from "./sessions.ts";

/** What came of an address and a password: in, or what is missing or wrong. */
export type PasswordOutcome =
  | { outcome: "in"; user: SignedIn }
  | { outcome: "wrong" | "code_needed" | "code_wrong" };

/**
 * Checks an address and a password, and the code of whoever has a second factor. Ten tries per address and quarter of an
 * hour, those from a browser that signed in with it before counted for itself; throws rate_limited.
 */
export async function checkPassword(
  db: Database,
  input: { email: string; password: string; code?: string; device?: string },
  clock: Clock = systemClock,
): Promise<PasswordOutcome> {
  const email = input.email.trim().toLowerCase();
  const known = deviceOf(email, input.device);
  await takeAttempt(
    db,
    { key: `sign-in:${email}${known ? `:${known}` : ""}`, attempts: 10, windowSeconds: 900 },
    clock,
  );
  const [user] = await db.select().from(users).where(eq(users.email, email));
  const isRight = await verifyPassword(input.password, user?.passwordHash ?? null);
  const refuse = (reason: string) =>
    auditSignIn(db, { action: "session.refuse", email, method: "password", reason }, clock);
  if (!user || !isRight) {
    await refuse(user ? "wrong password" : "nobody has this address");
    return { outcome: "wrong" };
  }
  if (user.totpConfirmedAt) {
    if (!input.code?.trim()) return { outcome: "code_needed" };
    await limitCodes(db, user.id, clock);
    if (!(await takeCode(db, user, input.code, clock))) {
      await refuse("wrong code");
      return { outcome: "code_wrong" };
    }
  }
  return { outcome: "in", user: { id: user.id, name: user.name ?? email, email } };
}

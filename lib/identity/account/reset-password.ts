import { and, eq, gt, isNull, ne } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { members, passwordResets, users } from "#db/schema/identity";
import { type Clock, systemClock } from "#platform/clock";
import { randomToken, sha256 } from "#platform/crypto";
import { AppError, isAppError, NotFound } from "#platform/errors";
import type { Context } from "../context.ts";
import { refuseOwnersByAdmins } from "../members/internal.ts";
import { requirePermission } from "../permissions.ts";
import { hashPassword } from "./password-hash.ts";
import { takeAttempt } from "../sign-in/attempts.ts";
import { IssueResetInput, ResetPasswordInput, Role } from "../schema.ts";
import { auditPerson, personActor } from "../sign-in/audit.ts";
import { clearSecondFactor } from "./second-factor.ts";
import { endSessions } from "./sessions.ts";

const lifeMs = 24 * 60 * 60 * 1000;

/** A one-time link's secret part, shown once; only its hash is kept. */
export type PasswordReset = { token: string; email: string; expiresAt: Date };

/**
 * Makes a link with which a member sets a new password, for a day; the one before ends. Using it can also take off a
 * second factor whose phone is gone; until then that one goes on to be asked for. Needs member.update. Throws not_found, forbidden when an admin does it to an owner, conflict
 * for somebody who belongs to another organisation too, where this one has nothing to say.
 */
export async function issuePasswordReset(ctx: Context, input: IssueResetInput): Promise<PasswordReset> {
  requirePermission(ctx, "member.update");
  const { userId, withSecondFactor } = IssueResetInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const [member] = await tx.db
      .select({ role: members.role, email: users.email })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.organisationId, tx.organisationId), eq(members.userId, userId)));
    if (!member) throw new NotFound("member", { within: "organisation" });
    refuseOwnersByAdmins(tx, [Role.parse(member.role)]);
    const [elsewhere] = await tx.db
      .select({ id: members.organisationId })
      .from(members)
      .where(and(eq(members.userId, userId), ne(members.organisationId, tx.organisationId)))
      .limit(1);
    if (elsewhere)
      throw new AppError(
        "conflict",
        "This person belongs to another organisation too, so only they themselves or the server's operator can reset the password.",
      );
    const whose = { userId, email: member.email, takesSecondFactor: withSecondFactor };
    const reset = await makeReset(tx.db, whose, tx.clock);
    await auditPerson(tx, userId, { action: "user.issue_password_reset", after: { withSecondFactor } });
    return reset;
  });
}

/**
 * A reset for whoever asks at the door, to be mailed; null when nobody here has the address, which is never told. Five an
 * address and quarter of an hour: past that null as well.
 */
export async function requestPasswordReset(
  db: Database,
  email: string,
  clock: Clock = systemClock,
): Promise<PasswordReset | null> {
  const address = email.trim().toLowerCase();
  try {
    await takeAttempt(db, { key: `reset:${address}`, attempts: 5, windowSeconds: 900 }, clock);
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") return null;
    throw error;
  }
  return resetFor(db, { address, by: "somebody at the door", takesSecondFactor: false }, clock);
}

/** A reset for the server's operator, who needs no permission but the machine; using it takes a second factor off. Null when nobody has the address. */
export async function operatorPasswordReset(
  db: Database,
  email: string,
  clock: Clock = systemClock,
): Promise<PasswordReset | null> {
  const address = email.trim().toLowerCase();
  return resetFor(db, { address, by: "the server's operator", takesSecondFactor: true }, clock);
}

/** Whose password a link would set, and whether it takes the second factor off, or null when it is over or was used. */
export async function findPasswordReset(
  db: Database,
  token: string,
  clock: Clock = systemClock,
): Promise<{ id: string; userId: string; email: string; takesSecondFactor: boolean } | null> {
  const [row] = await db
    .select({
      id: passwordResets.id,
      userId: passwordResets.userId,
      email: users.email,
      takesSecondFactor: passwordResets.takesSecondFactor,
    })
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .where(
      and(
        eq(passwordResets.tokenHash, sha256(token)),
        isNull(passwordResets.usedAt),
        gt(passwordResets.expiresAt, clock.now()),
      ),
    );
  return row ?? null;
}

/** Sets the new password, uses the link up and ends all sessions. Throws not_found for a link that is over or was used. */
export async function resetPassword(
  db: Database,
  input: ResetPasswordInput,
  clock: Clock = systemClock,
): Promise<{ email: string }> {
  const { token, password } = ResetPasswordInput.parse(input);
  const passwordHash = await hashPassword(password);
  return inTransaction({ db }, async ({ db: tx }) => {
    const found = await findPasswordReset(tx, token, clock);
    const used = found
      ? await tx
          .update(passwordResets)
          .set({ usedAt: clock.now() })
          .where(and(eq(passwordResets.id, found.id), isNull(passwordResets.usedAt)))
          .returning({ id: passwordResets.id })
      : [];
    if (!found || used.length === 0)
      throw new AppError("not_found", "This link is over or was used. Ask for a new one.");
    await tx.update(users).set({ passwordHash }).where(eq(users.id, found.userId));
    if (found.takesSecondFactor) await clearSecondFactor(tx, found.userId);
    const endedSessions = await endSessions(tx, found.userId);
    await auditPerson(personActor(tx, { id: found.userId, name: found.email }, clock), found.userId, {
      action: "user.reset_password",
      after: { endedSessions, ...(found.takesSecondFactor && { tookSecondFactor: true }) },
    });
    return { email: found.email };
  });
}

async function resetFor(
  db: Database,
  { address: email, by, takesSecondFactor }: { address: string; by: string; takesSecondFactor: boolean },
  clock: Clock,
): Promise<PasswordReset | null> {
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, email));
  if (!user) return null;
  return inTransaction({ db }, async ({ db: tx }) => {
    const reset = await makeReset(tx, { userId: user.id, email, takesSecondFactor }, clock);
    await auditPerson(personActor(tx, { id: null, name: by }, clock), user.id, {
      action: "user.issue_password_reset",
    });
    return reset;
  });
}

async function makeReset(
  db: Database,
  { userId, email, takesSecondFactor }: { userId: string; email: string; takesSecondFactor: boolean },
  clock: Clock,
): Promise<PasswordReset> {
  const now = clock.now();
  const token = randomToken(32);
  const expiresAt = new Date(now.getTime() + lifeMs);
  await db
    .update(passwordResets)
    .set({ usedAt: now })
    .where(and(eq(passwordResets.userId, userId), isNull(passwordResets.usedAt)));
  await db
    .insert(passwordResets)
    .values({ userId, tokenHash: sha256(token), expiresAt, takesSecondFactor, createdAt: now });
  return { token, email, expiresAt };
}

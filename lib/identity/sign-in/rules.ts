import { and, eq, gt, isNull, lt } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { accounts, invitations, users, verificationTokens } from "#db/schema/identity";
import { type Clock, systemClock } from "#platform/clock";
import { isAppError } from "#platform/errors";
import { join } from "../invitations/internal.ts";
import { takeAttempt } from "./attempts.ts";

/** Why somebody who proved who they are elsewhere is still not let in; the sign-in page has a sentence for each. */
export type SignInRefusal = "NotInvited" | "UnverifiedEmail" | "TooManyLinks" | "SecondFactor";

type Outsider = {
  email: string | null | undefined;
  /** True when the other side vouches that the address is this person's. */
  isVerified: boolean;
  account: { provider: string; providerAccountId: string };
};

/**
 * Whether somebody whom GitHub, OIDC or a mailed link vouches for may come in: people who are here, and people with an
 * open invitation, by an address that was verified. Anybody else makes no account here. Null is yes.
 */
export async function refuseOutsider(
  db: Database,
  { email, isVerified, account }: Outsider,
  clock: Clock = systemClock,
): Promise<SignInRefusal | null> {
  const [linked] = await db
    .select({ userId: accounts.userId })
    .from(accounts)
    .where(
      and(eq(accounts.provider, account.provider), eq(accounts.providerAccountId, account.providerAccountId)),
    );
  if (linked && account.provider !== "nodemailer") return null;
  if (!email || !isVerified) return "UnverifiedEmail";
  // A mailbox is one factor; providers ask for their own second one.
  if (account.provider === "nodemailer" && (await hasSecondFactor(db, email))) return "SecondFactor";
  return (await isExpected(db, email, clock)) ? null : "NotInvited";
}

async function hasSecondFactor(db: Database, email: string): Promise<boolean> {
  const [user] = await db
    .select({ confirmedAt: users.totpConfirmedAt })
    .from(users)
    .where(eq(users.email, email.toLowerCase()));
  return Boolean(user?.confirmedAt);
}

/** True for the address of somebody who is here or is invited. Never told to anybody who asks. */
export async function isExpected(db: Database, email: string, clock: Clock = systemClock): Promise<boolean> {
  const address = email.toLowerCase();
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, address));
  if (user) return true;
  return (await openInvitations(db, address, clock)).length > 0;
}

/** Counts a request for a mailed link: five an address and quarter of an hour, known or not. Sweeps links that are over. */
export async function refuseLink(
  db: Database,
  email: string,
  clock: Clock = systemClock,
): Promise<SignInRefusal | null> {
  await db.delete(verificationTokens).where(lt(verificationTokens.expires, clock.now()));
  try {
    await takeAttempt(db, { key: `link:${email}`, attempts: 5, windowSeconds: 900 }, clock);
    return null;
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") return "TooManyLinks";
    throw error;
  }
}

/** Makes a person who just proved their address a member wherever they are invited. */
export async function joinByInvitation(
  db: Database,
  user: { id: string; email: string; name: string | null },
  clock: Clock = systemClock,
): Promise<void> {
  await inTransaction({ db }, async ({ db: tx }) => {
    const name = user.name ?? user.email;
    for (const invitation of await openInvitations(tx, user.email.toLowerCase(), clock))
      await join(tx, invitation, { id: user.id, name }, clock);
  });
}

function openInvitations(db: Database, email: string, clock: Clock) {
  return db
    .select({ id: invitations.id, organisationId: invitations.organisationId, role: invitations.role })
    .from(invitations)
    .where(
      and(
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, clock.now()),
      ),
    );
}

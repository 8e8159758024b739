import { and, eq, inArray } from "drizzle-orm";
import { publishInvalidation } from "#db";
import {
  accounts,
  apiKeys,
  invitations,
  members,
  passwordResets,
  projects,
  users,
} from "#db/schema/identity";
import { AppError } from "#platform/errors";
import { endSessions } from "../account/sessions.ts";
import type { Context } from "../context.ts";
import { asStudio } from "../projects/context.ts";
import { getMember, keepAnOwner, lockMembers } from "../members/internal.ts";
import { endWhatTheyLeave } from "../members/remove.ts";
import { requirePermission } from "../permissions.ts";
import { EraseAccountInput } from "../schema.ts";

/**
 * Takes a member out of the organisation and, where no other organisation has them, empties their account: name, address,
 * password, second factor, sessions. Part of a larger erasure, whose transaction and audit event it shares. Throws
 * not_found, forbidden, conflict (oneself, or the last owner).
 */
export async function eraseAccount(
  tx: Context,
  input: EraseAccountInput,
): Promise<{ isAccountEmptied: boolean }> {
  requirePermission(tx, "person.erase");
  const { userId, pseudonym } = EraseAccountInput.parse(input);
  const all = await lockMembers(asStudio(tx));
  const member = getMember(all, userId);
  if (tx.actor.id === userId)
    throw new AppError("conflict", "You cannot erase yourself. Another owner has to do it.");
  if (member.role === "owner") keepAnOwner(all, userId);
  await tx.db
    .delete(members)
    .where(and(eq(members.organisationId, tx.organisationId), eq(members.userId, userId)));
  await endWhatTheyLeave(tx, userId);
  await forgetAuthor(tx, userId);
  await tx.db
    .update(invitations)
    .set({ email: addressOf(pseudonym) })
    .where(and(eq(invitations.email, member.email), eq(invitations.organisationId, tx.organisationId)));
  const elsewhere = await tx.db.$count(members, eq(members.userId, userId));
  if (elsewhere === 0) await emptyAccount(tx, userId, pseudonym);
  return { isAccountEmptied: elsewhere === 0 };
}

/** Keys and invitations are joined with their author's account, which may live on for another organisation. */
async function forgetAuthor(tx: Context, userId: string): Promise<void> {
  const ours = tx.db
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.organisationId, tx.organisationId));
  await tx.db
    .update(apiKeys)
    .set({ createdBy: null })
    .where(and(eq(apiKeys.createdBy, userId), inArray(apiKeys.projectId, ours)));
  await publishInvalidation(tx, "api_keys", "");
  await tx.db
    .update(invitations)
    .set({ invitedBy: null })
    .where(and(eq(invitations.invitedBy, userId), eq(invitations.organisationId, tx.organisationId)));
}

/** The row stays, so that what points to it still does; nobody can sign in with it. */
async function emptyAccount(tx: Context, userId: string, pseudonym: string): Promise<void> {
  await tx.db.delete(accounts).where(eq(accounts.userId, userId));
  await tx.db.delete(passwordResets).where(eq(passwordResets.userId, userId));
  await endSessions(tx.db, userId);
  await tx.db
    .update(users)
    .set({
      name: pseudonym,
      email: addressOf(pseudonym),
      emailVerified: null,
      image: null,
      passwordHash: null,
      totpSecret: null,
      totpConfirmedAt: null,
      recoveryCodes: [],
    })
    .where(eq(users.id, userId));
}

/** An address that cannot exist (RFC 2606). */
function addressOf(pseudonym: string): string {
  return `${pseudonym.toLowerCase().replaceAll(" ", "-")}@erased.invalid`;
}

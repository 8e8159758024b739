import { eq } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { projects, users } from "#db/schema/identity";
import { type Clock, systemClock } from "#platform/clock";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { hashPassword } from "../account/password-hash.ts";
import { AcceptInvitationInput, Role } from "../schema.ts";
import { join, findOpenInvitation } from "./internal.ts";

/** What an invitation's link shows before it is accepted. Throws not_found when it is over, used or revoked. */
export async function getInvitationByToken(
  db: Database,
  token: string,
  clock: Clock = systemClock,
): Promise<{ email: string; role: Role; organisationName: string; hasAccount: boolean }> {
  const { email, role, organisationName } = await findOpenInvitation(db, token, clock);
  const [known] = await db.select({ id: users.id }).from(users).where(eq(users.email, email));
  return { email, role: Role.parse(role), organisationName, hasAccount: known !== undefined };
}

/**
 * Accepts an invitation: makes the person when the address is new (with this name and password), adds the membership.
 * Somebody who has an account keeps their name and password, and is not asked for them (`isNew` false). Returns where to
 * go after sign-in. Throws invalid_input when a new person lacks either.
 */
export async function acceptInvitation(
  db: Database,
  input: AcceptInvitationInput,
  clock: Clock = systemClock,
): Promise<{ email: string; projectSlug: string | null; isNew: boolean }> {
  const { token, person } = AcceptInvitationInput.parse(input);
  const passwordHash = person && (await hashPassword(person.password));
  return inTransaction({ db }, async ({ db: tx }) => {
    const invitation = await findOpenInvitation(tx, token, clock);
    const { organisationId, email } = invitation;
    const made =
      person && passwordHash
        ? await tx
            .insert(users)
            .values({ id: newId(), email, name: person.name, passwordHash })
            .onConflictDoNothing()
            .returning({ id: users.id })
        : [];
    const [user] = await tx
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(eq(users.email, email));
    if (!user)
      throw new AppError("invalid_input", "Enter your name and choose a password of at least 10 characters.");
    await join(tx, invitation, { id: user.id, name: user.name ?? email }, clock);
    const [project] = await tx
      .select({ slug: projects.slug })
      .from(projects)
      .where(eq(projects.organisationId, organisationId))
      .orderBy(projects.name)
      .limit(1);
    return { email, projectSlug: project?.slug ?? null, isNew: made.length > 0 };
  });
}

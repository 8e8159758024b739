import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { invitations, members, organisations, projects, users } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { type Clock, systemClock } from "#platform/clock";
import { randomToken, sha256 } from "#platform/crypto";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import type { Context } from "./context.ts";
import { hashPassword } from "./passwords.ts";
import { requirePermission } from "./permissions.ts";
import { AcceptInvitationInput, InviteMemberInput, RevokeInvitationInput, Role } from "./schema.ts";

const lifeMs = 7 * 24 * 60 * 60 * 1000;

/** An open invitation; its token is shown once, when it is made. */
export type Invitation = { id: string; email: string; role: Role; expiresAt: Date; createdAt: Date };

/** Invites a person by e-mail address for seven days. `token` makes the link and is shown once; only its hash is kept. */
export async function inviteMember(
  ctx: Context,
  input: InviteMemberInput,
): Promise<Invitation & { token: string }> {
  requirePermission(ctx, "member.invite");
  const { email, role } = InviteMemberInput.parse(input);
  if (role === "owner" && ctx.actor.kind === "user" && ctx.actor.organisationRole !== "owner")
    throw new AppError("forbidden", "Only an owner can invite an owner.");
  return inTransaction(ctx, async (tx) => {
    const [member] = await tx.db
      .select({ id: users.id })
      .from(users)
      .innerJoin(members, and(eq(members.userId, users.id), eq(members.organisationId, ctx.organisationId)))
      .where(eq(users.email, email));
    if (member) throw new AppError("conflict", `${email} is a member already; change the role in the list.`);
    const token = randomToken(32);
    const now = ctx.clock.now();
    const row = { id: newId(), email, role, expiresAt: new Date(now.getTime() + lifeMs), createdAt: now };
    await tx.db
      .update(invitations)
      .set({ revokedAt: now })
      .where(open(tx, eq(invitations.email, email)));
    await tx.db.insert(invitations).values({
      ...row,
      organisationId: ctx.organisationId,
      tokenHash: sha256(token),
      invitedBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    });
    await appendAudit(tx, {
      action: "member.invite",
      subject: { type: "invitation", id: row.id, name: email },
      after: { role },
      chain: "organisation",
    });
    return { ...row, token };
  });
}

/** Invitations that can still be accepted, newest first. */
export async function listInvitations(ctx: Context): Promise<Invitation[]> {
  requirePermission(ctx, "member.read");
  const rows = await ctx.db
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      expiresAt: invitations.expiresAt,
      createdAt: invitations.createdAt,
    })
    .from(invitations)
    .where(and(open(ctx), gt(invitations.expiresAt, ctx.clock.now())))
    .orderBy(desc(invitations.createdAt));
  return rows.map((row) => ({ ...row, role: Role.parse(row.role) }));
}

/** Takes an invitation back. Throws not_found. */
export async function revokeInvitation(ctx: Context, input: RevokeInvitationInput): Promise<{ id: string }> {
  requirePermission(ctx, "member.invite");
  const { invitationId } = RevokeInvitationInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(invitations)
      .set({ revokedAt: ctx.clock.now() })
      .where(open(tx, eq(invitations.id, invitationId)))
      .returning({ id: invitations.id, email: invitations.email });
    if (!row) throw new NotFound("open invitation", { within: "organisation" });
    await appendAudit(tx, {
      action: "invitation.revoke",
      subject: { type: "invitation", id: row.id, name: row.email },
      chain: "organisation",
    });
    return { id: row.id };
  });
}

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

type Joined = { id: string; organisationId: string; role: (typeof members.$inferInsert)["role"] };

/** Makes a person the member an open invitation says, and closes it; `tx` is the transaction it was found in. */
export async function join(
  tx: Database,
  { id, organisationId, role }: Joined,
  user: { id: string; name: string },
  clock: Clock,
): Promise<void> {
  await tx.insert(members).values({ organisationId, userId: user.id, role }).onConflictDoNothing();
  await tx.update(invitations).set({ acceptedAt: clock.now() }).where(eq(invitations.id, id));
  const chain = {
    db: tx,
    actor: { kind: "user", ...user },
    organisationId,
    project: organisationId,
    clock,
    requestId: newId(),
  };
  await appendAudit(chain, {
    action: "invitation.accept",
    subject: { type: "user", ...user },
    after: { role },
    chain: "organisation",
  });
}

async function findOpenInvitation(db: Database, token: string, clock: Clock) {
  const [row] = await db
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      organisationId: invitations.organisationId,
      organisationName: organisations.name,
    })
    .from(invitations)
    .innerJoin(organisations, eq(organisations.id, invitations.organisationId))
    .where(
      and(
        eq(invitations.tokenHash, sha256(token)),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, clock.now()),
      ),
    );
  if (!row)
    throw new AppError("not_found", "This invitation is over, used or taken back. Ask for a new one.");
  return row;
}

function open(ctx: Context, ...more: Parameters<typeof and>) {
  return and(
    eq(invitations.organisationId, ctx.organisationId),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    ...more,
  );
}

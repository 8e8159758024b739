import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { announceChange, inTransaction } from "#db";
import { apiKeys, invitations, members, projectRoles, projects, users } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { AppError, NotFound } from "#platform/errors";
import type { Context } from "./context.ts";
import { requirePermission } from "./permissions.ts";
import { ChangeRoleInput, ProjectRole, RemoveMemberInput, Role, SetProjectRoleInput } from "./schema.ts";

/** A person in the organisation: their role there, and the project's own where it has one ("none": no access). */
export type Member = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  projectRole: ProjectRole | null;
  hasSecondFactor: boolean;
  createdAt: Date;
};

/** Everyone in the organisation, by name. */
export async function listMembers(ctx: Context): Promise<Member[]> {
  requirePermission(ctx, "member.read");
  const rows = await ctx.db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: members.role,
      projectRole: projectRoles.role,
      totpConfirmedAt: users.totpConfirmedAt,
      createdAt: members.createdAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(
      projectRoles,
      and(eq(projectRoles.projectId, ctx.project), eq(projectRoles.userId, members.userId)),
    )
    .where(eq(members.organisationId, ctx.organisationId))
    .orderBy(asc(users.name));
  return rows.map(({ totpConfirmedAt, ...row }) => ({
    ...row,
    name: row.name ?? row.email,
    role: Role.parse(row.role),
    projectRole: row.projectRole === null ? null : ProjectRole.parse(row.projectRole),
    hasSecondFactor: totpConfirmedAt !== null,
  }));
}

/** Gives a member another role. Throws conflict for the last owner, forbidden when an admin touches owners. */
export async function changeRole(ctx: Context, input: ChangeRoleInput): Promise<Member> {
  requirePermission(ctx, "member.update");
  const { userId, role } = ChangeRoleInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const all = await lockMembers(tx);
    const before = getMember(all, userId);
    refuseOwnersByAdmins(ctx, [before.role, role]);
    if (before.role === "owner" && role !== "owner") keepAnOwner(all, userId);
    await tx.db
      .update(members)
      .set({ role })
      .where(and(eq(members.organisationId, ctx.organisationId), eq(members.userId, userId)));
    await appendAudit(tx, {
      action: "member.update",
      subject: { type: "user", id: userId, name: before.name },
      before: { role: before.role },
      after: { role },
      chain: "organisation",
    });
    return { ...before, role };
  });
}

/**
 * Gives a member another role in this project alone, or back the organisation's. Throws conflict for an owner, who is one
 * everywhere, forbidden for the role of owner.
 */
export async function setProjectRole(ctx: Context, input: SetProjectRoleInput): Promise<Member> {
  requirePermission(ctx, "member.update");
  const { userId, role } = SetProjectRoleInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = getMember(await lockMembers(tx), userId);
    if (before.role === "owner")
      throw new AppError(
        "conflict",
        "An owner is owner in every project. Change the role in the organisation first.",
      );
    if (role === "owner")
      throw new AppError(
        "forbidden",
        "A project has no owner of its own; make the person owner of the organisation.",
      );
    const here = and(eq(projectRoles.projectId, tx.project), eq(projectRoles.userId, userId));
    await tx.db.delete(projectRoles).where(here);
    if (role !== null)
      await tx.db
        .insert(projectRoles)
        .values({ projectId: tx.project, userId, role, createdAt: tx.clock.now() });
    await appendAudit(tx, {
      action: "member.set_project_role",
      subject: { type: "user", id: userId, name: before.name },
      before: { projectId: tx.project, role: before.projectRole },
      after: { projectId: tx.project, role },
      chain: "organisation",
    });
    return { ...before, projectRole: role };
  });
}

/**
 * Takes a member out of the organisation; their work stays. What would still let them in ends with it: the API keys they
 * made, invitations they sent, their roles in projects. Throws conflict for the last owner.
 */
export async function removeMember(ctx: Context, input: RemoveMemberInput): Promise<Member> {
  requirePermission(ctx, "member.remove");
  const { userId } = RemoveMemberInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const all = await lockMembers(tx);
    const before = getMember(all, userId);
    refuseOwnersByAdmins(ctx, [before.role]);
    if (before.role === "owner") keepAnOwner(all, userId);
    await tx.db
      .delete(members)
      .where(and(eq(members.organisationId, ctx.organisationId), eq(members.userId, userId)));
    const ended = await endWhatTheyLeave(tx, userId);
    await appendAudit(tx, {
      action: "member.remove",
      subject: { type: "user", id: userId, name: before.name },
      before: { role: before.role },
      after: ended,
      chain: "organisation",
    });
    return before;
  });
}

async function endWhatTheyLeave(
  tx: Context,
  userId: string,
): Promise<{ apiKeys: number; invitations: number }> {
  const now = tx.clock.now();
  const ours = tx.db
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.organisationId, tx.organisationId));
  const keys = await tx.db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.createdBy, userId), inArray(apiKeys.projectId, ours), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  if (keys.length > 0) await announceChange(tx, "api_keys", "");
  const sent = await tx.db
    .update(invitations)
    .set({ revokedAt: now })
    .where(
      and(
        eq(invitations.invitedBy, userId),
        eq(invitations.organisationId, tx.organisationId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    )
    .returning({ id: invitations.id });
  await tx.db
    .delete(projectRoles)
    .where(and(eq(projectRoles.userId, userId), inArray(projectRoles.projectId, ours)));
  return { apiKeys: keys.length, invitations: sent.length };
}

/** The members, with their rows locked, so that two changes cannot both take away the last but one owner. */
async function lockMembers(tx: Context): Promise<Member[]> {
  await tx.db
    .select({ userId: members.userId })
    .from(members)
    .where(eq(members.organisationId, tx.organisationId))
    .for("update");
  return listMembers(tx);
}

function getMember(all: Member[], userId: string): Member {
  const member = all.find((one) => one.userId === userId);
  if (!member) throw new NotFound("member", { within: "organisation" });
  return member;
}

function keepAnOwner(all: Member[], leaving: string): void {
  if (!all.some((member) => member.role === "owner" && member.userId !== leaving)) {
    throw new AppError("conflict", "This is the last owner. Make somebody else owner first.");
  }
}

/** Throws forbidden when somebody who is no owner of the organisation touches an owner, or makes one. */
export function refuseOwnersByAdmins(ctx: Context, touched: Role[]): void {
  const isOwner =
    ctx.actor.kind === "system" || (ctx.actor.kind === "user" && ctx.actor.organisationRole === "owner");
  if (!isOwner && touched.includes("owner"))
    throw new AppError("forbidden", "Only an owner can make, change or remove owners.");
}

import { and, asc, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { members, users } from "#db/schema";
import { appendAudit } from "#lib/audit";
import { AppError } from "#platform/errors";
import type { Context } from "./context.ts";
import { requirePermission } from "./permissions.ts";
import { ChangeRoleInput, RemoveMemberInput, Role } from "./schema.ts";

/** A person in the organisation with the role they have in all its projects. */
export type Member = { userId: string; name: string; email: string; role: Role; createdAt: Date };

/** Everyone in the organisation, by name. */
export async function listMembers(ctx: Context): Promise<Member[]> {
  requirePermission(ctx, "member.read");
  const rows = await ctx.db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: members.role,
      createdAt: members.createdAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.organisationId, ctx.organisationId))
    .orderBy(asc(users.name));
  return rows.map((row) => ({ ...row, name: row.name ?? row.email, role: Role.parse(row.role) }));
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

/** Takes a member out of the organisation; their work stays. Throws conflict for the last owner. */
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
    await appendAudit(tx, {
      action: "member.remove",
      subject: { type: "user", id: userId, name: before.name },
      before: { role: before.role },
      chain: "organisation",
    });
    return before;
  });
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
  if (!member) throw new AppError("not_found", "There is no such member in this organisation.");
  return member;
}

function keepAnOwner(all: Member[], leaving: string): void {
  if (!all.some((member) => member.role === "owner" && member.userId !== leaving)) {
    throw new AppError("conflict", "This is the last owner. Make somebody else owner first.");
  }
}

function refuseOwnersByAdmins(ctx: Context, touched: Role[]): void {
  const isOwner = ctx.actor.kind === "system" || (ctx.actor.kind === "user" && ctx.actor.role === "owner");
  if (!isOwner && touched.includes("owner"))
    throw new AppError("forbidden", "Only an owner can make, change or remove owners.");
}

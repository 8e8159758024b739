import { eq } from "drizzle-orm";
import { members } from "#db/schema/identity";
import { AppError, NotFound } from "#platform/errors";
import type { Context } from "../context.ts";
import type { Role } from "../schema.ts";
import { type Member, listMembers } from "./list.ts";

/** The members, with their rows locked, so that two changes cannot both take away the last but one owner. */
export async function lockMembers(tx: Context): Promise<Member[]> {
  await tx.db
    .select({ userId: members.userId })
    .from(members)
    .where(eq(members.organisationId, tx.organisationId))
    .for("update");
  return listMembers(tx);
}

export function getMember(all: Member[], userId: string): Member {
  const member = all.find((one) => one.userId === userId);
  if (!member) throw new NotFound("member", { within: "organisation" });
  return member;
}

export function keepAnOwner(all: Member[], leaving: string): void {
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

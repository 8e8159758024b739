import { and, desc, gt } from "drizzle-orm";
import { invitations } from "#db/schema/identity";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { Role } from "../schema.ts";
import type { Invitation } from "./invite.ts";
import { open } from "./internal.ts";

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

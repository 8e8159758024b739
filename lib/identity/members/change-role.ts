import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { members } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { endWiderKeys } from "../api-keys/end-wider.ts";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { ChangeRoleInput } from "../schema.ts";
import type { Member } from "./list.ts";
import { lockMembers, getMember, keepAnOwner, refuseOwnersByAdmins } from "./internal.ts";

/** Gives a member another role, and revokes the API keys they made that may do more than it. Throws conflict for the last owner, forbidden when an admin touches owners. */
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
    const apiKeys = await endWiderKeys(tx, userId);
    await appendAudit(tx, {
      action: "member.update",
      subject: { type: "user", id: userId, name: before.name },
      before: { role: before.role },
      after: { role, ...(apiKeys > 0 && { revokedApiKeys: apiKeys }) },
      chain: "organisation",
    });
    return { ...before, role };
  });
}

import { and, eq, inArray, isNull } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { apiKeys, invitations, members, projectRoles, projects } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { RemoveMemberInput } from "../schema.ts";
import type { Member } from "./list.ts";
import { lockMembers, getMember, keepAnOwner, refuseOwnersByAdmins } from "./internal.ts";

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

/** Ends what still lets somebody in who is no member any more: their keys, the invitations they sent, their roles in projects. */
export async function endWhatTheyLeave(
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
  if (keys.length > 0) await publishInvalidation(tx, "api_keys", "");
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

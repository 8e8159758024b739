import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { projectRoles } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { AppError } from "#platform/errors";
import { endWiderKeys } from "../api-keys/end-wider.ts";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { SetProjectRoleInput } from "../schema.ts";
import type { Member } from "./list.ts";
import { lockMembers, getMember } from "./internal.ts";

/**
 * Gives a member another role in this project only, or back the organisation's, and revokes the API keys they made that
 * may do more than it. Throws conflict for an owner, who is one
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
    const apiKeys = await endWiderKeys(tx, userId);
    await appendAudit(tx, {
      action: "member.set_project_role",
      subject: { type: "user", id: userId, name: before.name },
      before: { projectId: tx.project, role: before.projectRole },
      after: { projectId: tx.project, role, ...(apiKeys > 0 && { revokedApiKeys: apiKeys }) },
      chain: "organisation",
    });
    return { ...before, projectRole: role };
  });
}

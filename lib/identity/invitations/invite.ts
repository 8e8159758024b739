import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { invitations, members, users } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { randomToken, sha256 } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { type Context, personOf } from "../context.ts";
import { refuseOwnersByAdmins } from "../members/internal.ts";
import { requirePermission } from "../permissions.ts";
import { InviteMemberInput, type Role } from "../schema.ts";
import { open } from "./internal.ts";

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
  refuseOwnersByAdmins(ctx, [role]);
  return inTransaction(ctx, async (tx) => {
    const [member] = await tx.db
      .select({ id: users.id })
      .from(users)
      .innerJoin(members, and(eq(members.userId, users.id), eq(members.organisationId, ctx.organisationId)))
      .where(eq(users.email, email));
    if (member)
      throw new AppError("conflict", `${email} is a member already; change the role in the list.`, {
        details: { field: "email" },
      });
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
      invitedBy: personOf(ctx)?.id ?? null,
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

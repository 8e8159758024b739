import { eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { invitations } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { NotFound } from "#platform/errors";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { RevokeInvitationInput } from "../schema.ts";
import { open } from "./internal.ts";

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

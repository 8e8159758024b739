import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "#db";
import { invitations, members, organisations } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import type { Clock } from "#platform/clock";
import { sha256 } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import type { Context } from "../context.ts";

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

export async function findOpenInvitation(db: Database, token: string, clock: Clock) {
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

export function open(ctx: Context, ...more: Parameters<typeof and>) {
  return and(
    eq(invitations.organisationId, ctx.organisationId),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    ...more,
  );
}

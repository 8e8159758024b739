import { Secret, TOTP } from "otpauth";
import { asc, eq } from "drizzle-orm";
import { auditEvents } from "#db/schema/audit";
import { users } from "#db/schema/identity";
import type { Tenant } from "#testing";
import { contextForUser, hashPassword } from "../index.ts";
import { findSession, startSession } from "../sign-in/sessions.ts";

export const firstPassword = "the first password";

/** A member who signed in through the studio: their context holds the session. */
export async function signedIn(tenant: Tenant, role: Parameters<Tenant["as"]>[0] = "engineer") {
  const { actor } = await tenant.as(role);
  await tenant.open.db
    .update(users)
    .set({ passwordHash: await hashPassword(firstPassword) })
    .where(eq(users.id, actor.id));
  const token = await startSession(tenant.open.db, { userId: actor.id, userAgent: "Firefox" }, tenant.clock);
  const session = await findSession(tenant.open.db, token, tenant.clock);
  const { ctx } = await contextForUser(tenant.open.db, {
    userId: actor.id,
    projectSlug: tenant.projectSlug,
    sessionId: session?.sessionId ?? "",
  });
  const [user] = await tenant.open.db.select().from(users).where(eq(users.id, actor.id));
  return { ctx: { ...ctx, clock: tenant.clock }, token, userId: actor.id, email: user?.email ?? "" };
}

/** What an authenticator app would show for this secret at this moment. */
export function codeAt(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
}

/** Actions on a person in the organisation's chain, in order. */
export async function actsOn(tenant: Tenant, userId: string): Promise<string[]> {
  const rows = await tenant.open.db
    .select({ action: auditEvents.action, chainId: auditEvents.chainId })
    .from(auditEvents)
    .where(eq(auditEvents.subjectId, userId))
    .orderBy(asc(auditEvents.seq));
  return rows.filter(({ chainId }) => chainId === tenant.organisationId).map(({ action }) => action);
}

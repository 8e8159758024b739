import { and, asc, eq, inArray } from "drizzle-orm";
import {
  accounts,
  apiKeys,
  invitations,
  members,
  projectRoles,
  projects,
  sessions,
  users,
} from "#db/schema/identity";
import { NotFound } from "#platform/errors";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { PersonIdInput } from "../schema.ts";

/** What is held of a member's account in this organisation, without what opens it. Throws not_found, forbidden. */
export async function exportAccount(ctx: Context, input: PersonIdInput): Promise<Record<string, unknown>> {
  requirePermission(ctx, "person.export");
  const { userId } = PersonIdInput.parse(input);
  const { db, organisationId } = ctx;
  const [account] = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      image: users.image,
      createdAt: users.createdAt,
      secondFactorSince: users.totpConfirmedAt,
      role: members.role,
      memberSince: members.createdAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organisationId, organisationId), eq(members.userId, userId)));
  if (!account) throw new NotFound("member", { within: "organisation" });
  const ours = db
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.organisationId, organisationId));
  return {
    ...account,
    signInsBy: await db
      .select({ provider: accounts.provider, accountId: accounts.providerAccountId })
      .from(accounts)
      .where(eq(accounts.userId, userId)),
    sessions: await db
      .select({
        startedAt: sessions.startedAt,
        lastSeenAt: sessions.lastSeenAt,
        expires: sessions.expires,
        browser: sessions.userAgent,
      })
      .from(sessions)
      .where(eq(sessions.userId, userId))
      .orderBy(asc(sessions.startedAt)),
    projectRoles: await db
      .select({ projectId: projectRoles.projectId, role: projectRoles.role, since: projectRoles.createdAt })
      .from(projectRoles)
      .where(and(eq(projectRoles.userId, userId), inArray(projectRoles.projectId, ours))),
    apiKeysMade: await db
      .select({ projectId: apiKeys.projectId, name: apiKeys.name, createdAt: apiKeys.createdAt })
      .from(apiKeys)
      .where(and(eq(apiKeys.createdBy, userId), inArray(apiKeys.projectId, ours)))
      .orderBy(asc(apiKeys.createdAt)),
    invitationsReceived: await db
      .select({
        role: invitations.role,
        createdAt: invitations.createdAt,
        acceptedAt: invitations.acceptedAt,
      })
      .from(invitations)
      .where(and(eq(invitations.email, account.email), eq(invitations.organisationId, organisationId))),
  };
}

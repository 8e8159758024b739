import { and, eq, inArray, isNull } from "drizzle-orm";
import { publishInvalidation } from "#db";
import { apiKeys, members, projectRoles, projects } from "#db/schema/identity";
import { organisationPermissions, type Permission, scopeTable } from "../constants.ts";
import type { Context } from "../context.ts";
import { roleMay } from "../permissions.ts";
import { ApiScope, ProjectRole, Role } from "../schema.ts";

/**
 * Revokes the keys a member made that may do more than they themselves may now in the key's project: a key outlives no
 * right of its maker, and those that stay read what their maker may read now. Returns how many were revoked. Call it in the transaction that changed a role.
 */
export async function endWiderKeys(tx: Context, userId: string): Promise<number> {
  const keys = await tx.db
    .select({
      id: apiKeys.id,
      scopes: apiKeys.scopes,
      organisationRole: members.role,
      projectRole: projectRoles.role,
    })
    .from(apiKeys)
    .innerJoin(projects, eq(projects.id, apiKeys.projectId))
    .innerJoin(
      members,
      and(eq(members.organisationId, projects.organisationId), eq(members.userId, apiKeys.createdBy)),
    )
    .leftJoin(
      projectRoles,
      and(eq(projectRoles.projectId, apiKeys.projectId), eq(projectRoles.userId, apiKeys.createdBy)),
    )
    .where(
      and(
        eq(projects.organisationId, tx.organisationId),
        eq(apiKeys.createdBy, userId),
        isNull(apiKeys.revokedAt),
      ),
    );
  if (keys.length === 0) return 0;
  // Those that stay are remembered with what their maker could read before.
  await publishInvalidation(tx, "api_keys", "");
  const wider = keys.filter(({ scopes, organisationRole, projectRole }) =>
    isWider(ApiScope.array().parse(scopes), {
      inOrganisation: Role.parse(organisationRole),
      inProject: ProjectRole.parse(projectRole ?? organisationRole),
    }),
  );
  if (wider.length === 0) return 0;
  await tx.db
    .update(apiKeys)
    .set({ revokedAt: tx.clock.now() })
    .where(
      inArray(
        apiKeys.id,
        wider.map(({ id }) => id),
      ),
    );
  return wider.length;
}

type Roles = { inOrganisation: Role; inProject: ProjectRole };

function isWider(scopes: readonly ApiScope[], { inOrganisation, inProject }: Roles): boolean {
  if (inProject === "none") return true;
  const permissions = scopes.flatMap((scope) => scopeTable[scope] as readonly Permission[]);
  return permissions.some(
    (permission) =>
      !roleMay(organisationPermissions.includes(permission) ? inOrganisation : inProject, permission),
  );
}

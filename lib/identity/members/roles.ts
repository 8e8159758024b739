import { eq } from "drizzle-orm";
import type { Database } from "#db";
import { members, projectRoles, projects, users } from "#db/schema/identity";

/** Who is what in an organisation, and in single projects of it. Asks no permission: for verification, which tells no names to others. */
export async function rolesInOrganisation(db: Database, organisationId: string) {
  const inOrganisation = await db
    .select({ userId: members.userId, name: users.name, role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.organisationId, organisationId));
  const inProjects = await db
    .select({
      userId: projectRoles.userId,
      projectId: projectRoles.projectId,
      name: users.name,
      role: projectRoles.role,
    })
    .from(projectRoles)
    .innerJoin(projects, eq(projects.id, projectRoles.projectId))
    .innerJoin(users, eq(users.id, projectRoles.userId))
    .where(eq(projects.organisationId, organisationId));
  return { members: inOrganisation, projectRoles: inProjects };
}

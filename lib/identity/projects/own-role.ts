import { and, eq } from "drizzle-orm";
import { members, projectRoles, projects } from "#db/schema/identity";

export const ownProjectRole = and(
  eq(projectRoles.projectId, projects.id),
  eq(projectRoles.userId, members.userId),
);

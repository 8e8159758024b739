import { and, asc, eq, isNull, ne, or } from "drizzle-orm";
import type { Database } from "#db";
import { members, projectRoles, projects } from "#db/schema/identity";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { ownProjectRole } from "./own-role.ts";

/** A project as its members see it; `slug` is the first part of its addresses. */
export type Project = { id: string; slug: string; name: string; isDemo: boolean };

/** The projects a person can open, by name. */
export async function listProjectsOfUser(db: Database, userId: string): Promise<Project[]> {
  return db
    .select({ id: projects.id, slug: projects.slug, name: projects.name, isDemo: projects.isDemo })
    .from(projects)
    .innerJoin(members, and(eq(members.organisationId, projects.organisationId), eq(members.userId, userId)))
    .leftJoin(projectRoles, ownProjectRole)
    .where(or(isNull(projectRoles.role), ne(projectRoles.role, "none")))
    .orderBy(asc(projects.name));
}

/** The projects of the context's organisation, by name. Throws forbidden. */
export async function listProjectsOfOrganisation(ctx: Context): Promise<Project[]> {
  requirePermission(ctx, "person.export");
  return ctx.db
    .select({ id: projects.id, slug: projects.slug, name: projects.name, isDemo: projects.isDemo })
    .from(projects)
    .where(eq(projects.organisationId, ctx.organisationId))
    .orderBy(asc(projects.name));
}

/** The ids of all projects, oldest first. For the process's own work, which then acts in each as the system. */
export async function listProjectIds(db: Database): Promise<string[]> {
  const rows = await db.select({ id: projects.id }).from(projects).orderBy(asc(projects.id));
  return rows.map(({ id }) => id);
}

import { and, eq } from "drizzle-orm";
import type { Database } from "#db";
import { members, projectRoles, projects, users } from "#db/schema/identity";
import { NotFound } from "#platform/errors";
import { type Actor, type Context, makeContext } from "../context.ts";
import { ProjectRole, Role } from "../schema.ts";
import { ownProjectRole } from "./own-role.ts";
import type { Project } from "./list.ts";

/** The studio itself acting in a project (jobs, seed). Throws not_found for an unknown project. */
export async function systemContext(db: Database, projectId: string, name = "Valueloop"): Promise<Context> {
  const [project] = await db.select().from(projects).where(eq(projects.id, projectId));
  if (!project) throw new NotFound("project", { within: null });
  return makeContext({
    db,
    actor: { kind: "system", id: null, name },
    organisationId: project.organisationId,
    projectId,
  });
}

/** The same project and transaction, but the studio itself acts: for what it does or looks up on nobody's behalf. */
export function asStudio(ctx: Context): Context {
  return { ...ctx, actor: { kind: "system", id: null, name: "Valueloop" } };
}

/** The project's own role where it says one, else the organisation's; null for somebody who is shut out. */
function roleInProject(row: { organisationRole: string; projectRole: string | null }): Role | null {
  const role = ProjectRole.parse(row.projectRole ?? row.organisationRole);
  return role === "none" ? null : role;
}

/** A person acting in the project with this slug. Throws not_found both for unknown projects and for those of other organisations. */
export async function contextForUser(
  db: Database,
  input: { userId: string; projectSlug: string; sessionId?: string; requestId?: string },
): Promise<{ ctx: Context; project: Project }> {
  const [row] = await db
    .select({
      project: projects,
      organisationRole: members.role,
      projectRole: projectRoles.role,
      name: users.name,
      email: users.email,
    })
    .from(projects)
    .innerJoin(
      members,
      and(eq(members.organisationId, projects.organisationId), eq(members.userId, input.userId)),
    )
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(projectRoles, ownProjectRole)
    .where(eq(projects.slug, input.projectSlug));
  const role = row && roleInProject(row);
  if (!row || !role) throw new NotFound("project", { within: null, next: "Or you have no access to it." });
  const actor: Actor = {
    kind: "user",
    id: input.userId,
    name: row.name ?? row.email,
    email: row.email,
    role,
    organisationRole: Role.parse(row.organisationRole),
    ...(input.sessionId ? { sessionId: input.sessionId } : {}),
  };
  const { id, slug, name, isDemo, organisationId } = row.project;
  const ctx = makeContext({
    db,
    actor,
    organisationId,
    projectId: id,
    ...(input.requestId ? { requestId: input.requestId } : {}),
  });
  return { ctx, project: { id, slug, name, isDemo } };
}

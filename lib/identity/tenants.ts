import { and, asc, eq, isNull, ne, or } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { members, organisations, projectRoles, projects, users } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { systemClock } from "#platform/clock";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import { type Actor, type Context, makeContext } from "./context.ts";
import { requirePermission } from "./permissions.ts";
import { CreateProjectInput, ProjectRole, Role } from "./schema.ts";

/** A project as its members see it; `slug` is the first part of its addresses. */
export type Project = { id: string; slug: string; name: string; isDemo: boolean };

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

const ownProjectRole = and(eq(projectRoles.projectId, projects.id), eq(projectRoles.userId, members.userId));

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

/** Makes an organisation with its owner. Not a verb of a project: called at first start, by sign-up and by the seed. */
export async function createOrganisation(
  db: Database,
  input: { name: string; slug: string; ownerId: string },
): Promise<{ id: string }> {
  const id = newId();
  const createdAt = systemClock.now();
  await inTransaction({ db }, async ({ db: tx }) => {
    await tx.insert(organisations).values({ id, name: input.name, slug: input.slug, createdAt });
    await tx.insert(members).values({ organisationId: id, userId: input.ownerId, role: "owner", createdAt });
  });
  return { id };
}

/** Makes the first project of an organisation, for which there is no context yet. Throws conflict when the address is taken. */
export async function createFirstProject(
  db: Database,
  input: { organisationId: string; name: string; slug: string; isDemo?: boolean },
): Promise<Project> {
  const [project] = await db
    .insert(projects)
    .values({
      organisationId: input.organisationId,
      name: input.name,
      slug: input.slug,
      isDemo: input.isDemo ?? false,
      createdAt: systemClock.now(),
    })
    // Two people may take one address in the same moment; the second is told.
    .onConflictDoNothing({ target: projects.slug })
    .returning();
  if (!project) throw new AppError("conflict", `The address "${input.slug}" is taken; choose another.`);
  return { id: project.id, slug: project.slug, name: project.name, isDemo: project.isDemo };
}

/** Makes a further project in the actor's organisation. Throws conflict when the address is taken. */
export async function createProject(ctx: Context, input: CreateProjectInput): Promise<Project> {
  requirePermission(ctx, "project.create");
  const { name, slug } = CreateProjectInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const project = await createFirstProject(tx.db, { organisationId: ctx.organisationId, name, slug });
    await appendAudit(tx, {
      action: "project.create",
      subject: { type: "project", id: project.id, name },
      after: { slug, name },
      chain: "organisation",
    });
    return project;
  });
}

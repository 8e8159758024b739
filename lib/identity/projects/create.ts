import { type Database, inTransaction } from "#db";
import { projects } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { systemClock } from "#platform/clock";
import { AppError } from "#platform/errors";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { CreateProjectInput } from "../schema.ts";
import type { Project } from "./list.ts";

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
  if (!project)
    throw new AppError("conflict", `The address "${input.slug}" is taken; choose another.`, {
      details: { field: "slug" },
    });
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

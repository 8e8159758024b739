import type { Database } from "#db";
import { organisations, projects } from "#db/schema/identity";

/** What every project and organisation of an installation is called, by id: for whoever holds its database. Asks no permission. */
export async function namesInInstallation(db: Database): Promise<Map<string, string>> {
  const ofProjects = await db.select({ id: projects.id, name: projects.name }).from(projects);
  const ofOrganisations = await db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations);
  return new Map([
    ...ofProjects.map(({ id, name }) => [id, `project ${name}`] as const),
    ...ofOrganisations.map(({ id, name }) => [id, `organisation ${name}`] as const),
  ]);
}

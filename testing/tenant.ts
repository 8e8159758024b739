import type { OpenDatabase } from "#db";
import { members, organisations, projects, users } from "#db/schema/identity";
import { type Clock, manualClock } from "#platform/clock";
import { newId } from "#platform/ids";
import { type Context, makeContext } from "../lib/identity/context.ts";
import type { ApiScope, Role } from "../lib/identity/schema.ts";
import { testDatabase } from "./database.ts";

export type Tenant = {
  open: OpenDatabase;
  organisationId: string;
  projectId: string;
  projectSlug: string;
  clock: ReturnType<typeof manualClock>;
  /** An engineer's context; the usual actor of a test. */
  ctx: Context;
  /** The context of a further, new person with this role. */
  as(role: Role, name?: string): Promise<Context & { actor: { kind: "user"; id: string } }>;
  /** The context of a program with these scopes. */
  asApiKey(scopes: ApiScope[]): Context;
};

/**
 * A new organisation with one project in the test file's own database. Two calls make two tenants that
 * must not see each other. The clock stands at 2026-11-23T09:00Z until it is moved.
 */
export async function createTenant(): Promise<Tenant> {
  const open = await testDatabase();
  const organisationId = newId();
  const projectId = newId();
  const projectSlug = `project-${projectId}`;
  const clock = manualClock("2026-11-23T09:00:00.000Z");
  await open.db
    .insert(organisations)
    .values({ id: organisationId, slug: `org-${organisationId}`, name: "Organisation" });
  await open.db
    .insert(projects)
    .values({ id: projectId, organisationId, slug: projectSlug, name: "Project" });
  const parts = { db: open.db, organisationId, projectId, clock: clock as Clock };
  const as: Tenant["as"] = async (role, name = `${role} ${newId().slice(-4)}`) => {
    const id = newId();
    const email = `${id}@example.test`;
    await open.db.insert(users).values({ id, name, email });
    await open.db.insert(members).values({ organisationId, userId: id, role });
    const actor = { kind: "user" as const, id, name, email, role, organisationRole: role };
    return { ...makeContext({ ...parts, actor }), actor };
  };
  const asApiKey = (scopes: ApiScope[]) =>
    makeContext({ ...parts, actor: { kind: "api_key", id: newId(), name: "program", scopes } });
  return { open, organisationId, projectId, projectSlug, clock, ctx: await as("engineer"), as, asApiKey };
}

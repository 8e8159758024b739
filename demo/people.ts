import { eq } from "drizzle-orm";
import type { Database } from "#db";
import { members, projects, users } from "#db/schema/identity";
import {
  type Context,
  contextForUser,
  createFirstProject,
  createOrganisation,
  demoPeople,
  hashPassword,
  isDemoSignInAllowed,
} from "#lib/identity";
import { newId } from "#platform/ids";
import { type Calendar, setDemoClock } from "./time.ts";

export type Cast = { engineer: Context; reviewer: Context; lead: Context; owner: Context };

/** Where demo sign-in needs a password (PostgreSQL, or bound beyond loopback), this is it; the studio says so when it starts. */
const demoPassword = "demo-valueloop";

/** When each of them joined the team. */
const joinedDaysAgo = { owner: 48, lead: 47, engineer: 47, reviewer: 45 };

/** Makes the demo organisation, its people and its two projects, and hands out everybody's context in each. */
export async function makeCast(db: Database, calendar: Calendar): Promise<{ support: Cast; library: Cast }> {
  setDemoClock(calendar.at(joinedDaysAgo.owner, 8));
  const joined = (key: keyof typeof joinedDaysAgo) => calendar.at(joinedDaysAgo[key], 8, 12);
  const passwordHash = isDemoSignInAllowed() ? null : await hashPassword(demoPassword);
  const ids = Object.fromEntries(demoPeople.map(({ key }) => [key, newId()])) as Record<
    (typeof demoPeople)[number]["key"],
    string
  >;
  await db.insert(users).values(
    demoPeople.map(({ key, name, email }) => ({
      id: ids[key],
      name,
      email,
      passwordHash,
      createdAt: joined(key),
    })),
  );
  const organisation = await createOrganisation(db, {
    name: "Northwind",
    slug: "northwind",
    ownerId: ids.owner,
  });
  const others = demoPeople.filter(({ key }) => key !== "owner");
  await db.insert(members).values(
    others.map(({ key, role }) => ({
      organisationId: organisation.id,
      userId: ids[key],
      role,
      createdAt: joined(key),
    })),
  );
  const support = await createFirstProject(db, {
    organisationId: organisation.id,
    name: "Customer support",
    slug: "customer-support",
    isDemo: true,
  });
  const library = await createFirstProject(db, {
    organisationId: organisation.id,
    name: "Prompt library",
    slug: "prompt-library",
    isDemo: true,
  });
  const contextsIn = async (projectSlug: string): Promise<Cast> => {
    const of = async (key: keyof typeof ids) =>
      (await contextForUser(db, { userId: ids[key], projectSlug })).ctx;
    return {
      engineer: await of("engineer"),
      reviewer: await of("reviewer"),
      lead: await of("lead"),
      owner: await of("owner"),
    };
  };
  return { support: await contextsIn(support.slug), library: await contextsIn(library.slug) };
}

/** True once the demo's first project is there. */
export async function isDemoSeeded(db: Database): Promise<boolean> {
  const [project] = await db
    .select({ id: projects.id })
    .from(projects)
    .where(eq(projects.slug, "customer-support"));
  return project !== undefined;
}

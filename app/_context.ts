import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { database } from "#db";
import {
  type Context,
  contextForUser,
  listProjectsOfUser,
  may,
  type Project,
  type SignedIn,
} from "#lib/identity";
import { countOpenPromotions } from "#lib/releases";
import { countWaitingTasks } from "#lib/review";
import { paths } from "#platform/paths";
import { auth } from "#session";
import { orNotFound } from "./_not-found.ts";

/** The signed-in person, or null. */
export const findCurrentUser = cache(async (): Promise<(SignedIn & { sessionId: string }) | null> => {
  const session = await auth();
  const { id, name, email } = session?.user ?? {};
  return session && id && email ? { id, name: name ?? email, email, sessionId: session.sessionId } : null;
});

/** The signed-in person; sends others to sign in and back to where they were. */
export const currentUser = cache(async (): Promise<SignedIn & { sessionId: string }> => {
  const user = await findCurrentUser();
  if (!user) redirect(paths.signIn((await headers()).get("x-pathname") ?? undefined));
  return user;
});

type Opened = { ctx: Context; project: Project };

const open = cache(async (projectSlug: string): Promise<Opened> => {
  const user = await currentUser();
  const requestId = (await headers()).get("x-request-id");
  const { db } = await database();
  return contextForUser(db, {
    userId: user.id,
    sessionId: user.sessionId,
    projectSlug,
    ...(requestId ? { requestId } : {}),
  }).catch(orNotFound);
});

/** The context of the person at this page in this project. Shows "not found" for projects they are not a member of. */
export async function currentContext(projectSlug: string): Promise<Context> {
  return (await open(projectSlug)).ctx;
}

export type Shell = {
  projects: Project[];
  project: Project;
  user: { id: string; name: string; email: string; role: string; mayStartRuns: boolean };
  waiting: { queues: number; promotions: number };
};

/** What the frame around every page shows: projects, person, and what waits for them. */
export async function currentShell(projectSlug: string): Promise<Shell> {
  const [user, { ctx, project }] = await Promise.all([currentUser(), open(projectSlug)]);
  const [projects, queues, promotions] = await Promise.all([
    listProjectsOfUser(ctx.db, user.id),
    may(ctx, "task.decide") ? countWaitingTasks(ctx) : 0,
    may(ctx, "promotion.approve") ? countOpenPromotions(ctx) : 0,
  ]);
  const role = ctx.actor.kind === "user" ? ctx.actor.role : "viewer";
  return {
    projects,
    project,
    user: { id: user.id, name: user.name, email: user.email, role, mayStartRuns: may(ctx, "run.create") },
    waiting: { queues, promotions },
  };
}

import { redirect } from "next/navigation";
import { database } from "#db";
import { listProjectsOfUser } from "#lib/identity";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { currentContext, currentUser } from "./_context.ts";

/** The front door: straight to the first project, the demo's own first. */
export default async function HomePage() {
  const user = await currentUser();
  const projects = await listProjectsOfUser((await database()).db, user.id);
  const first = projects.find((project) => project.slug === "customer-support") ?? projects[0];
  if (first) redirect(await firstPage(first.slug));
  return (
    <main className="grid min-h-dvh place-items-center p-5">
      <EmptyState title="You are in no project yet">
        Ask an owner or admin of your organisation to invite {user.email}.
      </EmptyState>
    </main>
  );
}

/** Who comes to decide tasks begins at the queues, everybody else at the overview. */
async function firstPage(project: string): Promise<string> {
  const { actor } = await currentContext(project);
  const isReviewer = actor.kind === "user" && actor.role === "reviewer";
  return isReviewer ? paths.queues(project) : paths.overview(project);
}

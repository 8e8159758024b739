import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { routes } from "#db/schema/routes";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { CreateRouteInput, type Route } from "../schema.ts";
import { getRouteInProject, insertVersion, requireOffered } from "./internal.ts";

/** Makes a route with its first version. Throws forbidden, conflict for a taken name, not_found for a model the project does not offer. */
export async function createRoute(ctx: Context, input: CreateRouteInput): Promise<Route> {
  requirePermission(ctx, "route.create");
  const { name, description, definition } = CreateRouteInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await refuseTakenName(tx, name);
    await requireOffered(tx, definition, null);
    const routeId = newId();
    await tx.db.insert(routes).values({
      id: routeId,
      projectId: tx.project,
      name,
      description,
      currentVersion: 1,
      createdAt: tx.clock.now(),
    });
    await insertVersion(tx, { routeId, number: 1, definition, message: "" });
    await publishInvalidation(tx, "routes", tx.project);
    await appendAudit(tx, {
      action: "route.create",
      subject: { type: "route", id: routeId, name },
      after: { version: 1, definition },
    });
    return getRouteInProject(tx, routeId);
  });
}

async function refuseTakenName(tx: Context, name: string): Promise<void> {
  const [other] = await tx.db
    .select({ archivedAt: routes.archivedAt })
    .from(routes)
    .where(and(eq(routes.projectId, tx.project), eq(routes.name, name)));
  if (!other) return;
  const what = other.archivedAt ? "an archived route" : "a route";
  throw new AppError("conflict", `There is already ${what} called "${name}". Choose another name.`, {
    details: { field: "name" },
  });
}

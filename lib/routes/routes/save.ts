import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { routes } from "#db/schema/routes";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { contentHash } from "#platform/canonical";
import { AppError } from "#platform/errors";
import { type Route, SaveRouteInput } from "../schema.ts";
import { getRouteInProject, insertVersion, lockRoute, requireOffered } from "./internal.ts";

/**
 * Saves a new version, which calls by the route's name are served by from now on. An unchanged definition makes none.
 * Throws forbidden, not_found, conflict when somebody saved meanwhile or the route is archived.
 */
export async function saveRoute(ctx: Context, input: SaveRouteInput): Promise<Route> {
  requirePermission(ctx, "route.update");
  const parsed = SaveRouteInput.parse(input);
  const { routeId, definition, message } = parsed;
  return inTransaction(ctx, async (tx) => {
    await lockRoute(tx, routeId);
    const before = await getRouteInProject(tx, routeId);
    refuseStale(before, parsed.expectedVersion);
    const description = parsed.description ?? before.description;
    const isChanged = contentHash(definition) !== contentHash(before.version.definition);
    if (!isChanged && description === before.description) return before;
    const number = isChanged ? before.version.number + 1 : before.version.number;
    if (isChanged) {
      await requireOffered(tx, definition, before.version.definition);
      await insertVersion(tx, { routeId, number, definition, message });
    }
    await tx.db
      .update(routes)
      .set({ description, currentVersion: number })
      .where(and(eq(routes.projectId, tx.project), eq(routes.id, routeId)));
    await publishInvalidation(tx, "routes", tx.project);
    const after = await getRouteInProject(tx, routeId);
    await appendAudit(tx, {
      action: "route.save",
      subject: { type: "route", id: routeId, name: before.name },
      before: summary(before),
      after: summary(after),
    });
    return after;
  });
}

function refuseStale({ archivedAt, version }: Route, expected: number | undefined): void {
  if (archivedAt) throw new AppError("conflict", "This route is archived. Restore it, then save.");
  if (expected === undefined || expected === version.number) return;
  throw new AppError(
    "conflict",
    `Version ${version.number} was saved meanwhile by ${version.createdByName}. Reload to see it, then decide again.`,
  );
}

function summary({ description, version }: Route) {
  return { description, version: version.number, definition: version.definition };
}

import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { routes } from "#db/schema/routes";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { ArchiveRouteInput, type Route } from "../schema.ts";
import { getRouteInProject, lockRoute } from "./internal.ts";

/** Takes a route out of service, or back into it; calls that name an archived one are refused. Throws forbidden, not_found. */
export async function archiveRoute(ctx: Context, input: ArchiveRouteInput): Promise<Route> {
  requirePermission(ctx, "route.archive");
  const { routeId, isArchived } = ArchiveRouteInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockRoute(tx, routeId);
    const before = await getRouteInProject(tx, routeId);
    if ((before.archivedAt !== null) === isArchived) return before;
    const archivedAt = isArchived ? tx.clock.now() : null;
    await tx.db
      .update(routes)
      .set({ archivedAt })
      .where(and(eq(routes.projectId, tx.project), eq(routes.id, routeId)));
    await publishInvalidation(tx, "routes", tx.project);
    await appendAudit(tx, {
      action: isArchived ? "route.archive" : "route.restore",
      subject: { type: "route", id: routeId, name: before.name },
      before: { isArchived: !isArchived },
      after: { isArchived },
    });
    return { ...before, archivedAt };
  });
}

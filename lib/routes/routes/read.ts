import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { routes, routeVersions } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import { GetRouteInput, ListRoutesInput, type Route, type RouteVersion } from "../schema.ts";
import { getRouteInProject, presentRoute, presentRouteVersion, selectRoutes } from "./internal.ts";

/** One route with its newest version. Throws forbidden, not_found. */
export async function getRoute(ctx: Context, input: GetRouteInput): Promise<Route> {
  requirePermission(ctx, "route.read");
  return getRouteInProject(ctx, GetRouteInput.parse(input).routeId);
}

/** The project's routes by name, archived ones only when asked for. Throws forbidden. */
export async function listRoutes(ctx: Context, input: ListRoutesInput = {}): Promise<Route[]> {
  requirePermission(ctx, "route.read");
  const { includeArchived } = ListRoutesInput.parse(input);
  const rows = await selectRoutes(ctx)
    .where(and(eq(routes.projectId, ctx.project), includeArchived ? undefined : isNull(routes.archivedAt)))
    .orderBy(asc(routes.name));
  return rows.map(presentRoute);
}

/** Every version of a route, newest first, at most 200. Throws forbidden, not_found. */
export async function listRouteVersions(ctx: Context, input: GetRouteInput): Promise<RouteVersion[]> {
  requirePermission(ctx, "route.read");
  const { routeId } = GetRouteInput.parse(input);
  await getRouteInProject(ctx, routeId);
  const rows = await ctx.db
    .select()
    .from(routeVersions)
    .where(and(eq(routeVersions.projectId, ctx.project), eq(routeVersions.routeId, routeId)))
    .orderBy(desc(routeVersions.number))
    .limit(200);
  return rows.map(presentRouteVersion);
}

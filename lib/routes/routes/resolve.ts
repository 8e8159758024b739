import { and, eq } from "drizzle-orm";
import { makeCache } from "#db";
import { routes, routeVersions } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { type ResolvedRoute, RouteDefinition } from "../schema.ts";

const resolved = makeCache<ResolvedRoute>("routes.resolved", { topic: "routes", unsubscribedMs: 2_000 });

/**
 * The route a name means: `support` in its newest version, `support@3` in version 3. Remembered until a route of the
 * project changes. Throws forbidden, not_found also for an archived one.
 */
export async function resolveRoute(ctx: Context, reference: string): Promise<ResolvedRoute> {
  requirePermission(ctx, "generation.create");
  return resolved.get(ctx, ctx.project, reference, () => read(ctx, reference));
}

async function read(ctx: Context, reference: string): Promise<ResolvedRoute> {
  const [name = "", number] = reference.split("@");
  const wanted = number === undefined ? null : Number(number);
  if (wanted !== null && !(Number.isInteger(wanted) && wanted > 0))
    throw new AppError(
      "invalid_input",
      `"${reference}" names no version. Write a number behind the @, or leave it out.`,
    );
  const [row] = await ctx.db
    .select({ route: routes, version: routeVersions })
    .from(routes)
    .innerJoin(
      routeVersions,
      and(
        eq(routeVersions.projectId, routes.projectId),
        eq(routeVersions.routeId, routes.id),
        eq(routeVersions.number, wanted ?? routes.currentVersion),
      ),
    )
    .where(and(eq(routes.projectId, ctx.project), eq(routes.name, name)));
  if (!row) throw new NotFound(`route "${reference}"`);
  if (row.route.archivedAt)
    throw new AppError("not_found", `The route "${name}" is archived. Restore it or choose another model.`);
  const definition = RouteDefinition.parse(row.version.definition);
  return { id: row.route.id, name, version: row.version.number, definition };
}

import { and, eq, type SQL } from "drizzle-orm";
import { makeCache } from "#db";
import { routes, routeVersions } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { PinnedRoute, type ResolvedRoute, type AskedRoute, RouteDefinition } from "../schema.ts";

const resolved = makeCache<ResolvedRoute>("routes.resolved", { topic: "routes", unsubscribedMs: 2_000 });

/**
 * The route a name or an id means: `support` in its newest version, `support@3` in version 3. Remembered until a route
 * of the project changes. Throws forbidden, not_found also for an archived one.
 */
export async function resolveRoute(ctx: Context, asked: string | AskedRoute): Promise<ResolvedRoute> {
  requirePermission(ctx, "generation.create");
  const key = typeof asked === "string" ? asked : `${asked.routeId} ${asked.version}`;
  return resolved.get(ctx, ctx.project, key, () =>
    typeof asked === "string" ? readByName(ctx, asked) : readById(ctx, asked),
  );
}

async function readByName(ctx: Context, reference: string): Promise<ResolvedRoute> {
  const [name = "", number] = reference.split("@");
  const wanted = number === undefined ? null : Number(number);
  if (wanted !== null && !(Number.isInteger(wanted) && wanted > 0))
    throw new AppError(
      "invalid_input",
      `"${reference}" names no version. Write a number behind the @, or leave it out.`,
    );
  const row = await find(ctx, eq(routes.name, name), wanted);
  if (!row) throw new NotFound(`route "${reference}"`);
  return row;
}

async function readById(ctx: Context, { routeId, version }: AskedRoute): Promise<ResolvedRoute> {
  const row = await find(
    ctx,
    eq(routes.id, PinnedRoute.shape.routeId.parse(routeId)),
    version === "newest" ? null : version,
  );
  if (!row) throw new NotFound(`route ${routeId} with version ${version}`);
  return row;
}

async function find(ctx: Context, where: SQL, version: number | null): Promise<ResolvedRoute | null> {
  const [row] = await ctx.db
    .select({ route: routes, version: routeVersions })
    .from(routes)
    .innerJoin(
      routeVersions,
      and(
        eq(routeVersions.projectId, routes.projectId),
        eq(routeVersions.routeId, routes.id),
        eq(routeVersions.number, version ?? routes.currentVersion),
      ),
    )
    .where(and(eq(routes.projectId, ctx.project), where));
  if (!row) return null;
  const { id, name, archivedAt } = row.route;
  if (archivedAt)
    throw new AppError("not_found", `The route "${name}" is archived. Restore it or choose another model.`);
  const definition = RouteDefinition.parse(row.version.definition);
  const { number, semanticOffAt } = row.version;
  return { id, name, version: number, definition, isSemanticOff: semanticOffAt !== null };
}

import { eq } from "drizzle-orm";
import { routes } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import { modelNames } from "#lib/models";
import { isRoute, routeLabel } from "../pinned.ts";
import { getRoute } from "../routes/read.ts";
import type { ModelOrRoute, NamedTarget, PinnedTarget } from "../schema.ts";

/**
 * How what is called is named for people: "gpt-5-mini (OpenAI)", "route support@3". Archived ones keep their name and say
 * so. Throws forbidden.
 */
export async function targetNames(ctx: Context): Promise<(target: ModelOrRoute) => string> {
  requirePermission(ctx, "generation.read");
  const nameOfModel = await modelNames(ctx);
  const rows = await ctx.db
    .select({ id: routes.id, name: routes.name, archivedAt: routes.archivedAt })
    .from(routes)
    .where(eq(routes.projectId, ctx.project));
  const names = new Map(rows.map((row) => [row.id, row]));
  return (target) => {
    if (!isRoute(target)) return nameOfModel(target);
    const route = names.get(target.routeId);
    if (!route) return "a route that this project does not have";
    return `${routeLabel({ name: route.name, version: target.version })}${route.archivedAt ? ", archived" : ""}`;
  };
}

/** A model as it is, a route with its name, archived or not. Throws forbidden, not_found. */
export async function nameTarget(ctx: Context, target: PinnedTarget): Promise<NamedTarget> {
  if (!isRoute(target)) return target;
  const { routeId, version } = target;
  const { name } = await getRoute(ctx, { routeId });
  return { routeId, version, name };
}

import { and, asc, eq, isNull } from "drizzle-orm";
import { routes } from "#db/schema/routes";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { listModels } from "#lib/models";
import { isSameTarget } from "../pinned.ts";
import type { OfferedRoute } from "../schema.ts";
import { presentRoute, selectRoutes } from "./internal.ts";

/** The routes that can be chosen where a model can be, for everybody who sees what models there are; by name. Throws forbidden. */
export async function listOfferedRoutes(ctx: Context): Promise<OfferedRoute[]> {
  requirePermission(ctx, "generation.read");
  const rows = await selectRoutes(ctx)
    .where(and(eq(routes.projectId, ctx.project), isNull(routes.archivedAt)))
    .orderBy(asc(routes.name));
  const offered = rows.length > 0 ? await listModels(asStudio(ctx)) : [];
  return rows.map(presentRoute).map(({ id: routeId, name, version: { number: version, definition } }) => ({
    routeId,
    name,
    version,
    models: definition.targets.map(({ model }) => model),
    isSimulated: definition.targets.some(
      (target) => offered.find((choice) => isSameTarget(choice, target))?.isSimulated === true,
    ),
  }));
}

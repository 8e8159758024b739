import { asStudio, type Context } from "#lib/identity";
import { listModels } from "#lib/models";
import { isRoute, isSameTarget, resolveRoute } from "#lib/routes";
import { AppError } from "#platform/errors";
import type { ModelOrRoute, NamedTarget } from "#schema/routes";

/**
 * What a promotion puts in the place of the version's own, as it is kept: a route in the version that is the newest now.
 * Throws not_found for a route that is archived or not of this project.
 */
export async function settleModel(ctx: Context, asked: ModelOrRoute | null): Promise<NamedTarget | null> {
  if (!asked) return null;
  if (!isRoute(asked)) return { connectionId: asked.connectionId, model: asked.model };
  const { id: routeId, name, version } = await resolveRoute(asStudio(ctx), asked);
  return { routeId, version, name };
}

/** Throws not_found for a model that no connection of this project offers. */
export async function requireOffered(ctx: Context, target: NamedTarget): Promise<void> {
  if (isRoute(target)) return;
  const choices = await listModels(asStudio(ctx));
  if (choices.some((choice) => isSameTarget(choice, target))) return;
  throw new AppError("not_found", `model: no connection of this project offers "${target.model}".`);
}

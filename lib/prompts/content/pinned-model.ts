import { isRoute } from "#client/routes";
import type { PinnedTarget } from "#schema/routes";
import type { PromptContent } from "./schema.ts";

/** What a saved version is served by, as its settings say; null where they say nothing. */
export function pinnedModelOf({ settings }: Pick<PromptContent, "settings">): PinnedTarget | null {
  const { model } = settings;
  if (!model) return null;
  if (!isRoute(model)) return { connectionId: model.connectionId, model: model.model };
  // A save puts the number in its place.
  if (model.version === "newest") throw new Error("a saved version names its route's version");
  return { routeId: model.routeId, version: model.version };
}

import { createChatModel, getModelFacts } from "#lib/models";
import type { Context } from "#lib/identity";
import type { ModelFacts, ModelTarget } from "#schema/models";

/** A model that can be asked, with the facts its cost and carbon rest on. */
export type OpenTarget = { facts: ModelFacts; model: Awaited<ReturnType<typeof createChatModel>> };

/** Opens a target of this project. Throws not_found, unavailable. */
export async function openTarget(ctx: Context, target: ModelTarget): Promise<OpenTarget> {
  const [facts, model] = await Promise.all([getModelFacts(ctx, target), createChatModel(ctx, target)]);
  return { facts, model };
}

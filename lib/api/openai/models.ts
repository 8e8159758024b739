import { chooseTargets } from "#lib/generation";
import type { Context } from "#lib/identity";
import type { ModelChoice, ModelTarget } from "#lib/models";
import { findModel, parseModelReference, parsePromptReference, resolveRoute } from "#lib/routes";
import { isAppError } from "#platform/errors";

/** A model of a connection as OpenAI's clients list it. */
export function modelOf(choice: ModelChoice) {
  const { connectionName, connectionId, model } = choice;
  return entryOf(`${connectionName}/${model}`, connectionName, { connectionId, model });
}

/** Whatever a call's `model` may name: a model, a route, a prompt. Throws not_found, forbidden, invalid_input. */
export async function namedModel(ctx: Context, name: string) {
  const reference = parseModelReference(name);
  if (reference.kind === "model") return modelOf(await findModel(ctx, name));
  if (reference.kind === "route") {
    const { definition } = await resolveRoute(ctx, reference.reference);
    return entryOf(name, "routes", definition.targets[0] ?? null);
  }
  return entryOf(name, "prompts", await releasedWith(ctx, reference.reference));
}

async function releasedWith(ctx: Context, reference: string): Promise<ModelTarget | null> {
  const prompt = { ...parsePromptReference(reference), variables: {} };
  try {
    return (await chooseTargets(ctx, { prompt })).targets[0] ?? null;
  } catch (thrown) {
    // It is there all the same, and a call of it names its model.
    if (isAppError(thrown) && thrown.code === "no_model") return null;
    throw thrown;
  }
}

function entryOf(id: string, ownedBy: string, target: ModelTarget | null) {
  return {
    id,
    object: "model",
    created: 0,
    owned_by: ownedBy,
    valueloop: target ? { connection_id: target.connectionId, model: target.model } : null,
  };
}

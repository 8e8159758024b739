import { makeCache } from "#db";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { listModels } from "#lib/models";
import { getPrompt, getPromptVersion, pinnedModelOf, resolvePrompt } from "#lib/prompts";
import { isRoute, isSameTarget, resolveRoute, routeLabel } from "#lib/routes";
import { AppError, isAppError, nullIfNotFound } from "#platform/errors";
import type { ModelTarget } from "#schema/models";
import type { ResolvedVersion } from "#schema/prompts";
import type { PinnedRoute, ResolvedRoute } from "#schema/routes";
import type { z } from "zod";
import type { GenerateInput, GenerationPrompt } from "./schema.ts";

export type Asked = Pick<z.output<typeof GenerateInput>, "targets" | "prompt" | "route"> & {
  source?: GenerateInput["source"];
};
type PromptInput = z.output<typeof GenerationPrompt>;
type Resolved = Pick<ResolvedVersion, "promptPath" | "number" | "model" | "environment">;

/** The models a call may ask, and the stored route they are those of, where it is one. */
type Chosen = { targets: ModelTarget[]; route: ResolvedRoute | null };

/**
 * What a call asks: the models or the route it names, else what its prompt was released with. Throws no_model where
 * neither says one or the released one is not offered any more, invalid_input where an environment's prompt is asked to
 * run by another model or route than it was released with, not_found.
 */
export async function chooseTargets(ctx: Context, { targets, route, prompt }: Asked): Promise<Chosen> {
  requirePermission(ctx, "generation.create");
  const stored = prompt && prompt.content === undefined ? prompt : null;
  if (targets || route !== undefined) {
    const named = route === undefined ? null : await resolveRoute(ctx, route);
    const chosen = { targets: targets ?? named?.definition.targets.map(modelOf) ?? [], route: named };
    if (stored && stored.versionId === undefined && stored.label !== undefined)
      await refuseOther(ctx, await resolveStored(ctx, stored), chosen);
    return chosen;
  }
  if (!stored) throw new AppError("no_model", "Say which model to call.");
  const version = await resolveStored(ctx, stored);
  const { model } = version;
  if (!model) throw withoutModel(version);
  if (!isRoute(model)) {
    await requireOffered(ctx, version, model);
    return { targets: [modelOf(model)], route: null };
  }
  const served = await resolveServed(ctx, version, model);
  return { targets: served.definition.targets.map(modelOf), route: served };
}

const modelOf = ({ connectionId, model }: ModelTarget): ModelTarget => ({ connectionId, model });

async function resolveStored(ctx: Context, prompt: PromptInput): Promise<Resolved> {
  const { versionId, label, versionNumber: version } = prompt;
  if (versionId) {
    const { promptPath, number, content } = await getPromptVersion(ctx, { versionId });
    const own = pinnedModelOf(content);
    return { promptPath, number, environment: null, model: own ? { ...own, setBy: "version" } : null };
  }
  const path =
    prompt.promptPath ??
    (prompt.promptId ? (await getPrompt(ctx, { promptId: prompt.promptId })).path : undefined);
  if (!path)
    throw new AppError("invalid_input", "Say which prompt: give its path, its id or a version's id.");
  return resolvePrompt(ctx, { path, ...(label ? { label } : {}), ...(version ? { version } : {}) });
}

/** What an environment serves was released with its model or route; another under its name would be no release at all. */
async function refuseOther(
  ctx: Context,
  { promptPath, number, model, environment }: Resolved,
  { targets, route }: Chosen,
): Promise<void> {
  if (environment === null || model === null) return;
  const isReleased = isRoute(model)
    ? route !== null && isSameTarget({ routeId: route.id, version: route.version }, model)
    : targets.every((target) => isSameTarget(target, model));
  if (isReleased) return;
  const [kind, name] = isRoute(model)
    ? ["route", await nameOfRoute(ctx, model)]
    : ["model", `the model "${model.model}"`];
  throw new AppError(
    "invalid_input",
    `${promptPath}@${environment} was released with ${name}. Leave the target out, or try another ${kind} on the version itself: ${promptPath}@${number}.`,
  );
}

async function nameOfRoute(ctx: Context, route: PinnedRoute): Promise<string> {
  const resolved = await nullIfNotFound(resolveRoute(ctx, route));
  return resolved ? `the ${routeLabel(resolved)}` : "a route that is not offered now";
}

function withoutModel({ promptPath, number, environment }: Resolved): AppError {
  const promote = environment ? `, promote it to ${environment} with one` : "";
  return new AppError(
    "no_model",
    `${promptPath} v${number} has no model. Set one in its settings, or a route, and save a version${promote}, or name one in the call as target.`,
    { details: { promptPath, versionNumber: number, environment } },
  );
}

/** The route a version is served by, in the version it was released with. Throws no_model where it is archived. */
async function resolveServed(ctx: Context, version: Resolved, route: PinnedRoute): Promise<ResolvedRoute> {
  return resolveRoute(ctx, route).catch((thrown: unknown) => {
    if (!isAppError(thrown) || thrown.code !== "not_found") throw thrown;
    const { promptPath, number, environment } = version;
    throw new AppError(
      "no_model",
      `${whoServes(version)} by a route that answers nobody now. ${thrown.message} A version or a promotion can set another.`,
      { details: { promptPath, versionNumber: number, environment, route }, cause: thrown },
    );
  });
}

function whoServes({ promptPath, number, environment, model }: Resolved): string {
  return model?.setBy === "environment"
    ? `${environment} serves ${promptPath} v${number}`
    : `${promptPath} v${number} is served`;
}

const offered = makeCache<ReadonlySet<string>>("generation.offered", {
  topic: "connections",
  unsubscribedMs: 2_000,
});

/** True where the project offers a model now: its connection is not archived and it is switched on. */
export async function isOffered(ctx: Context, { connectionId, model }: ModelTarget): Promise<boolean> {
  const names = await offered.get(ctx, ctx.project, "all", async () => {
    const choices = await listModels(asStudio(ctx));
    return new Set(choices.map((choice) => `${choice.connectionId} ${choice.model}`));
  });
  return names.has(`${connectionId} ${model}`);
}

async function requireOffered(ctx: Context, version: Resolved, served: ModelTarget): Promise<void> {
  if (await isOffered(ctx, served)) return;
  const { promptPath, number, environment } = version;
  throw new AppError(
    "no_model",
    `${whoServes(version)} with "${served.model}", which this project does not offer now. Bring its connection back, or set another model by a version or a promotion.`,
    { details: { promptPath, versionNumber: number, environment, model: served.model } },
  );
}

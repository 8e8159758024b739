import { makeCache } from "#db";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { createChatModel, getModelCard, listModels } from "#lib/models";
import { getPrompt, getPromptVersion, resolvePrompt } from "#lib/prompts";
import { everyFailure, healthOf, resolveRoute, takeTurn } from "#lib/routes";
import { AppError } from "#platform/errors";
import type { ModelTarget } from "#schema/models";
import type { ResolvedVersion, ServedModel } from "#schema/prompts";
import type { z } from "zod";
import type { OpenRoute, OpenTarget } from "./call.ts";
import { retryRules } from "./retry.ts";
import type { GenerateInput, GenerationPrompt } from "./schema.ts";

/** Opens a target of this project. Throws not_found, unavailable. */
export async function openTarget(ctx: Context, target: ModelTarget): Promise<OpenTarget> {
  const [card, model] = await Promise.all([getModelCard(ctx, target), createChatModel(ctx, target)]);
  return { card, model };
}

/** Opens what a call asks: a stored route, or the targets it names, in order. Throws as `chooseTargets` and `openTarget`. */
export async function openRoute(ctx: Context, input: Asked): Promise<OpenRoute> {
  if (input.route !== undefined) return openStoredRoute(ctx, input, input.route);
  const chosen = await chooseTargets(ctx, input);
  const opened = await Promise.all(chosen.map((target) => openTarget(ctx, target)));
  const beside = { weight: 1, concurrency: null, health: null };
  return {
    origin: null,
    targets: opened.map((target, order) => ({ ...target, ...beside, order })),
    choice: { by: "weight" },
    breaker: null,
    queueMs: 0,
    // A program's client tries again by itself: tries of ours would multiply with its own.
    retry: input.source === "api" ? { ...retryRules, attempts: 1 } : retryRules,
    fallbackOn: everyFailure,
    timeoutMs: null,
    firstTokenTimeoutMs: null,
    maxTokens: null,
    policyIds: [],
    cacheTtlSeconds: null,
  };
}

/** Also throws rate_limited where the route has had its calls of this minute. */
async function openStoredRoute(ctx: Context, input: Asked, reference: string): Promise<OpenRoute> {
  const resolved = await resolveRoute(ctx, reference);
  const { id, name, version, definition } = resolved;
  // A prompt of an environment is served by the model it was released with, and a route may not go round that.
  await chooseTargets(ctx, { prompt: input.prompt, targets: definition.targets });
  takeTurn(ctx, resolved);
  const opened = await Promise.all(
    definition.targets.map(async ({ order, weight, name, concurrency = null, ...target }) => {
      const health = healthOf(id, target);
      return { ...(await openTarget(ctx, target)), order, weight, name, concurrency, health };
    }),
  );
  return {
    origin: { id, name, version },
    targets: opened,
    choice: definition.choice,
    breaker: definition.breaker ?? null,
    queueMs: definition.limits.queueMs,
    retry: definition.retries,
    fallbackOn: definition.fallbackOn,
    timeoutMs: definition.timeoutMs ?? null,
    firstTokenTimeoutMs: definition.firstTokenTimeoutMs ?? null,
    maxTokens: definition.limits.maxTokens ?? null,
    policyIds: definition.policyIds,
    cacheTtlSeconds: definition.cache?.ttlSeconds ?? null,
  };
}

type Asked = Pick<z.output<typeof GenerateInput>, "targets" | "prompt" | "route"> & {
  source?: GenerateInput["source"];
};
type PromptInput = z.output<typeof GenerationPrompt>;
type Resolved = Pick<ResolvedVersion, "promptPath" | "number" | "model" | "environment">;

/**
 * The models a call asks: those it names, else the one its prompt was released with. Throws no_model where neither
 * says one or the released one is not offered any more, invalid_input where an environment's prompt is asked to run
 * on another model than it was released with, not_found.
 */
export async function chooseTargets(
  ctx: Context,
  { targets, prompt }: Omit<Asked, "route">,
): Promise<ModelTarget[]> {
  requirePermission(ctx, "generation.create");
  const stored = prompt && prompt.content === undefined ? prompt : null;
  if (targets) {
    if (stored && stored.versionId === undefined && stored.label !== undefined)
      refuseOtherModel(await resolveStored(ctx, stored), targets);
    return targets;
  }
  if (!stored) throw new AppError("no_model", "Say which model to call.");
  const version = await resolveStored(ctx, stored);
  if (!version.model) throw withoutModel(version);
  await requireOffered(ctx, version, version.model);
  return [{ connectionId: version.model.connectionId, model: version.model.model }];
}

async function resolveStored(ctx: Context, prompt: PromptInput): Promise<Resolved> {
  const { versionId, label, versionNumber: version } = prompt;
  if (versionId) {
    const { promptPath, number, content } = await getPromptVersion(ctx, { versionId });
    const own = content.settings.model;
    return { promptPath, number, environment: null, model: own ? { ...own, setBy: "version" } : null };
  }
  const path =
    prompt.promptPath ??
    (prompt.promptId ? (await getPrompt(ctx, { promptId: prompt.promptId })).path : undefined);
  if (!path)
    throw new AppError("invalid_input", "Say which prompt: give its path, its id or a version's id.");
  return resolvePrompt(ctx, { path, ...(label ? { label } : {}), ...(version ? { version } : {}) });
}

/** What an environment serves was released with its model; another one under its name would be no release at all. */
function refuseOtherModel(
  { promptPath, number, model, environment }: Resolved,
  targets: ModelTarget[],
): void {
  if (environment === null || model === null) return;
  if (targets.every((target) => isSame(target, model))) return;
  throw new AppError(
    "invalid_input",
    `${promptPath}@${environment} was released with the model "${model.model}". Leave the target out, or try another model on the version itself: ${promptPath}@${number}.`,
  );
}

const isSame = (one: ModelTarget, other: ModelTarget) =>
  one.connectionId === other.connectionId && one.model === other.model;

function withoutModel({ promptPath, number, environment }: Resolved): AppError {
  const promote = environment ? `, promote it to ${environment} with one` : "";
  return new AppError(
    "no_model",
    `${promptPath} v${number} has no model. Set one in its settings and save a version${promote}, or name one in the call as target.`,
    { details: { promptPath, versionNumber: number, environment } },
  );
}

const offered = makeCache<ReadonlySet<string>>("generation.offered", {
  topic: "connections",
  unsubscribedMs: 2_000,
});

async function requireOffered(ctx: Context, version: Resolved, served: ServedModel): Promise<void> {
  const names = await offered.get(ctx, ctx.project, "all", async () => {
    const choices = await listModels(asStudio(ctx));
    return new Set(choices.map(({ connectionId, model }) => `${connectionId} ${model}`));
  });
  if (names.has(`${served.connectionId} ${served.model}`)) return;
  const { promptPath, number, environment } = version;
  const where =
    served.setBy === "environment"
      ? `${environment} serves ${promptPath} v${number}`
      : `${promptPath} v${number} is served`;
  throw new AppError(
    "no_model",
    `${where} with "${served.model}", which this project does not offer now. Bring its connection back, or set another model by a version or a promotion.`,
    { details: { promptPath, versionNumber: number, environment, model: served.model } },
  );
}

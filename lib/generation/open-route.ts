import type { Context } from "#lib/identity";
import { ChatModel, createChatModel, getModelCard } from "#lib/models";
import { everyFailure, healthOf, routeLabel, takeTurn } from "#lib/routes";
import { AppError, isAppError } from "#platform/errors";
import type { ModelCard, ModelTarget } from "#schema/models";
import type { ResolvedRoute, RouteDefinition } from "#schema/routes";
import type { OpenRoute, OpenTarget } from "./call.ts";
import { retryRules } from "./retry.ts";
import { type Asked, chooseTargets, isOffered } from "./target.ts";

/** Opens a target of this project. Throws not_found, unavailable. */
export async function openTarget(ctx: Context, target: ModelTarget): Promise<OpenTarget> {
  // Both look into one cache, which has them as a rule.
  const card = await getModelCard(ctx, target);
  return { card, model: await createChatModel(ctx, target) };
}

/** Opens what a call asks: a stored route, or the targets it names, in order. Throws as `chooseTargets` and `openTarget`. */
export async function openRoute(ctx: Context, input: Asked): Promise<OpenRoute> {
  const { route, targets: chosen } = await chooseTargets(ctx, input);
  if (route) return openStoredRoute(ctx, route, input.source);
  const opened = await Promise.all(chosen.map((target) => openTarget(ctx, target)));
  const beside = { weight: 1, concurrency: null, health: null };
  return {
    origin: null,
    targets: opened.map((target, order) => ({ ...target, ...beside, order })),
    choice: { by: "weight" },
    sla: null,
    breaker: null,
    queueMs: 0,
    // A program's client tries again by itself: tries of ours would multiply with its own.
    retry: input.source === "api" ? { ...retryRules, attempts: 1 } : retryRules,
    fallbackOn: everyFailure,
    timeoutMs: null,
    firstTokenTimeoutMs: null,
    idleTimeoutMs: null,
    maxTokens: null,
    policyIds: [],
    cache: null,
  };
}

/** Also throws rate_limited where the route has had its calls of this minute, no_model where none of its models is left. */
async function openStoredRoute(
  ctx: Context,
  route: ResolvedRoute,
  source: Asked["source"],
): Promise<OpenRoute> {
  const { id, name, version, definition, isSemanticOff } = route;
  // A run's thousand cases would take the turns of those whom the limit is for; how many it asks at once it says itself.
  if (source !== "run") takeTurn(ctx, route);
  const opened = await Promise.all(
    definition.targets.map(async ({ order, weight, name, concurrency = null, ...target }) => {
      const health = healthOf(id, target);
      return { ...(await openOrPassOver(ctx, target)), order, weight, name, concurrency, health };
    }),
  );
  if (opened.every(({ gone }) => gone)) throw withoutTargets(route, opened);
  return {
    origin: { id, name, version },
    targets: opened,
    choice: definition.choice,
    sla: definition.sla ?? null,
    breaker: definition.breaker ?? null,
    queueMs: definition.limits.queueMs,
    retry: definition.retries,
    fallbackOn: definition.fallbackOn,
    timeoutMs: definition.timeoutMs ?? null,
    firstTokenTimeoutMs: definition.firstTokenTimeoutMs ?? null,
    idleTimeoutMs: definition.idleTimeoutMs ?? null,
    maxTokens: definition.limits.maxTokens ?? null,
    policyIds: definition.policyIds,
    cache: cacheOf(definition, isSemanticOff),
  };
}

/**
 * A target of a route as `openTarget` opens it; one that is not to be had now says why, so that the route's others answer:
 * its connection is archived or cannot be opened, or its model is switched off.
 */
async function openOrPassOver(
  ctx: Context,
  target: ModelTarget,
): Promise<OpenTarget & { gone?: AppError | undefined }> {
  const card = await getModelCard(ctx, target);
  const passedOver = (gone: AppError) => ({ card, model: unopened(card, gone), gone });
  try {
    const model = await createChatModel(ctx, target);
    return (await isOffered(ctx, target)) ? { card, model } : passedOver(notOffered(card));
  } catch (thrown) {
    if (isAppError(thrown) && (thrown.code === "not_found" || thrown.code === "unavailable"))
      return passedOver(notOffered(card, thrown));
    throw thrown;
  }
}

function notOffered({ connectionName, model }: ModelCard, cause?: AppError): AppError {
  return new AppError(
    "no_model",
    cause?.message ??
      `This project does not offer "${model}" of "${connectionName}" now. Switch it on again, or choose another model.`,
    { cause },
  );
}

/** Stands where a model would, and is never asked. */
function unopened(
  { connectionName: name, model, isSimulated, isLocal }: ModelCard,
  gone: AppError,
): ChatModel {
  const stream = () => {
    throw gone;
  };
  return new ChatModel({ name, model, transport: { stream }, isSimulated, isLocal });
}

function withoutTargets(route: ResolvedRoute, targets: readonly OpenTarget[]): AppError {
  const names = targets.map(({ card }) => `${card.connectionName}/${card.model}`).join(", ");
  return new AppError(
    "no_model",
    `None of the models of the ${routeLabel(route)} is offered now: ${names}. Bring a connection back, or save a version of the route with others.`,
  );
}

function cacheOf({ cache }: RouteDefinition, isSemanticOff: boolean): OpenRoute["cache"] {
  if (!cache || !isSemanticOff) return cache ?? null;
  const { semantic: _, ...exact } = cache;
  return exact;
}

import { type Estimate, type Hold, reserve, settle, spentOf } from "#lib/budgets";
import { redactForStorage } from "#lib/guardrails";
import { costUsd } from "#lib/models";
import { endUserOf } from "#lib/observability";
import { sha256 } from "#platform/crypto";
import { budgetRules } from "#constants/budgets";
import type { Generation } from "#schema/observability";
import type { Begun, Guarded, RoutedTarget } from "./call.ts";
import type { ChatMessage } from "./schema.ts";
import { carbonOf, estimateTokens } from "./progress.ts";
import { Step } from "./step.ts";

/** How long after the last moment of a call its reservation is anybody's to settle. */
const graceMs = 120_000;

/**
 * Holds what a call may use against the project's limits, once policies have judged it and before a cache or a model is
 * asked. Throws what a limit refuses; where the route has a cache only when it has no answer, since one given again costs nothing.
 */
class HoldLimits extends Step<Guarded, Guarded> {
  readonly stepName = "limits";

  protected async act(call: Guarded): Promise<Guarded> {
    const held = await reserve(call.ctx, call.limits, await heldCallOf(call, estimateOf(call)));
    if ("hold" in held) return holding(call, held.hold);
    if (held.isOfRequests || call.route.cache === null) throw held.refusal;
    const asRequest = await reserve(call.ctx, call.limits, await heldCallOf(call, null));
    if (!("hold" in asRequest)) throw asRequest.refusal;
    return Object.assign(holding(call, asRequest.hold), { refusal: held.refusal });
  }
}

export const holdLimits = new HoldLimits();

function holding(call: Guarded, hold: Hold): Guarded {
  call.onLimits?.(hold.states);
  return Object.assign(call, { hold });
}

/** Books what a recorded call used, behind its answer. */
export function settleLimits({ ctx, hold }: Begun, generation: Generation): void {
  if (hold) settle(ctx, hold, spentOf(generation));
}

async function heldCallOf(call: Guarded, estimate: Estimate | null) {
  const { ctx, input, route, generationId, timeoutMs } = call;
  return {
    callId: generationId,
    facts: {
      apiKeyId: ctx.actor.kind === "api_key" ? ctx.actor.id : null,
      endUser: endUserOf(input.metadata),
      routeId: route.origin?.id ?? null,
      metadata: await countableMetadata(call),
    },
    estimate,
    endsBy: new Date(ctx.clock.now().getTime() + timeoutMs + graceMs),
  };
}

/** The fields that limits look at, as they may be stored: a value in which a policy finds something is counted under its hash. */
async function countableMetadata({
  input,
  limits,
  policies,
}: Guarded): Promise<Record<string, unknown> | null> {
  if (!input.metadata) return null;
  const found: Record<string, unknown> = {};
  for (const { per, metadataKey, only } of limits) {
    const value = metadataKey === null ? undefined : input.metadata[metadataKey];
    if (per !== "metadata" || metadataKey === null || value === undefined) continue;
    found[metadataKey] = value;
    if (only !== null || typeof value !== "string") continue;
    const { findings } = await redactForStorage(policies, { value });
    if (findings.length > 0 || value.length > longestValue)
      found[metadataKey] = `#${sha256(value).slice(0, 16)}`;
  }
  return found;
}

const longestValue = 200;

/**
 * The most a call is expected to use: four characters a token of its input, for each picture what the dearest of the large
 * providers takes for one, and as long an answer as it or its route allows,
 * else `budgetRules.outputTokens`, times the choices it asks for, at the dearest of the targets that may answer. Null where a
 * policy has ended the call.
 */
export function estimateOf(call: Guarded): Estimate | null {
  if (call.outcome) return null;
  const { messages, settings, route, startedAt } = call;
  const { tools, responseSchema, maxTokens, extra } = settings;
  const beside = tools || responseSchema ? JSON.stringify([tools, responseSchema]).length : 0;
  const characters = messages.reduce((sum, { content }) => sum + content.length, beside);
  const pictures = messages.reduce((sum, message) => sum + picturesIn(message), 0);
  const inputTokens = estimateTokens(characters) + pictures * budgetRules.pictureTokens;
  const outputTokens = (maxTokens ?? budgetRules.outputTokens) * choicesOf(extra);
  const used = { inputTokens, outputTokens };
  return {
    tokens: inputTokens + outputTokens,
    usd: dearest(route.targets, ({ card }) => (card.isSimulated ? 0 : costUsd(card, used, startedAt))),
    grams: dearest(route.targets, ({ card }) => gramsOf(card, outputTokens)),
  };
}

/** The parts of a message that show a picture, in the forms of chat and of responses. */
function picturesIn({ asSent }: ChatMessage): number {
  const item: unknown = asSent?.["item"];
  const ofItem: unknown =
    typeof item === "object" && item !== null && "content" in item ? item.content : null;
  return [asSent?.["content"], ofItem]
    .flatMap((content): unknown[] => (Array.isArray(content) ? content : []))
    .filter(
      (part) =>
        typeof part === "object" &&
        part !== null &&
        "type" in part &&
        /^(?:image_url|input_image|image)$/u.test(String(part.type)),
    ).length;
}

function gramsOf(card: RoutedTarget["card"], outputTokens: number): number | null {
  if (card.isSimulated) return 0;
  return carbonOf(card, outputTokens, (outputTokens / budgetRules.tokensPerSecond) * 1_000).carbonGrams;
}

/** The highest of what is known; null where something is not, since that one may answer. */
function dearest(
  targets: readonly RoutedTarget[],
  of: (target: RoutedTarget) => number | null,
): number | null {
  const figures = targets.map(of);
  return figures.some((figure) => figure === null) ? null : Math.max(...figures.map((figure) => figure ?? 0));
}

function choicesOf(extra: Record<string, unknown> | undefined): number {
  const asked = [extra?.["n"], extra?.["best_of"]].map((value) => (typeof value === "number" ? value : 1));
  return Math.max(1, ...asked);
}

import { redactForStorage } from "#lib/guardrails";
import { type CachedAnswer, findCachedAnswer, keepCachedAnswer } from "#lib/routes";

import { contentHash } from "#platform/canonical";
import { logger } from "#platform/logger";
import type { ChatUsage } from "#schema/models";
import { type Answered, emptyOutcome, type Guarded, type Outcome } from "./call.ts";
import { type SpanEnd, type SpanStart, Step } from "./step.ts";

/**
 * Gives a call of a program the answer that the same call of the same route had before. "The same" is everything that
 * reaches a model or judges its answer: the route's version and where it asks, the messages after the input's policies, the settings, the
 * tools, the wanted form, and the policies in their versions. Runs and people's tries always ask.
 */
class LookUpAnswer extends Step<Guarded, Guarded> {
  readonly stepName = "cache";

  override startOf(call: Guarded): SpanStart | null {
    return isCacheable(call) ? { name: "cache", kind: "internal", attributes: {} } : null;
  }
  override endOf({ cachedFromId }: Guarded): SpanEnd {
    return {
      status: "ok",
      attributes: {
        "valueloop.cache": cachedFromId ? "hit" : "miss",
        ...(cachedFromId ? { "valueloop.cache.generation": cachedFromId } : {}),
      },
    };
  }

  protected async act(call: Guarded): Promise<Guarded> {
    if (!isCacheable(call)) return call;
    const found = await inTime(find(call)).catch(asMiss);
    return found ? replay(call, found) : call;
  }
}

/** Keeps an answer that came whole, that the cache can hold whole, and in which no policy finds anything: what is stored is what was said. */
class KeepAnswer extends Step<Answered, Answered> {
  readonly stepName = "keep answer";

  protected async act(call: Answered): Promise<Answered> {
    await inTime(keep(call)).catch(asMiss);
    return call;
  }
}

export const lookUpAnswer = new LookUpAnswer();
export const keepAnswer = new KeepAnswer();

async function find(call: Guarded): Promise<CachedAnswer | null> {
  call.cacheKey = keyOf(call);
  return findCachedAnswer(call.ctx, call.cacheKey);
}

async function keep(call: Answered): Promise<void> {
  const { cacheKey, cachedFromId, route, outcome } = call;
  const { finishReason, output, reasoning, refusal, toolCalls } = outcome;
  const { connectionId, model } = outcome.card;
  if (!cacheKey || cachedFromId || !route.origin || !route.cacheTtlSeconds || connectionId === null) return;
  if (outcome.status !== "succeeded" || (finishReason !== "stop" && finishReason !== "tool_calls")) return;
  if (!fitsCache(outcome)) return;
  const texts = { output, reasoning, refusal, toolCalls };
  const { findings } = await redactForStorage(call.policies, { ...texts, input: call.messages });
  if (findings.length > 0) return;
  await keepCachedAnswer(call.ctx, {
    routeId: route.origin.id,
    key: cacheKey,
    ttlSeconds: route.cacheTtlSeconds,
    answer: { ...texts, generationId: call.generationId, target: { connectionId, model }, finishReason },
  });
}

/** What the call asked for and the cache has no place for would be missing from every answer given again. */
function fitsCache({ members, toolCalls }: Outcome): boolean {
  const { choices, choice, message } = members ?? {};
  return !choices && !choice && !message && toolCalls.every(({ extra }) => !extra);
}

/** A cache is there to be quick: a database that hangs is not waited for. */
const mostWaitMs = 1_000;

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("It took too long.")), mostWaitMs);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A cache that cannot be read or written costs a call its speed, never its answer. */
function asMiss(error: unknown): null {
  logger().warn({ err: error }, "the cache of a route did not answer");
  return null;
}

function isCacheable({ route, input, outcome }: Guarded): boolean {
  return (
    route.cacheTtlSeconds !== null && route.origin !== null && input.source === "api" && outcome === null
  );
}

function keyOf({ route, messages, settings, input, policies }: Guarded): string {
  const { toolChoice, responseSchema, responseFormat, extra } = input;
  return contentHash({
    route: route.origin,
    // Another server under the same name may serve another model.
    addresses: route.targets.map(({ model }) => model.address),
    policies: policies.map(({ id, version }) => [id, version]),
    messages,
    settings,
    form: { toolChoice, responseSchema, responseFormat, extra },
  });
}

/** Nothing was sent to a model, so nothing was spent: these are known to be zero. */
const nothingUsed: ChatUsage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  cacheWriteHourTokens: 0,
  audioInputTokens: null,
  outputTokens: 0,
  reasoningTokens: 0,
  audioOutputTokens: null,
  isEstimated: false,
  reportedCostUsd: 0,
};

function replay(call: Guarded, answer: CachedAnswer): Guarded {
  const target = call.route.targets.find(
    ({ card }) => card.connectionId === answer.target.connectionId && card.model === answer.target.model,
  );
  // The model that said it is offered no more: then it is not given again either.
  if (!target) return call;
  const { card } = target;
  const { model, connectionName, isSimulated } = card;
  call.emit?.({ type: "start", generationId: call.generationId, model, connectionName, isSimulated });
  const timeToFirstTokenMs = call.emit ? call.trace.elapsedMs() : null;
  if (answer.reasoning) call.emit?.({ type: "reasoning", text: answer.reasoning });
  if (answer.output) call.emit?.({ type: "delta", text: answer.output });
  const { output, reasoning, refusal, toolCalls, finishReason } = answer;
  return Object.assign(call, {
    cachedFromId: answer.generationId,
    outcome: {
      ...emptyOutcome(card),
      output,
      reasoning,
      refusal,
      toolCalls,
      finishReason,
      usage: nothingUsed,
      computeMs: 0,
      timeToFirstTokenMs,
    },
  });
}

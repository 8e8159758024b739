import { redactForStorage } from "#lib/guardrails";
import { endUserOf } from "#lib/observability";
import { type FoundAnswer, keepCachedAnswer } from "#lib/routes";
import type { RouteCache } from "#schema/routes";
import type { Answered, Outcome } from "../call.ts";
import { Step } from "../step.ts";
import { afterAnswer } from "./after-answer.ts";
import { inTime } from "./in-time.ts";
import { questionOf } from "./key.ts";
import { meaningOf } from "./meaning.ts";
import { checkShadow } from "./shadow.ts";
import type { Flight, Meaning } from "./state.ts";

/**
 * Keeps an answer that came whole, that the cache can hold whole, and in which no policy finds anything: what is stored is
 * what was said. Those who wait for it get it, or are told that none comes. The caller waits for none of this, nor for
 * the check of a near answer.
 */
class KeepAnswer extends Step<Answered, Answered> {
  readonly stepName = "keep answer";

  protected async act(call: Answered): Promise<Answered> {
    const { flight } = call;
    // From here on it is this work's to end.
    delete call.flight;
    if (!afterAnswer(() => keepAndCheck(call, flight))) await flight?.end({ kind: "none" });
    return call;
  }
}

export const keepAnswer = new KeepAnswer();

async function keepAndCheck(call: Answered, flight: Flight | undefined): Promise<void> {
  const found = await inTime(call, keep(call, { isFoundByMeaning: !call.near }));
  if (found) await flight?.end({ kind: "answer", found: { ...found, state: "hit" } });
  else await flight?.end({ kind: call.outcome.status === "cancelled" ? "left" : "none" });
  if (!call.near) return;
  const verdict = await inTime(call, checkShadow(call));
  // One that says what the near one says stays for its own words: two of a meaning would be in each other's way.
  if (found && verdict === "different") await inTime(call, keep(call, { isFoundByMeaning: true }));
}

async function keep(
  call: Answered,
  { isFoundByMeaning }: { isFoundByMeaning: boolean },
): Promise<FoundAnswer | null> {
  const { cacheKey, cachedFromId, route, outcome, ctx, input, origin } = call;
  const { finishReason, output, reasoning, refusal, toolCalls } = outcome;
  const { connectionId, model } = outcome.card;
  if (!cacheKey || cachedFromId || !route.origin || !route.cache || connectionId === null) return null;
  if (outcome.status !== "succeeded" || (finishReason !== "stop" && finishReason !== "tool_calls"))
    return null;
  if (!fitsCache(outcome)) return null;
  const texts = { output, reasoning, refusal, toolCalls };
  const { findings } = await redactForStorage(call.policies, { ...texts, input: call.messages });
  if (findings.length > 0) return null;
  const metadata = await redactForStorage(call.policies, input.metadata ?? null);
  const answer = { ...texts, generationId: call.generationId, target: { connectionId, model }, finishReason };
  const meaning = isFoundByMeaning ? await meaningToKeep(call, route.cache) : null;
  await keepCachedAnswer(ctx, {
    routeId: route.origin.id,
    key: cacheKey,
    ttlSeconds: route.cache.ttlSeconds,
    answer,
    question: meaning?.question ?? questionOf(call),
    promptId: origin.promptId,
    promptVersionId: origin.promptVersionId,
    metadata: metadata.value,
    endUser: endUserOf(input.metadata),
    meaning,
  });
  return { answer, keptAt: ctx.clock.now() };
}

/** An answer that calls tools is for its own call only. */
async function meaningToKeep(call: Answered, { semantic }: RouteCache): Promise<Meaning | null> {
  if (!semantic || call.outcome.toolCalls.length > 0) return null;
  return call.meaning ?? (await meaningOf(call, semantic));
}

/** What the call asked for and the cache has no place for would be missing from every answer given again. */
function fitsCache({ members, toolCalls }: Outcome): boolean {
  const { choices, choice, message } = members ?? {};
  return !choices && !choice && !message && toolCalls.every(({ extra }) => !extra);
}

import type { FoundAnswer } from "#lib/routes";
import type { ChatUsage } from "#schema/models";
import { emptyOutcome, type Guarded } from "../call.ts";

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

/**
 * Settles a call with an answer that was made before, as a stream where the caller wants one. False where the model that
 * said it is offered no more: then it is not given again either.
 */
export function replay(call: Guarded, { answer, keptAt }: FoundAnswer, state: "hit" | "semantic"): boolean {
  const target = call.route.targets.find(
    ({ card }) => card.connectionId === answer.target.connectionId && card.model === answer.target.model,
  );
  if (!target) return false;
  const { card } = target;
  const { model, connectionName, isSimulated } = card;
  const { generationId, emit } = call;
  call.cacheUse = { state, ageSeconds: ageOf(call, keptAt) };
  emit?.({ type: "start", generationId, model, connectionName, isSimulated, cache: call.cacheUse });
  const timeToFirstTokenMs = emit ? call.trace.elapsedMs() : null;
  const { output, reasoning, refusal, toolCalls, finishReason } = answer;
  if (reasoning) emit?.({ type: "reasoning", text: reasoning });
  if (output) emit?.({ type: "delta", text: output });
  const outcome = { output, reasoning, refusal, toolCalls, finishReason, timeToFirstTokenMs };
  Object.assign(call, {
    cachedFromId: answer.generationId,
    outcome: { ...emptyOutcome(card), ...outcome, usage: nothingUsed, computeMs: 0 },
  });
  return true;
}

/** Whole seconds since it was kept, as an `age` header counts them. */
export function ageOf({ ctx }: Pick<Guarded, "ctx">, keptAt: Date): number {
  return Math.max(0, Math.floor((ctx.clock.now().getTime() - keptAt.getTime()) / 1_000));
}

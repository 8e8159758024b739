import {
  type RunnableRetry,
  type RunnableRetryFailedAttemptHandler,
  RunnableSequence,
} from "@langchain/core/runnables";
import type { ErrorClass } from "#constants/models";
import { errorClassOf } from "#lib/models";
import { type AppError, toAppError } from "#platform/errors";
import {
  type Answered,
  emptyOutcome,
  failureOf,
  type OpenTarget,
  type Outcome,
  type Routed,
  type RoutedTarget,
  spanStatusOf,
} from "./call.ts";
import { withoutLogprobs } from "./answer-members.ts";
import type { Attempted } from "./attempted.ts";
import { callModel } from "./call-model.ts";
import { guardOutput } from "./guard-output.ts";
import { ProgressMeter } from "./progress.ts";
import { retryAfterOf } from "./retry.ts";
import { TargetRetry } from "./retry-runnable.ts";
import { type Fusible, type Inside, type SpanEnd, type SpanStart, Step } from "./step.ts";
import { stopBeforeFirstToken } from "./stop.ts";
import { dropAbsent, requestAttributes } from "./trace.ts";

const defaultFirstTokenTimeoutMs = 60_000;

/** A try that did not succeed, thrown so that LangChain's retry and fallback can take it up. */
export class AttemptFailed extends Error {
  readonly outcome: Outcome & { error: AppError };
  /** What kind of failure of the provider it was; null where it was not the provider's. */
  readonly errorClass: ErrorClass | null;

  constructor(outcome: Outcome & { error: AppError }) {
    super(outcome.error.message, { cause: outcome.error });
    this.outcome = outcome;
    this.errorClass = errorClassOf(outcome.error);
  }
}

const askAndGuard: Fusible<Attempted, Attempted> = {
  invoke: (attempt, config) =>
    RunnableSequence.from<Attempted, Attempted>([callModel, guardOutput]).invoke(attempt, config),
  fused: async (attempt) => await guardOutput.fused(await callModel.fused(attempt)),
};

/** One try of one target, in its own `chat {model}` span. Throws AttemptFailed for whatever a provider does. */
export class Attempt extends Step<Routed, Answered> {
  readonly stepName = "attempt";
  readonly #position: number;
  readonly #target: RoutedTarget;

  constructor(position: number, target: RoutedTarget) {
    super();
    this.#position = position;
    this.#target = target;
  }

  override startOf(call: Routed): SpanStart {
    const { card } = this.#target;
    const retry = call.tries.get(this.#position) ?? 0;
    const attributes = {
      ...requestAttributes(card, call.settings, call.emit !== null),
      ...(retry > 0 ? { "valueloop.retry": retry } : {}),
    };
    return { name: `chat ${card.model}`, kind: "client", attributes };
  }

  override endOf({ outcome }: Answered): SpanEnd {
    return { status: spanStatusOf(outcome), attributes: answerAttributes(outcome) };
  }
  override endOfError(thrown: unknown): SpanEnd {
    if (!(thrown instanceof AttemptFailed)) return super.endOfError(thrown);
    const { outcome, errorClass } = thrown;
    const attributes = {
      ...answerAttributes(outcome),
      ...(errorClass ? { "valueloop.error.class": errorClass } : {}),
    };
    return { status: spanStatusOf(outcome), attributes };
  }

  /** Waits as the route's rules say before each further try, in place of LangChain's own backoff. */
  override withRetry(fields?: {
    stopAfterAttempt?: number;
    onFailedAttempt?: RunnableRetryFailedAttemptHandler;
  }): RunnableRetry<Routed, Answered> {
    const { stopAfterAttempt, onFailedAttempt } = fields ?? {};
    return new TargetRetry({
      bound: this,
      config: {},
      ...(stopAfterAttempt === undefined ? {} : { maxAttemptNumber: stopAfterAttempt }),
      ...(onFailedAttempt ? { onFailedAttempt } : {}),
    });
  }

  protected async act(call: Routed, inside: Inside): Promise<Answered> {
    call.tries.set(this.#position, (call.tries.get(this.#position) ?? 0) + 1);
    const began = call.trace.elapsedMs();
    const endProbe = call.probes.get(this.#position);
    const attempt = begin(call, this.#target, endProbe);
    const { outcome, stop } = attempt;
    try {
      const { judged } = await inside.run(askAndGuard, attempt);
      if (judged?.blocked) throw judged.blocked;
    } catch (thrown) {
      const error = stop.reason() ?? toAppError(thrown);
      Object.assign(outcome, failureOf(error));
      // The text they spell is not stored where it was refused, so no rule would find it there.
      outcome.members &&= withoutLogprobs(outcome.members);
      if (error.code === "guardrail_blocked") outcome.finishReason = "content_filter";
      // What was received was very probably billed, so it is estimated rather than left out.
      if (attempt.characters > 0) outcome.usage ??= attempt.meter.estimate(attempt.characters);
      const failed = new AttemptFailed({ ...outcome, error });
      this.#learnFailure(call, failed);
      throw failed;
    } finally {
      stop.release();
    }
    this.#learnSuccess(call, outcome, call.trace.elapsedMs() - began);
    return Object.assign(call, { outcome });
  }

  #learnFailure({ ctx, route, probes }: Routed, { errorClass, outcome }: AttemptFailed): void {
    if (!errorClass) return;
    const failure = {
      errorClass,
      retryAfterMs: retryAfterOf(outcome.error),
      isProbe: probes.has(this.#position),
    };
    this.#target.health?.failed(ctx.clock.now(), route.breaker, failure);
  }

  #learnSuccess({ ctx, route, emit, probes }: Routed, { timeToFirstTokenMs }: Outcome, tookMs: number): void {
    const isStream = emit !== null;
    // Of a stream without a token nothing is known but that it ended well.
    const ms = isStream ? timeToFirstTokenMs : tookMs;
    const isProbe = probes.has(this.#position);
    const timing = { isStream, ms, wholeMs: tookMs, isProbe };
    this.#target.health?.succeeded(ctx.clock.now(), route.breaker, timing);
  }
}

/** `onFirstToken`: a stream that has begun shows that its target is well, however long it goes on. */
function begin(call: Routed, target: OpenTarget, onFirstToken?: () => void): Attempted {
  const { card } = target;
  const { trace, root, handler } = call;
  // In one piece there is no first token to wait for; the overall time-out holds.
  const timed = call.emit
    ? stopBeforeFirstToken(
        call.stop,
        call.input.firstTokenTimeoutMs ?? call.route.firstTokenTimeoutMs ?? defaultFirstTokenTimeoutMs,
        call.setTimer,
      )
    : { ...call.stop, begun: () => undefined, release: () => undefined };
  const begun = () => {
    timed.begun();
    onFirstToken?.();
  };
  const stop = onFirstToken ? { ...timed, begun } : timed;
  const inputCharacters = call.messages.reduce((sum, message) => sum + message.content.length, 0);
  call.emit?.({
    type: "start",
    generationId: call.generationId,
    model: card.model,
    connectionName: card.connectionName,
    isSimulated: card.isSimulated,
    ...(call.cacheUse ? { cache: call.cacheUse } : {}),
  });
  return {
    trace,
    root,
    handler,
    toJSON: () => call.toJSON(),
    call,
    target,
    outcome: emptyOutcome(card),
    stop,
    meter: new ProgressMeter(card, inputCharacters, call.startedAt),
    characters: 0,
    hasText: false,
    judged: null,
  };
}

function answerAttributes({ usage, error, timeToFirstTokenMs, finishReason, card }: Outcome) {
  return dropAbsent({
    "gen_ai.response.model": card.model,
    "gen_ai.response.finish_reasons": finishReason ? [finishReason] : undefined,
    "gen_ai.response.time_to_first_chunk":
      timeToFirstTokenMs === null ? undefined : timeToFirstTokenMs / 1_000,
    "gen_ai.usage.input_tokens": usage?.inputTokens,
    "gen_ai.usage.output_tokens": usage?.outputTokens,
    "gen_ai.usage.cache_read.input_tokens": usage?.cachedInputTokens || undefined,
    "gen_ai.usage.cache_write.input_tokens": usage?.cacheWriteTokens || undefined,
    "gen_ai.usage.reasoning.output_tokens": usage?.reasoningTokens || undefined,
    "valueloop.usage.estimated": usage?.isEstimated || undefined,
    "error.type": error?.code,
    "valueloop.error.message": error?.message,
  });
}

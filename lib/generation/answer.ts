import { setImmediate as nextTurn } from "node:timers/promises";
import { blockedError, createStreamGuard, type GuardedPiece, judgeTexts } from "#lib/guardrails";
import { AppError, toAppError } from "#platform/errors";
import type { ChatEvent } from "#schema/models";
import { type Call, type Outcome, spanStatusOf } from "./call.ts";
import { addFindings, findingAttributes } from "./guard.ts";
import { ProgressMeter } from "./progress.ts";
import { mayFallBack, retryDelayMs } from "./retry.ts";
import { stopBeforeFirstToken } from "./stop.ts";
import type { OpenTarget } from "./target.ts";
import { dropAbsent, requestAttributes } from "./trace.ts";

const defaultFirstTokenTimeoutMs = 60_000;

/**
 * Asks the targets in order: the same one again where that may help, the next one when it does not, and
 * neither once a token has come. Never throws for what a provider does: it settles the call's outcome.
 */
export async function answer(call: Call): Promise<Call> {
  if (call.outcome) return call;
  for (const [position, target] of call.targets.entries()) {
    const outcome = await askWithRetries(call, target);
    call.outcome = outcome;
    const isLast = position === call.targets.length - 1;
    if (
      isLast ||
      !outcome.error ||
      outcome.timeToFirstTokenMs !== null ||
      call.stop.reason() ||
      !mayFallBack(outcome.error)
    )
      break;
  }
  return call;
}

async function askWithRetries(call: Call, target: OpenTarget): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await askOnce(call, target, attempt);
    if (!outcome.error || outcome.timeToFirstTokenMs !== null || call.stop.reason()) return outcome;
    const delay = retryDelayMs(outcome.error, attempt, call.random);
    if (delay === null) return outcome;
    try {
      await call.sleep(delay, call.stop.signal);
    } catch (thrown) {
      return { ...outcome, ...failure(call.stop.reason() ?? toAppError(thrown)) };
    }
  }
}

function failure(error: AppError): Pick<Outcome, "status" | "error"> {
  return { status: error.code === "cancelled" ? "cancelled" : "failed", error };
}

/** One try of one target, in its own `chat {model}` span. */
async function askOnce(call: Call, target: OpenTarget, attempt: number): Promise<Outcome> {
  const { facts } = target;
  const attributes = {
    ...requestAttributes(facts, call.settings, call.emit !== null),
    ...(attempt > 1 ? { "valueloop.retry": attempt - 1 } : {}),
  };
  const span = call.trace.start(`chat ${facts.model}`, "client", call.root, attributes);
  // In one piece there is no first token to wait for; the overall time-out holds.
  const stop = call.emit
    ? stopBeforeFirstToken(
        call.stop,
        call.input.firstTokenTimeoutMs ?? defaultFirstTokenTimeoutMs,
        call.setTimer,
      )
    : { ...call.stop, begun: () => undefined, release: () => undefined };
  const outcome: Outcome = {
    status: "succeeded",
    error: null,
    output: "",
    reasoning: "",
    refusal: null,
    toolCalls: [],
    finishReason: null,
    usage: null,
    timeToFirstTokenMs: null,
    computeMs: null,
    computeThreads: null,
    facts,
  };
  const inputCharacters = call.messages.reduce((sum, message) => sum + message.content.length, 0);
  const meter = new ProgressMeter(facts, inputCharacters, call.startedAt);
  const attempted: Attempt = { target, outcome, stop, meter, characters: 0 };
  call.emit?.({
    type: "start",
    generationId: call.generationId,
    model: facts.model,
    connectionName: facts.connectionName,
    isSimulated: facts.isSimulated,
  });
  try {
    if (call.emit) await askStreaming(call, attempted);
    else await askWhole(call, attempted);
  } catch (thrown) {
    Object.assign(outcome, failure(stop.reason() ?? toAppError(thrown)));
    if (outcome.error?.code === "guardrail_blocked") outcome.finishReason = "content_filter";
    // What was received was very probably billed, so it is estimated rather than left out.
    if (attempted.characters > 0) outcome.usage ??= meter.estimate(attempted.characters);
  } finally {
    stop.release();
  }
  call.trace.end(span, spanStatusOf(outcome), answerAttributes(outcome, target));
  return outcome;
}

/** One try as it goes; `characters` counts what the provider sent, before any guard. */
type Attempt = {
  target: OpenTarget;
  outcome: Outcome;
  stop: ReturnType<typeof stopBeforeFirstToken>;
  meter: ProgressMeter;
  characters: number;
};

async function askStreaming(call: Call, attempt: Attempt): Promise<void> {
  const { target, outcome, stop, meter } = attempt;
  const guard = createStreamGuard(call.policies);
  // Thinking is text that reaches the caller, so the same rules hold for it, by a guard of its own.
  const thought = createStreamGuard(call.policies);
  const release = (piece: GuardedPiece, type: "delta" | "reasoning") => {
    if (piece.findings.length > 0) addFindings(call, piece.findings, "output");
    outcome[type === "delta" ? "output" : "reasoning"] += piece.text;
    if (piece.text) call.emit?.({ type, text: piece.text });
    if (piece.blocked !== null) throw blockedError({ findings: piece.findings, reason: piece.blocked });
  };
  for await (const event of target.model.converse(requestOf(call), { signal: stop.signal })) {
    if (event.type === "end") {
      stop.begun();
      await takeEnd(call, outcome, event);
      continue;
    }
    if (outcome.timeToFirstTokenMs === null) {
      stop.begun();
      outcome.timeToFirstTokenMs = call.trace.elapsedMs();
    }
    if (event.type !== "sign") attempt.characters += event.text.length;
    if (event.type === "reasoning") {
      for await (const slice of slicesOf(event.text)) release(thought.push(slice), "reasoning");
    } else if (event.type === "delta") {
      // Thinking is over when the answer begins, so what its guard held back comes before it.
      release(thought.end(), "reasoning");
      for await (const slice of slicesOf(event.text)) release(guard.push(slice), "delta");
    }
    const progress = meter.at(call.trace.elapsedMs(), attempt.characters, outcome.timeToFirstTokenMs);
    if (progress) call.emit?.({ type: "progress", ...progress });
  }
  release(thought.end(), "reasoning");
  release(guard.end(), "delta");
}

/** A server may send all of a long answer at once: others get their turn between slices of it. */
async function* slicesOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += sliceCharacters) {
    if (at > 0) await nextTurn();
    yield text.slice(at, at + sliceCharacters);
  }
}

const sliceCharacters = 4_000;

async function askWhole(call: Call, { target, outcome, stop }: Attempt): Promise<void> {
  const { text, reasoning, ...end } = await target.model.answer(requestOf(call), { signal: stop.signal });
  await takeEnd(call, outcome, end);
  const span = call.trace.start("guard output", "internal", call.root);
  const [result] = await judgeTexts(call.policies, [text], "output", stop.signal);
  if (!result) throw new AppError("internal", "An answer was not checked.");
  addFindings(call, result.findings, "output");
  call.trace.end(span, result.action === "block" ? "error" : "ok", findingAttributes(result.findings));
  if (result.action === "block") throw blockedError(result);
  outcome.output = result.text;
  outcome.reasoning = await guardedText(call, reasoning);
}

/** Text beside the answer by the rules for the answer. Throws guardrail_blocked. */
async function guardedText(call: Call, text: string): Promise<string> {
  if (text === "") return text;
  const [result] = await judgeTexts(call.policies, [text], "output", call.stop.signal);
  if (!result) throw new AppError("internal", "An answer was not checked.");
  addFindings(call, result.findings, "output");
  if (result.action === "block") throw blockedError(result);
  return result.text;
}

type End = Omit<Extract<ChatEvent, { type: "end" }>, "type">;

async function takeEnd(call: Call, outcome: Outcome, end: End): Promise<void> {
  Object.assign(outcome, {
    usage: end.usage,
    finishReason: end.finishReason,
    toolCalls: end.toolCalls,
    computeMs: end.computeMs,
    computeThreads: end.computeThreads ?? null,
    refusal: end.refusal === null ? null : await guardedText(call, end.refusal),
  });
}

function requestOf(call: Call) {
  return { messages: call.messages, ...call.settings };
}

function answerAttributes(outcome: Outcome, target: OpenTarget): Record<string, unknown> {
  const { usage, error, timeToFirstTokenMs } = outcome;
  return dropAbsent({
    "gen_ai.response.model": target.facts.model,
    "gen_ai.response.finish_reasons": outcome.finishReason ? [outcome.finishReason] : undefined,
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

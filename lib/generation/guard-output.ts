import { setImmediate as nextTurn } from "node:timers/promises";
import {
  actsAt,
  blockedError,
  createStreamGuard,
  type GuardedPiece,
  judgeTexts,
  judgeValue,
} from "#lib/guardrails";
import { AppError } from "#platform/errors";
import type { ChatEvent, ToolCallPiece } from "#schema/models";
import { withoutLogprobs } from "./answer-members.ts";
import type { Answering, Attempted, End } from "./attempted.ts";
import type { GuardrailResult } from "#schema/guardrails";
import { mended, mendingPolicy } from "./mend-json.ts";
import { JudgedResponse } from "./judged-response.ts";
import { addFindings, findingAttributes, isNoText } from "./guard.ts";
import { type SpanEnd, type SpanStart, Step } from "./step.ts";
import { hasTopics, judgeTopics } from "./topics.ts";

/**
 * Takes the answer in, judged by the policies: as it comes where it streams, at once where it does not. A whole answer
 * that is blocked is marked in `judged`; whatever else is blocked throws guardrail_blocked.
 */
class GuardOutput extends Step<Answering, Attempted> {
  readonly stepName = "guard output";

  protected async act(attempt: Answering): Promise<Attempted> {
    if (attempt.answer.kind === "stream") await guardStream(attempt, attempt.answer.events);
    else await guardWhole(attempt, attempt.answer);
    return attempt;
  }

  /** On a stream guard and model work at the same time, so its time is the model's. */
  override startOf({ answer }: Answering): SpanStart | null {
    return answer.kind === "stream" ? null : { name: "guard output", kind: "internal", attributes: {} };
  }
  override endOf({ judged }: Attempted): SpanEnd {
    return {
      status: judged?.blocked ? "error" : "ok",
      attributes: findingAttributes(judged?.findings ?? []),
    };
  }
}

export const guardOutput = new GuardOutput();

async function guardStream(attempt: Answering, events: AsyncIterable<ChatEvent>): Promise<void> {
  const { call, outcome, stop, meter } = attempt;
  const guard = createStreamGuard(call.policies, "output", call.restorations);
  // Thinking is text that reaches the caller, so the same rules hold for it, by a guard of its own.
  const thought = createStreamGuard(call.policies, "output", call.restorations);
  let thoughtIn: string | undefined;
  // What may be mended, and what is about something, shows once it is whole.
  const isHeld = mendingPolicy(call) !== null || hasTopics(call.policies, "output");
  const release = (piece: GuardedPiece, type: "delta" | "reasoning") => {
    if (piece.findings.length > 0) addFindings(call, piece.findings, "output");
    outcome[type === "delta" ? "output" : "reasoning"] += piece.text;
    const named = type === "reasoning" && thoughtIn ? { thoughtIn } : {};
    if (piece.text && !(isHeld && type === "delta")) call.emit?.({ type, text: piece.text, ...named });
    if (piece.blocked !== null) throw blockedError({ findings: piece.findings, reason: piece.blocked });
  };
  const calls = new CallGuard(attempt);
  let response: JudgedResponse | null = null;
  for await (const event of events) {
    if (event.type === "end") {
      stop.begun();
      response = await takeEnd(attempt, event);
      continue;
    }
    if (event.type === "head") {
      const { model, members } = event;
      call.emit?.({ type: "head", model, members });
      continue;
    }
    if (outcome.timeToFirstTokenMs === null) {
      stop.begun();
      outcome.timeToFirstTokenMs = call.trace.elapsedMs();
    }
    attempt.characters += charactersOf(event);
    if (event.type === "reasoning") {
      thoughtIn = event.thoughtIn;
      const more = inSlices(event.text, (slice) => release(thought.push(slice), "reasoning"));
      if (more) await more;
    } else if (event.type === "delta") {
      attempt.hasText = true;
      // Thinking is over when the answer begins, so what its guard held back comes before it.
      release(thought.end(), "reasoning");
      const more = inSlices(event.text, (slice) => release(guard.push(slice), "delta"));
      if (more) await more;
    } else if (event.type === "call") await calls.take(event);
    const progress = meter.at(call.trace.elapsedMs(), attempt.characters, outcome.timeToFirstTokenMs);
    if (progress) call.emit?.({ type: "progress", ...progress });
  }
  release(thought.end(), "reasoning");
  release(guard.end(), "delta");
  if (isHeld) {
    await judgeWhole(attempt);
    if (outcome.output) call.emit?.({ type: "delta", text: outcome.output });
  }
  await response?.settle(guarded(attempt));
  calls.release();
  dropSpelling(attempt);
}

/**
 * Passes pieces of tool calls on. Where a policy looks at answers, a call's arguments wait until they are whole and
 * judged: what they mean shows only then, since a word may stand behind an escape that a piece ends in.
 */
class CallGuard {
  readonly #attempt: Attempted;
  readonly #holds: boolean;
  /** The numbers of the calls, by their ids: equal ids in the order of their calls. */
  readonly #places = new Map<string, number[]>();
  /** Beginnings of calls that wait for text before them, of which a guard may still hold the end. */
  readonly #waiting: (ToolCallPiece & { type: "call" })[] = [];

  constructor(attempt: Attempted) {
    this.#attempt = attempt;
    this.#holds = actsAt(attempt.call.policies, "output");
  }

  async take(event: ToolCallPiece & { type: "call" }): Promise<void> {
    if (!this.#holds) return this.#attempt.call.emit?.(event);
    const { index, id, arguments: _, ...beside } = event;
    if (id !== undefined) this.#places.set(id, [...(this.#places.get(id) ?? []), index]);
    const { name, extra } = beside;
    if (id === undefined && name === undefined && extra === undefined) return;
    // A name and what a provider adds come whole, so they are judged as in an answer that comes whole.
    const judged = await guardedValue(this.#attempt, beside);
    const piece = { ...judged, index, ...(id === undefined ? {} : { id }), arguments: "" };
    if (this.#attempt.hasText) this.#waiting.push(piece);
    else this.#attempt.call.emit?.(piece);
  }

  /** The arguments of all calls, once they are judged, and what waited with them. */
  release(): void {
    if (!this.#holds) return;
    for (const piece of this.#waiting) this.#attempt.call.emit?.(piece);
    for (const { id, arguments: given } of this.#attempt.outcome.toolCalls) {
      const index = this.#places.get(id)?.shift();
      if (index !== undefined) this.#attempt.call.emit?.({ type: "call", index, arguments: given });
    }
  }
}

function charactersOf(event: Exclude<ChatEvent, { type: "end" | "head" }>): number {
  if (event.type === "call") return event.arguments.length;
  return event.type === "sign" ? 0 : event.text.length;
}

/** A server may send all of a long answer at once: others get their turn between slices of it. Null where it is short. */
function inSlices(text: string, take: (slice: string) => void): Promise<void> | null {
  if (text.length > sliceCharacters) return inTurns(text, take);
  if (text !== "") take(text);
  return null;
}

async function inTurns(text: string, take: (slice: string) => void): Promise<void> {
  for (let at = 0; at < text.length; at += sliceCharacters) {
    if (at > 0) await nextTurn();
    take(text.slice(at, at + sliceCharacters));
  }
}

const sliceCharacters = 4_000;

type Whole = { text: string; reasoning: string } & End;

async function guardWhole(attempt: Answering, { text, reasoning, ...end }: Whole): Promise<void> {
  const { call, outcome, stop } = attempt;
  const response = await takeEnd(attempt, end);
  const [result] = await judgeTexts(call.policies, [text], "output", {
    signal: stop.signal,
    restorations: call.restorations,
  });
  if (!result) throw new AppError("internal", "An answer was not checked.");
  addFindings(call, result.findings, "output");
  const blocked = result.action === "block" ? blockedError(result) : null;
  attempt.judged = { findings: result.findings, blocked };
  if (blocked) return;
  outcome.output = result.text;
  outcome.reasoning = await guardedText(attempt, reasoning);
  await judgeWhole(attempt);
  await response?.settle(guarded(attempt));
  dropSpelling(attempt);
}

/** What can be said of the whole answer only: that it is JSON, and what it is about. Throws guardrail_blocked. */
async function judgeWhole(attempt: Attempted): Promise<void> {
  const { call, outcome, stop } = attempt;
  const whole = outcome.output;
  // Nothing of it has left: what is refused was not answered.
  outcome.output = "";
  const about = { policies: call.policies, stage: "output" as const, signal: stop.signal };
  noteResults(attempt, await judgeTopics(call.ctx, [whole], about));
  outcome.output = await mended(attempt, whole);
}

/** Text beside the answer by the rules for the answer. Throws guardrail_blocked. */
async function guardedText(attempt: Attempted, text: string): Promise<string> {
  return text === "" ? text : await guardedValue(attempt, text);
}

/** The same of whatever holds texts. */
async function guardedValue<Value>(attempt: Attempted, given: Value): Promise<Value> {
  const { value, results } = await judgeBeside(attempt, given);
  noteResults(attempt, results);
  return value;
}

function noteResults(attempt: Attempted, results: readonly GuardrailResult[]): void {
  const blocked = results.find((result) => result.action === "block");
  for (const { findings } of results) addFindings(attempt.call, findings, "output");
  if (blocked) throw blockedError(blocked);
}

const judgeBeside = <Value>({ call }: Attempted, value: Value) =>
  judgeValue(call.policies, value, {
    stage: "output",
    signal: call.stop.signal,
    restorations: call.restorations,
    passes: isNoText,
  });

const guarded = (attempt: Attempted) => ({
  outcome: attempt.outcome,
  judge: (text: string) => judgeBeside(attempt, text),
  found: (results: GuardrailResult[]) => noteResults(attempt, results),
});

/** Keeps what stands beside the answer; of a server's own response what is left to do once the answer's text is whole. */
async function takeEnd(attempt: Attempted, end: End): Promise<JudgedResponse | null> {
  const { outcome, call } = attempt;
  const { usage, finishReason, computeMs, computeThreads } = end;
  // Before anything may be refused: what was used was used.
  Object.assign(outcome, { usage, finishReason, computeMs, computeThreads: computeThreads ?? null });
  if (end.refusal !== null) outcome.refusal = await guardedText(attempt, end.refusal);
  if (end.toolCalls.length > 0) outcome.toolCalls = await guardedValue(attempt, end.toolCalls);
  const model = end.model === outcome.card.model ? {} : { model: end.model };
  const response = JudgedResponse.of(end.members ?? null, call);
  const members = response?.others ?? end.members;
  if (members) outcome.members = { ...(await guardedValue(attempt, members)), ...model };
  else if ("model" in model) outcome.members = model;
  return response;
}

/**
 * Probabilities spell the answer out token by token, where no rule recognises what it takes out of the text: after a
 * rule has found anything they are left away.
 */
function dropSpelling({ call, outcome }: Attempted): void {
  if (
    outcome.members &&
    call.findings.some(({ stage, action }) => stage === "output" && action !== "flag" && action !== "review")
  )
    outcome.members = withoutLogprobs(outcome.members);
}

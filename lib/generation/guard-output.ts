import { setImmediate as nextTurn } from "node:timers/promises";
import { blockedError, createStreamGuard, type GuardedPiece, judgeTexts } from "#lib/guardrails";
import { AppError } from "#platform/errors";
import type { ChatEvent } from "#schema/models";
import type { Answering, Attempted, End } from "./attempted.ts";
import { addFindings, findingAttributes } from "./guard.ts";
import { type SpanEnd, type SpanStart, Step } from "./step.ts";

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
  const guard = createStreamGuard(call.policies);
  // Thinking is text that reaches the caller, so the same rules hold for it, by a guard of its own.
  const thought = createStreamGuard(call.policies);
  const release = (piece: GuardedPiece, type: "delta" | "reasoning") => {
    if (piece.findings.length > 0) addFindings(call, piece.findings, "output");
    outcome[type === "delta" ? "output" : "reasoning"] += piece.text;
    if (piece.text) call.emit?.({ type, text: piece.text });
    if (piece.blocked !== null) throw blockedError({ findings: piece.findings, reason: piece.blocked });
  };
  for await (const event of events) {
    if (event.type === "end") {
      stop.begun();
      await takeEnd(attempt, event);
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

type Whole = { text: string; reasoning: string } & End;

async function guardWhole(attempt: Answering, { text, reasoning, ...end }: Whole): Promise<void> {
  const { call, outcome, stop } = attempt;
  await takeEnd(attempt, end);
  const [result] = await judgeTexts(call.policies, [text], "output", stop.signal);
  if (!result) throw new AppError("internal", "An answer was not checked.");
  addFindings(call, result.findings, "output");
  const blocked = result.action === "block" ? blockedError(result) : null;
  attempt.judged = { findings: result.findings, blocked };
  if (blocked) return;
  outcome.output = result.text;
  outcome.reasoning = await guardedText(attempt, reasoning);
}

/** Text beside the answer by the rules for the answer. Throws guardrail_blocked. */
async function guardedText({ call }: Attempted, text: string): Promise<string> {
  if (text === "") return text;
  const [result] = await judgeTexts(call.policies, [text], "output", call.stop.signal);
  if (!result) throw new AppError("internal", "An answer was not checked.");
  addFindings(call, result.findings, "output");
  if (result.action === "block") throw blockedError(result);
  return result.text;
}

async function takeEnd(attempt: Attempted, end: End): Promise<void> {
  const { usage, finishReason, toolCalls, computeMs, computeThreads } = end;
  // Before anything may be refused: what was used was used.
  Object.assign(attempt.outcome, {
    usage,
    finishReason,
    toolCalls,
    computeMs,
    computeThreads: computeThreads ?? null,
  });
  if (end.refusal !== null) attempt.outcome.refusal = await guardedText(attempt, end.refusal);
}

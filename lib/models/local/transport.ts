import { isPresent, localPaths } from "#lib/downloads";
import { AppError } from "#platform/errors";
import type { ChatTransport, TransportTarget } from "../chat/transport.ts";
import type { ChatEvent, ChatMessage, ChatRequest } from "../chat/schema.ts";
import { localModelName } from "../constants.ts";
import { makeUsage } from "../chat/usage.ts";
import { localEngine } from "./engine.ts";

/** A base model never knows when to stop; without a limit of the caller's it stops here. */
const defaultMaxTokens = 256;

/**
 * The embedded model. It is a base model, which completes text and knows no roles: the messages' contents are put
 * one under the other (a blank line between them), and the answer is whatever comes next. So end the prompt where
 * the answer shall begin ("Category:"), give examples, and name stop strings. Without a temperature it is greedy.
 * Throws unavailable while the model has not arrived.
 */
export async function localTransport(target: TransportTarget): Promise<ChatTransport> {
  if (target.model !== localModelName) {
    throw new AppError(
      "not_found",
      `This machine holds ${localModelName} only; "${target.model}" is not here.`,
    );
  }
  if (!isPresent(localPaths())) {
    throw new AppError(
      "unavailable",
      `${localModelName} has not arrived on this machine yet. The connections page shows how far it is.`,
    );
  }
  return { stream: (request, signal) => stream(target, request, signal) };
}

/** How messages become the text that is completed. */
export function localPrompt(messages: readonly ChatMessage[]): string {
  return messages.map((message) => message.content).join("\n\n");
}

async function* stream(
  target: TransportTarget,
  request: ChatRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<ChatEvent> {
  const texts: string[] = [];
  let wake: () => void = () => undefined;
  // Leaving the loop early must stop the thread too.
  const left = new AbortController();
  const both = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
  const options = {
    maxTokens: request.maxTokens ?? defaultMaxTokens,
    temperature: request.temperature ?? 0,
    topP: request.topP ?? null,
    seed: request.seed ?? null,
    stop: request.stop ?? [],
    responseSchema: request.responseSchema ?? null,
  };
  let isSettled = false;
  const generating = localEngine()
    .generate(
      { queueKey: target.queueKey, prompt: localPrompt(request.messages), options, signal: both },
      (text) => {
        texts.push(text);
        wake();
      },
    )
    .finally(() => {
      isSettled = true;
      wake();
    });
  // Failures surface at the await below; this keeps them from counting as unhandled until then.
  generating.catch(() => undefined);
  try {
    while (!isSettled || texts.length > 0) {
      const text = texts.shift();
      if (text !== undefined) yield { type: "delta", text };
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    const { inputTokens, outputTokens, finishReason, computeMs, threads } = await generating;
    yield {
      type: "end",
      usage: makeUsage({ inputTokens, outputTokens }),
      finishReason,
      toolCalls: [],
      refusal: null,
      model: target.model,
      computeMs: Math.round(computeMs),
      computeThreads: threads ?? null,
    };
  } finally {
    left.abort();
  }
}

import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Random, seededRandom } from "#platform/random";
import type { ChatEvent, ChatRequest } from "./schema.ts";
import { simulatedAnswer } from "./simulated-text.ts";
import { estimateUsage } from "./tokens.ts";
import type { ChatTransport } from "./transport.ts";

/** Waits, or throws when the signal fires. Injected, so that a test does not sleep. */
export type Pause = (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;

/** Time to the first token and tokens per second of each simulated model; instant has no pace at all. */
const paces: Record<string, { firstTokenMs: number; tokensPerSecond: number } | null> = {
  "simulated-fast": { firstTokenMs: 180, tokensPerSecond: 85 },
  "simulated-slow": { firstTokenMs: 650, tokensPerSecond: 28 },
  "simulated-instant": null,
};

const realPause: Pause = (ms, signal) => delay(ms, undefined, signal ? { signal } : {});

/**
 * Made-up text that is the same for the same messages and seed, at the pace its model's name says. For the first
 * minute without any model, and for tests; whatever shows it must say that it is simulated.
 */
export function simulatedTransport(model: string, pause: Pause = realPause): ChatTransport {
  async function* stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    const random = randomOf(model, request);
    const whole = cutAtStop(simulatedAnswer(request, random), request.stop);
    const tokens = whole.match(/\s*\S+|\s+$/g) ?? [];
    // A word is about four thirds of a token; that is close enough for made-up text.
    const limit =
      request.maxTokens === undefined ? tokens.length : Math.max(1, Math.floor(request.maxTokens * 0.75));
    const given = tokens.slice(0, limit);
    const pace = model in paces ? (paces[model] ?? null) : (paces["simulated-fast"] ?? null);
    if (pace) await pause(pace.firstTokenMs * (0.8 + 0.4 * random()), signal);
    for (const [position, text] of given.entries()) {
      signal?.throwIfAborted();
      if (pace && position > 0) await pause((1000 / pace.tokensPerSecond) * (0.5 + random()), signal);
      yield { type: "delta", text };
    }
    const usage = await estimateUsage(request, { text: given.join("") });
    const finishReason = given.length < tokens.length ? "length" : "stop";
    yield { type: "end", usage, finishReason, toolCalls: [], refusal: null, model, computeMs: null };
  }
  return { stream };
}

/** The same messages, settings and model give the same text; another seed gives another. */
function randomOf(model: string, request: ChatRequest): Random {
  const { messages, seed, responseSchema } = request;
  const digest = createHash("sha256")
    .update(JSON.stringify([model, messages, seed ?? 0, responseSchema ?? null]))
    .digest();
  return seededRandom(digest.readInt32LE(0));
}

function cutAtStop(text: string, stop: string[] = []): string {
  const places = stop
    .filter(Boolean)
    .map((sequence) => text.indexOf(sequence))
    .filter((at) => at >= 0);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}

import type { TransportTarget } from "../transport.ts";
import { type Seen, sse, type Wire } from "./wire.testing.ts";

export const key = "key-0123456789";
export type Answer = Parameters<Wire["play"]>[0];
type Usage = Record<string, unknown>;

/** A chat completion as OpenAI streams one; several providers do nearly the same. */
export const chunk = (delta: object, finishReason: string | null = null, more: object = {}) => ({
  id: "a",
  object: "chat.completion.chunk",
  created: 1_769_088_912,
  model: "some-model",
  choices: [{ index: 0, delta, finish_reason: finishReason }],
  ...more,
});
const toolDelta = {
  tool_calls: [
    { index: 0, id: "call_1", type: "function", function: { name: "look", arguments: '{"a":1}' } },
  ],
};
export const completions = (thinking: object, usage: Usage, toolUsage: Usage = usage) => ({
  text: sse([
    chunk({ role: "assistant", content: "" }),
    ...(Object.keys(thinking).length > 0 ? [chunk(thinking)] : []),
    chunk({ content: "Hel" }),
    chunk({ content: "lo" }),
    chunk({}, "stop", { usage, x_groq: { usage } }),
  ]),
  tool: sse([
    chunk({ role: "assistant", content: null }),
    chunk(toolDelta),
    chunk({}, "tool_calls", { usage: toolUsage }),
  ]),
  cut: sse([chunk({ content: "Hel" }), chunk({}, "length", { usage })]),
});

export type Provider = {
  /** Below the loopback server's address. */
  base: string;
  options?: TransportTarget["options"];
  apiKey?: string;
  path: string;
  auth: (headers: Seen["headers"]) => unknown;
  authIs: unknown;
  answers: { text: Answer; tool: Answer; cut: Answer };
  thinking: string;
  usage: Partial<
    Record<
      "inputTokens" | "outputTokens" | "cachedInputTokens" | "cacheWriteTokens" | "reasoningTokens",
      number | null
    >
  >;
  refusal: object;
};

export const bearer = { auth: (headers: Seen["headers"]) => headers.authorization, authIs: `Bearer ${key}` };
export const refusal = { error: { message: `Bad request with ${key}`, type: "invalid_request_error" } };

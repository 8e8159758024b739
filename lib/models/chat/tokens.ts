import { once } from "#platform/runtime";
import type { ChatMessage, ChatUsage } from "../schema.ts";

/** Counts tokens by GPT-4o's vocabulary: exact for OpenAI's newer models, an estimate for others. */
export async function tokenCounter(): Promise<(text: string) => number> {
  const { countTokens } = await once("tokenizer", () => import("gpt-tokenizer/encoding/o200k_base"));
  const asText = { disallowedSpecial: new Set<string>() };
  // Text that looks like a special token is counted as the ordinary text it is.
  return (text) => countTokens(text, asText);
}

/** Usage for a provider that did not count: marked as an estimate. Four tokens a message stand for its role and borders. */
export async function estimateUsage(messages: readonly ChatMessage[], answer: string): Promise<ChatUsage> {
  const count = await tokenCounter();
  const inputTokens = messages.reduce((sum, message) => sum + count(message.content) + 4, 0);
  return {
    inputTokens,
    outputTokens: count(answer),
    cachedInputTokens: 0,
    reasoningTokens: 0,
    isEstimated: true,
  };
}

import { once } from "#platform/runtime";
import type { ChatRequest, ChatUsage, ToolCall } from "./schema.ts";
import { makeUsage } from "./usage.ts";

/** Counts tokens by GPT-4o's vocabulary: exact for OpenAI's newer models, an estimate for others. */
export async function tokenCounter(): Promise<(text: string) => number> {
  const { countTokens } = await once("tokenizer", () => import("gpt-tokenizer/encoding/o200k_base"));
  const asText = { disallowedSpecial: new Set<string>() };
  // Text that looks like a special token is counted as the ordinary text it is.
  return (text) => countTokens(text, asText);
}

/** What a model wrote: thinking and tool calls are output that is billed like any other. */
type Written = { text: string; reasoning?: string; toolCalls?: readonly ToolCall[] };

/**
 * Usage for a provider that did not count: marked as an estimate. Four tokens a message stand for its role and borders;
 * what is counted is the text, so that an estimate knows of no cache.
 */
export async function estimateUsage(
  { messages, tools, responseSchema }: Pick<ChatRequest, "messages" | "tools" | "responseSchema">,
  ...choices: readonly Written[]
): Promise<ChatUsage> {
  const count = await tokenCounter();
  const countCalls = (calls: readonly ToolCall[] = []) =>
    calls.reduce((sum, call) => sum + count(call.name) + count(call.arguments), 0);
  const inMessages = messages.reduce(
    (sum, message) => sum + count(message.content) + countCalls(message.toolCalls) + 4,
    0,
  );
  const inForms = [tools?.length ? tools : null, responseSchema ?? null]
    .filter((form) => form !== null)
    .reduce<number>((sum, form) => sum + count(JSON.stringify(form)), 0);
  const sum = (countOf: (choice: Written) => number) =>
    choices.reduce((total, choice) => total + countOf(choice), 0);
  const reasoningTokens = sum(({ reasoning = "" }) => count(reasoning));
  return makeUsage({
    inputTokens: inMessages + inForms,
    outputTokens: sum(({ text, toolCalls }) => count(text) + countCalls(toolCalls)) + reasoningTokens,
    reasoningTokens: choices.some(({ reasoning }) => reasoning) ? reasoningTokens : null,
    isEstimated: true,
  });
}

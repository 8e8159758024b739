import { z } from "zod";
import type { ChatUsage, FinishReason, ToolCall } from "../schema.ts";

/** What a server counts is taken when it can be a count; else the text is counted. */
const count = z.number().int().nonnegative().max(2_147_483_647).nullish().catch(null);
const Usage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish(),
});

const ToolCallPart = z.object({
  index: z.number().int().nonnegative().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});
const Message = z.object({ content: z.string().nullish(), tool_calls: z.array(ToolCallPart).nullish() });

/** What is read of a chunk, or of a whole answer; everything else a server adds is ignored. */
export const OpenAiAnswer = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({ delta: Message.nullish(), message: Message.nullish(), finish_reason: z.string().nullish() }),
    )
    .nullish(),
  usage: Usage.nullish(),
  x_groq: z.object({ usage: Usage.nullish() }).nullish(),
  error: z
    .union([
      z.string(),
      z.object({ message: z.string().nullish(), code: z.union([z.string(), z.number()]).nullish() }),
    ])
    .nullish(),
});
export type OpenAiAnswer = z.infer<typeof OpenAiAnswer>;

/** Puts an answer together from its chunks. */
export class AnswerBuilder {
  text = "";
  model: string | null = null;
  usage: ChatUsage | null = null;
  finishReason: FinishReason | null = null;
  /** By the server's own numbers, which need not begin at nought nor be close. */
  readonly #toolCalls = new Map<number, ToolCall>();

  /** Takes one chunk (or the whole answer) and gives back the text it adds. */
  add(answer: OpenAiAnswer): string {
    this.model ??= answer.model ?? null;
    const usage = answer.usage ?? answer.x_groq?.usage;
    // A server that counts nothing sends null or nothing; only both figures together are a count.
    if (typeof usage?.prompt_tokens === "number" && typeof usage.completion_tokens === "number")
      this.usage = readUsage(usage);
    const choice = answer.choices?.[0];
    if (!choice) return "";
    if (choice.finish_reason) this.finishReason = readFinishReason(choice.finish_reason);
    const part = choice.delta ?? choice.message;
    part?.tool_calls?.forEach((call, position) => this.#addToolCall(call, call.index ?? position));
    const text = part?.content ?? "";
    this.text += text;
    return text;
  }

  get toolCalls(): ToolCall[] {
    return [...this.#toolCalls].toSorted(([a], [b]) => a - b).map(([, call]) => call);
  }

  #addToolCall(part: z.infer<typeof ToolCallPart>, index: number): void {
    const call = this.#toolCalls.get(index) ?? { id: "", name: "", arguments: "" };
    this.#toolCalls.set(index, call);
    call.id ||= part.id ?? "";
    call.name ||= part.function?.name ?? "";
    call.arguments += part.function?.arguments ?? "";
  }
}

function readUsage(usage: z.infer<typeof Usage>): ChatUsage {
  return {
    inputTokens: usage.prompt_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
    cachedInputTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
    isEstimated: false,
  };
}

export function readFinishReason(reason: string): FinishReason {
  switch (reason) {
    case "stop":
    case "end_turn":
    case "stop_sequence":
    case "STOP":
      return "stop";
    case "length":
    case "max_tokens":
    case "MAX_TOKENS":
      return "length";
    case "tool_calls":
    case "function_call":
    case "tool_use":
      return "tool_calls";
    case "content_filter":
    case "refusal":
    case "SAFETY":
      return "content_filter";
    default:
      return "other";
  }
}

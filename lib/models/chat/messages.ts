import {
  AIMessage,
  AIMessageChunk,
  type AIMessageChunkFields,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import type { ChatEvent, ChatMessage, ChatUsage, FinishReason, ToolCall } from "./schema.ts";
import { recordOf } from "./loose.ts";
import { makeUsage } from "./usage.ts";

type End = Extract<ChatEvent, { type: "end" }>;

/** Where a LangChain message keeps ours, whose members it has no place for. */
const original = "valueloop";

/** One of our messages as LangChain's; `chatMessageOf` gives it back unchanged. Throws for calls that are not JSON. */
export function langchainMessageOf(message: ChatMessage): BaseMessage {
  const fields = { content: message.content, additional_kwargs: { [original]: message } };
  switch (message.role) {
    case "system":
      return new SystemMessage(fields);
    case "assistant":
      return new AIMessage({ ...fields, ...splitCalls(message.toolCalls ?? []) });
    case "tool":
      return new ToolMessage({ ...fields, tool_call_id: message.toolCallId ?? "" });
    default:
      return new HumanMessage(fields);
  }
}

/** Calls whose arguments LangChain can hold, and those that are no JSON object. */
function splitCalls(calls: readonly ToolCall[]) {
  const read = calls.map((call) => ({ ...call, args: argumentsOf(call.arguments) }));
  return {
    tool_calls: read.flatMap(({ id, name, args }) => (args ? [{ id, name, args }] : [])),
    invalid_tool_calls: read.flatMap(({ id, name, arguments: text, args }) =>
      args ? [] : [{ id, name, args: text, error: "The arguments are not a JSON object." }],
    ),
  };
}

function argumentsOf(text: string): Record<string, unknown> | null {
  try {
    return recordOf(JSON.parse(text || "{}"));
  } catch {
    return null;
  }
}

/** A LangChain message as ours; of content blocks only the text is kept. */
export function chatMessageOf(message: BaseMessage): ChatMessage {
  const content = message.text;
  const kept = message.additional_kwargs[original] as ChatMessage | undefined;
  // Put there by langchainMessageOf; somebody may have changed the text since.
  if (kept && kept.content === content) return kept;
  switch (message.type) {
    case "system":
      return { role: "system", content };
    case "ai": {
      const calls = toolCallsOf(message);
      return { role: "assistant", content, ...(calls.length > 0 ? { toolCalls: calls } : {}) };
    }
    case "tool":
      return {
        role: "tool",
        content,
        ...(ToolMessage.isInstance(message) ? { toolCallId: message.tool_call_id } : {}),
      };
    default:
      return { role: "user", content };
  }
}

function toolCallsOf(message: BaseMessage): ToolCall[] {
  const calls = "tool_calls" in message ? ((message as AIMessage).tool_calls ?? []) : [];
  return calls.map((call) => ({ id: call.id ?? "", name: call.name, arguments: JSON.stringify(call.args) }));
}

/**
 * Events that a chunk of LangChain's does not hold: its calls are put together from pieces and stand whole in the last
 * chunk, so that a reader that adds up the chunks has them once.
 */
const besideText = new WeakMap<AIMessageChunk, ChatEvent>();

/** One event of a conversation as LangChain's chunk. A sign of life is a chunk with nothing in it. */
export function chunkOf(event: ChatEvent, isSimulated: boolean): AIMessageChunk {
  switch (event.type) {
    case "delta":
      return new AIMessageChunk(event.text);
    case "reasoning": {
      const chunk = new AIMessageChunk({
        content: "",
        additional_kwargs: { reasoning_content: event.text },
      });
      if (event.thoughtIn) besideText.set(chunk, event);
      return chunk;
    }
    case "call":
    case "head":
    case "sign": {
      const chunk = new AIMessageChunk("");
      if (event.type !== "sign") besideText.set(chunk, event);
      return chunk;
    }
    default:
      return endChunk(event, { text: "", reasoning: "" }, isSimulated);
  }
}

/** The chunk that carries what is known only at the end, with the whole text where it was not streamed. */
export function endChunk(
  end: End,
  { text, reasoning }: { text: string; reasoning: string },
  isSimulated: boolean,
): AIMessageChunk {
  const { usage } = end;
  const extra = {
    ...(reasoning ? { reasoning_content: reasoning } : {}),
    ...(end.refusal ? { refusal: end.refusal } : {}),
  };
  const fields = {
    content: text,
    additional_kwargs: extra,
    tool_call_chunks: end.toolCalls.map((call, index) => ({
      type: "tool_call_chunk",
      index,
      id: call.id,
      name: call.name,
      args: call.arguments,
    })),
    usage_metadata: {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      total_tokens: usage.inputTokens + usage.outputTokens,
      input_token_details: said({
        cache_read: usage.cachedInputTokens,
        cache_creation: usage.cacheWriteTokens,
        audio: usage.audioInputTokens,
      }),
      output_token_details: said({ reasoning: usage.reasoningTokens, audio: usage.audioOutputTokens }),
    },
    response_metadata: {
      finish_reason: end.finishReason,
      model_name: end.model,
      usage_is_estimated: usage.isEstimated,
      is_simulated: isSimulated,
      compute_ms: end.computeMs,
      [original]: end,
    },
  };
  // LangChain 1.4 types `usage_metadata` as never for its own default structure; its constructor takes it.
  return new AIMessageChunk(fields as unknown as AIMessageChunkFields);
}

/** What a chunk of ours was made of; the inverse of `chunkOf`, and of `endChunk` without its text. */
export function eventOf(chunk: AIMessageChunk): ChatEvent {
  const end = chunk.response_metadata[original] as End | undefined;
  if (end) return end;
  const beside = besideText.get(chunk);
  if (beside) return beside;
  const reasoning: unknown = chunk.additional_kwargs["reasoning_content"];
  if (typeof reasoning === "string") return { type: "reasoning", text: reasoning };
  return chunk.text === "" ? { type: "sign" } : { type: "delta", text: chunk.text };
}

/** An answer as LangChain's message, for parsers and whatever else a project puts behind a model. */
export function answerMessageOf(answer: {
  output: string;
  reasoning: string;
  refusal: string | null;
  toolCalls: readonly ToolCall[];
  finishReason: FinishReason | null;
}): AIMessage {
  const { output, reasoning, refusal, toolCalls, finishReason } = answer;
  return new AIMessage({
    content: output,
    additional_kwargs: {
      ...(reasoning ? { reasoning_content: reasoning } : {}),
      ...(refusal ? { refusal } : {}),
    },
    ...splitCalls(toolCalls),
    response_metadata: { finish_reason: finishReason },
  });
}

function said(counts: Record<string, number | null>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => (count === null ? [] : [[name, count]])),
  );
}

/**
 * The usage a LangChain message of ours carries, in our shape; null before the end of a stream.
 * @internal How tests read what our chat models report to LangChain.
 */
export function usageOf(message: AIMessageChunk): ChatUsage | null {
  const usage = message.usage_metadata as UsageMetadata | undefined;
  if (!usage) return null;
  return makeUsage({
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cachedInputTokens: usage.input_token_details?.cache_read ?? null,
    cacheWriteTokens: usage.input_token_details?.cache_creation ?? null,
    audioInputTokens: usage.input_token_details?.audio ?? null,
    reasoningTokens: usage.output_token_details?.reasoning ?? null,
    audioOutputTokens: usage.output_token_details?.audio ?? null,
    isEstimated: message.response_metadata["usage_is_estimated"] === true,
  });
}

import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel, type BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import {
  AIMessageChunk,
  type AIMessageChunkFields,
  type BaseMessage,
  ToolMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { ChatEvent, ChatMessage, ChatRequest, ChatSettings, ChatUsage } from "../schema.ts";
import type { ChatTransport } from "./transport.ts";
import { errorOfFailure } from "./upstream-error.ts";
import { makeUsage } from "./usage.ts";

/** LangChain's call options plus the settings every provider of ours understands. */
export type ChatCallOptions = BaseChatModelCallOptions & Omit<ChatSettings, "stop">;

type ChatModelFields = {
  name: string;
  model: string;
  transport: ChatTransport;
  isSimulated: boolean;
  isLocal: boolean;
};
type End = Extract<ChatEvent, { type: "end" }>;

/**
 * The studio's one LangChain chat model, over any transport. Use `invoke`, `stream` and runnables as LangChain has
 * them, or `converse`, which is the same without LangChain's wrapping. It never retries: the caller decides.
 */
export class ChatModel extends BaseChatModel<ChatCallOptions, AIMessageChunk> {
  readonly connectionName: string;
  readonly model: string;
  readonly isSimulated: boolean;
  readonly isLocal: boolean;
  readonly #transport: ChatTransport;

  constructor(fields: ChatModelFields) {
    super({});
    this.connectionName = fields.name;
    this.model = fields.model;
    this.isSimulated = fields.isSimulated;
    this.isLocal = fields.isLocal;
    this.#transport = fields.transport;
  }

  override _llmType(): string {
    return "valueloop";
  }

  /** Streams deltas and one `end`. Throws an AppError: upstream_failed, upstream_timeout, rate_limited, cancelled. */
  async *converse(
    request: ChatRequest,
    options: { signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<ChatEvent> {
    try {
      options.signal?.throwIfAborted();
      yield* this.#transport.stream(request, options.signal);
    } catch (thrown) {
      throw errorOfFailure(this.connectionName, thrown, options.signal);
    }
  }

  /** The whole answer at once, without streaming where the provider makes that cheaper. Throws as `converse`. */
  async answer(
    request: ChatRequest,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<{ text: string; reasoning: string } & Omit<End, "type">> {
    const events: ChatEvent[] = [];
    try {
      options.signal?.throwIfAborted();
      if (this.#transport.complete) events.push(...(await this.#transport.complete(request, options.signal)));
      else for await (const event of this.#transport.stream(request, options.signal)) events.push(event);
    } catch (thrown) {
      throw errorOfFailure(this.connectionName, thrown, options.signal);
    }
    const textOf = (type: "delta" | "reasoning") =>
      events.map((event) => (event.type === type ? event.text : "")).join("");
    const end = events.find((event) => event.type === "end");
    if (!end)
      throw errorOfFailure(
        this.connectionName,
        new Error("a transport ended without its end"),
        options.signal,
        true,
      );
    const { type: _, ...rest } = end;
    return { text: textOf("delta"), reasoning: textOf("reasoning"), ...rest };
  }

  override async _generate(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    const asked = requestOf(messages, options);
    const { text, reasoning, ...end } = await this.answer(asked, { signal: options.signal });
    const message = endChunk({ type: "end", ...end }, { text, reasoning }, this.isSimulated);
    return { generations: [{ text, message, generationInfo: { finish_reason: end.finishReason } }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const event of this.converse(requestOf(messages, options), { signal: options.signal })) {
      if (event.type === "delta") {
        yield new ChatGenerationChunk({ text: event.text, message: new AIMessageChunk(event.text) });
        await runManager?.handleLLMNewToken(event.text);
        continue;
      }
      if (event.type === "reasoning") {
        const fields = { content: "", additional_kwargs: { reasoning_content: event.text } };
        yield new ChatGenerationChunk({ text: "", message: new AIMessageChunk(fields) });
      }
      if (event.type !== "end") continue;
      const message = endChunk(event, { text: "", reasoning: "" }, this.isSimulated);
      yield new ChatGenerationChunk({
        text: "",
        message,
        generationInfo: { finish_reason: event.finishReason },
      });
    }
  }
}

/** The chunk that carries what is known only at the end. */
function endChunk(
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
    },
  };
  // LangChain 1.4 types `usage_metadata` as never for its own default structure; its constructor takes it.
  return new AIMessageChunk(fields as unknown as AIMessageChunkFields);
}

function said(counts: Record<string, number | null>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => (count === null ? [] : [[name, count]])),
  );
}

/** The usage a LangChain message of ours carries, in our shape; null before the end of a stream. */
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

function requestOf(messages: BaseMessage[], options: ChatSettings): ChatRequest {
  const { temperature, maxTokens, topP, frequencyPenalty, presencePenalty, stop, seed } = options;
  const { responseSchema, responseFormat, mayAskPlainly, tools, toolChoice, extra } = options;
  return {
    messages: messages.map(chatMessageOf),
    temperature,
    maxTokens,
    topP,
    frequencyPenalty,
    presencePenalty,
    stop,
    seed,
    responseSchema,
    mayAskPlainly,
    tools,
    toolChoice,
    responseFormat,
    extra,
  };
}

/** A LangChain message as ours; of content blocks only the text is kept. */
export function chatMessageOf(message: BaseMessage): ChatMessage {
  const content = message.text;
  switch (message.type) {
    case "system":
      return { role: "system", content };
    case "ai": {
      const calls =
        AIMessageChunk.isInstance(message) || "tool_calls" in message
          ? ((message as AIMessageChunk).tool_calls ?? [])
          : [];
      if (calls.length === 0) return { role: "assistant", content };
      const toolCalls = calls.map((call) => ({
        id: call.id ?? "",
        name: call.name,
        arguments: JSON.stringify(call.args),
      }));
      return { role: "assistant", content, toolCalls };
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

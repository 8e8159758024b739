import {
  AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import type { AppError } from "#platform/errors";
import type { ChatEvent, ChatMessage, ChatRequest, ChatUsage, FinishReason, ToolCall } from "../schema.ts";
import { readFinishReason } from "./openai-answer.ts";
import { estimateUsage } from "./tokens.ts";
import type { ChatTransport } from "./transport.ts";
import { errorOfFailure, errorOfStatus } from "./upstream-error.ts";

/** Opens the stream of a provider's own LangChain package for one request. */
type Open = (
  request: ChatRequest,
  messages: BaseMessage[],
  signal: AbortSignal | undefined,
) => Promise<AsyncIterable<AIMessageChunk>>;

type PackagedOptions = {
  /** The package adds Anthropic's running total of output tokens up; only the largest of them is the count. */
  isOutputRunningTotal?: boolean;
};

/** A transport over a provider's LangChain package, for protocols that are not OpenAI's. */
export function packagedTransport(
  name: string,
  model: string,
  open: Open,
  options: PackagedOptions = {},
): ChatTransport {
  async function* stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    let whole: AIMessageChunk | null = null;
    let text = "";
    let largestOutput = 0;
    try {
      for await (const chunk of await open(request, request.messages.map(langchainMessage), signal)) {
        whole = whole ? whole.concat(chunk) : chunk;
        largestOutput = Math.max(
          largestOutput,
          (chunk.usage_metadata as UsageMetadata | undefined)?.output_tokens ?? 0,
        );
        if (!chunk.text) continue;
        text += chunk.text;
        yield { type: "delta", text: chunk.text };
      }
      // Some packages end quietly when they are stopped.
      signal?.throwIfAborted();
    } catch (thrown) {
      throw errorOfPackage(name, thrown, signal, text !== "");
    }
    const usage = whole ? usageOfPackage(whole) : null;
    if (usage && options.isOutputRunningTotal) usage.outputTokens = largestOutput;
    const toolCalls = whole ? toolCallsOf(whole) : [];
    yield {
      type: "end",
      usage: usage ?? (await estimateUsage(request.messages, text)),
      finishReason: whole ? finishReasonOf(whole) : "other",
      toolCalls,
      model,
      computeMs: null,
    };
  }
  return { stream };
}

function langchainMessage(message: ChatMessage): BaseMessage {
  switch (message.role) {
    case "system":
      return new SystemMessage(message.content);
    case "assistant": {
      const calls = message.toolCalls?.map((call) => ({
        id: call.id,
        name: call.name,
        args: JSON.parse(call.arguments || "{}") as Record<string, unknown>,
      }));
      return new AIMessage({ content: message.content, ...(calls ? { tool_calls: calls } : {}) });
    }
    case "tool":
      return new ToolMessage({ content: message.content, tool_call_id: message.toolCallId ?? "" });
    default:
      return new HumanMessage(message.content);
  }
}

function toolCallsOf(message: AIMessageChunk): ToolCall[] {
  return (message.tool_calls ?? []).map((call) => ({
    id: call.id ?? "",
    name: call.name,
    arguments: JSON.stringify(call.args),
  }));
}

/** Each package puts the reason elsewhere; where none says it, an answer that came to its end stopped by itself. */
function finishReasonOf(message: AIMessageChunk): FinishReason {
  const { response_metadata: metadata, additional_kwargs: extra } = message;
  const reasons: unknown[] = [
    metadata["finish_reason"],
    metadata["stop_reason"],
    extra["stop_reason"],
    metadata["finishReason"],
  ];
  const reason = reasons.find((candidate) => typeof candidate === "string");
  if (typeof reason === "string") return readFinishReason(reason);
  return (message.tool_calls ?? []).length > 0 ? "tool_calls" : "stop";
}

/** LangChain's packages already add cached tokens to the input; null when the provider did not count. */
function usageOfPackage(message: AIMessageChunk): ChatUsage | null {
  const usage = message.usage_metadata as UsageMetadata | undefined;
  if (!usage || usage.input_tokens + usage.output_tokens === 0) return null;
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cachedInputTokens: usage.input_token_details?.cache_read ?? 0,
    reasoningTokens: usage.output_token_details?.reasoning ?? 0,
    isEstimated: false,
  };
}

type HttpFailure = Error & { status: number; headers?: { get?: (name: string) => string | null } };

function errorOfPackage(
  name: string,
  thrown: unknown,
  signal: AbortSignal | undefined,
  hasStarted: boolean,
): AppError {
  if (!signal?.aborted && isHttpFailure(thrown)) {
    return errorOfStatus(name, {
      status: thrown.status,
      retryAfter: thrown.headers?.get?.("retry-after") ?? null,
    });
  }
  return errorOfFailure(name, thrown, signal, hasStarted);
}

function isHttpFailure(thrown: unknown): thrown is HttpFailure {
  return thrown instanceof Error && "status" in thrown && typeof thrown.status === "number";
}

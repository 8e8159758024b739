import {
  AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  type ContentBlock,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import type { AppError } from "#platform/errors";
import type { ChatEvent, ChatMessage, ChatRequest, FinishReason, ToolCall } from "./schema.ts";
import { recordOf } from "./loose.ts";
import { type SentPart, sentParts } from "./message-parts.ts";
import { readContent, readFinishReason } from "./openai-answer.ts";
import { sourcesAndFilesOf } from "./packaged-sources.ts";
import { type AnswerFile, type AnswerSource, membersOf } from "./sources-and-files.ts";
import { estimateUsage } from "./tokens.ts";
import type { ChatTransport } from "./transport.ts";
import { errorOfFailure, errorOfStatus, retryAfterIn } from "./upstream-error.ts";
import { type Counts, isCounted, makeUsage, readCounts, settleUsage } from "./usage.ts";

/**
 * Opens the stream of a provider's own LangChain package for one request. `count` is told every usage object as the
 * provider sent it: the packages drop what they have no name for, such as thinking and cache writes.
 */
export type Open = (
  request: ChatRequest,
  messages: BaseMessage[],
  signal: AbortSignal | undefined,
  count: (usage: unknown) => void,
) => Promise<AsyncIterable<AIMessageChunk>>;

/** A part of a message as a package passes it on: a block of LangChain's, or one in the provider's own form. */
type BlockOf = (part: SentPart) => ContentBlock;

/** A transport over a provider's LangChain package, for protocols that are not OpenAI's. */
export function packagedTransport(name: string, model: string, open: Open, blockOf: BlockOf): ChatTransport {
  async function* stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    let whole: AIMessageChunk | null = null;
    let text = "";
    let reasoning = "";
    let counts: Counts | null = null;
    let said: Record<string, unknown> = {};
    const sources: AnswerSource[] = [];
    const files: AnswerFile[] = [];
    // Both protocols repeat the count as it grows, each time with what changed.
    const count = (usage: unknown) => {
      said = { ...said, ...withoutNulls(usage) };
      counts = readCounts(said);
    };
    try {
      const messages = request.messages.map((message) => langchainMessage(message, blockOf));
      for await (const chunk of await open(request, messages, signal, count)) {
        whole = whole ? whole.concat(chunk) : chunk;
        const beside = sourcesAndFilesOf(chunk);
        sources.push(...beside.sources);
        files.push(...beside.files);
        const part = readContent(chunk.content);
        reasoning += part.reasoning;
        if (part.reasoning) yield { type: "reasoning", text: part.reasoning };
        else if (chunk.tool_call_chunks?.length) yield { type: "sign" };
        if (!part.text) continue;
        text += part.text;
        yield { type: "delta", text: part.text };
      }
      // Some packages end quietly when they are stopped.
      signal?.throwIfAborted();
    } catch (thrown) {
      throw errorOfPackage(name, thrown, signal, text !== "");
    }
    const toolCalls = whole ? toolCallsOf(whole) : [];
    const finishReason = whole ? finishReasonOf(whole) : "other";
    const hasOutput = text !== "" || reasoning !== "" || toolCalls.length > 0;
    const estimate = isCounted(counts, hasOutput)
      ? makeUsage({ inputTokens: 0, outputTokens: 0 })
      : await estimateUsage(request, { text, reasoning, toolCalls });
    const members = membersOf(sources, files);
    yield {
      type: "end",
      usage: settleUsage(counts, hasOutput, estimate),
      finishReason,
      toolCalls,
      refusal: null,
      model,
      ...(members ? { members } : {}),
      computeMs: null,
    };
  }
  return { stream };
}

function langchainMessage(message: ChatMessage, blockOf: BlockOf): BaseMessage {
  const parts = sentParts(message);
  switch (message.role) {
    case "system":
      return new SystemMessage({
        content: parts.some(({ cacheControl }) => cacheControl) ? parts.map(blockOf) : message.content,
      });
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
      return new HumanMessage({ content: parts.length > 0 ? parts.map(blockOf) : message.content });
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

function withoutNulls(usage: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(recordOf(usage) ?? {}).filter(([, value]) => value !== null));
}

/** OpenAI's tool choice as the packages spell it: auto, none, any, or a tool's name. */
export function packagedToolChoice(choice: ChatRequest["toolChoice"]): string | undefined {
  if (choice === undefined || typeof choice === "string") return choice === "required" ? "any" : choice;
  const name = recordOf(choice["function"])?.["name"];
  return typeof name === "string" ? name : undefined;
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
      retryAfter: retryAfterIn({
        "retry-after-ms": thrown.headers?.get?.("retry-after-ms") ?? undefined,
        "retry-after": thrown.headers?.get?.("retry-after") ?? undefined,
      }),
      unquoted: thrown.message,
    });
  }
  return errorOfFailure(name, thrown, signal, hasStarted);
}

function isHttpFailure(thrown: unknown): thrown is HttpFailure {
  return thrown instanceof Error && "status" in thrown && typeof thrown.status === "number";
}

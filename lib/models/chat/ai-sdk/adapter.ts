import type { LanguageModelV4, LanguageModelV4FinishReason } from "@ai-sdk/provider";
import type { ChatEvent, ChatRequest, FinishReason, ToolCall } from "../../schema.ts";
import { estimateUsage } from "../tokens.ts";
import type { ChatTransport } from "../transport.ts";
import { type Counts, isCounted, makeUsage, settleUsage } from "../usage.ts";
import { errorOfAiSdk } from "./errors.ts";
import { callOptions } from "./request.ts";
import { countsOf } from "./usage.ts";

type AdapterOptions = {
  /** The connection's name, for messages. */
  name: string;
  model: string;
  /** The provider's own model, made at the first call. */
  open: () => Promise<LanguageModelV4>;
  /** What may not be quoted from an answer. */
  secrets: string[];
};

/**
 * Any model of the AI SDK as a way to reach a model of ours, and through ChatModel as a LangChain chat model: text,
 * thinking, tool calls, images, JSON by schema, stop reasons, tokens. Errors are ours, nothing is tried twice.
 */
export function aiSdkTransport({ name, model, open, secrets }: AdapterOptions): ChatTransport {
  let opened: Promise<LanguageModelV4> | null = null;
  async function* stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    const answer = { text: "", reasoning: "", toolCalls: [] as ToolCall[] };
    let counts: Counts | null = null;
    let finishReason: FinishReason = "other";
    let answeredBy = model;
    try {
      opened ??= open();
      const { stream: parts } = await (await opened).doStream(callOptions(request, signal));
      for await (const part of parts) {
        switch (part.type) {
          case "text-delta":
            if (part.delta === "") break;
            answer.text += part.delta;
            yield { type: "delta", text: part.delta };
            break;
          case "reasoning-delta":
            if (part.delta === "") break;
            answer.reasoning += part.delta;
            yield { type: "reasoning", text: part.delta };
            break;
          case "tool-input-start":
          case "tool-input-delta":
            yield { type: "sign" };
            break;
          case "tool-call":
            answer.toolCalls.push({
              id: part.toolCallId,
              name: part.toolName,
              arguments: part.input || "{}",
            });
            break;
          case "response-metadata":
            answeredBy = part.modelId ?? answeredBy;
            break;
          case "finish":
            counts = countsOf(part.usage);
            finishReason = finishReasonOf(part.finishReason);
            break;
          case "error":
            throw part.error;
          default:
            // Starts, ends, sources and files of the answer have no place in a chat event.
            break;
        }
      }
      signal?.throwIfAborted();
    } catch (thrown) {
      const hasStarted = answer.text !== "" || answer.reasoning !== "";
      throw errorOfAiSdk(name, thrown, { signal, hasStarted, secrets });
    }
    const hasOutput = answer.text !== "" || answer.reasoning !== "" || answer.toolCalls.length > 0;
    const estimate = isCounted(counts, hasOutput)
      ? makeUsage({ inputTokens: 0, outputTokens: 0 })
      : await estimateUsage(request, answer);
    yield {
      type: "end",
      usage: settleUsage(counts, hasOutput, estimate),
      finishReason,
      toolCalls: answer.toolCalls,
      refusal: null,
      model: answeredBy,
      computeMs: null,
    };
  }
  return { stream };
}

function finishReasonOf({ unified }: LanguageModelV4FinishReason): FinishReason {
  switch (unified) {
    case "stop":
    case "length":
      return unified;
    case "tool-calls":
      return "tool_calls";
    case "content-filter":
      return "content_filter";
    default:
      return "other";
  }
}

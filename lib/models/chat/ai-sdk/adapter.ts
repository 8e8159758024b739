import type {
  LanguageModelV4,
  LanguageModelV4File,
  LanguageModelV4FinishReason,
  LanguageModelV4Source,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";
import type { ChatEvent, ChatRequest, ChatUsage, FinishReason, ToolCall } from "../schema.ts";
import { estimateUsage } from "../tokens.ts";
import type { ChatTransport } from "../transport.ts";
import { type Counts, isCounted, makeUsage, settleUsage } from "../usage.ts";
import { type AnswerFile, type AnswerSource, membersOf } from "../sources-and-files.ts";
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
 * thinking, tool calls, images, sources, files, JSON by schema, stop reasons, tokens. Errors are ours, nothing is tried twice.
 */
export function aiSdkTransport({ name, model, open, secrets }: AdapterOptions): ChatTransport {
  let opened: Promise<LanguageModelV4> | null = null;
  async function* stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    const answer = new Answer(model);
    try {
      opened ??= open();
      const { stream: parts } = await (await opened).doStream(callOptions(request, signal));
      for await (const part of parts) {
        const event = answer.take(part);
        if (event) yield event;
      }
      signal?.throwIfAborted();
    } catch (thrown) {
      const hasStarted = answer.hasBegun;
      throw errorOfAiSdk(name, thrown, { signal, hasStarted, secrets });
    }
    yield answer.end(
      isCounted(answer.counts, answer.hasOutput)
        ? makeUsage({ inputTokens: 0, outputTokens: 0 })
        : await estimateUsage(request, answer),
    );
  }
  return { stream };
}

/** An answer as its parts come in. */
class Answer {
  text = "";
  reasoning = "";
  counts: Counts | null = null;
  readonly toolCalls: ToolCall[] = [];
  readonly #sources: AnswerSource[] = [];
  readonly #files: AnswerFile[] = [];
  #finishReason: FinishReason = "other";
  #model: string;

  constructor(model: string) {
    this.#model = model;
  }

  get hasBegun(): boolean {
    return this.text !== "" || this.reasoning !== "";
  }

  get hasOutput(): boolean {
    return this.hasBegun || this.toolCalls.length > 0;
  }

  /** What a part says to the one who listens; null for one that only tells of the answer. */
  take(part: LanguageModelV4StreamPart): ChatEvent | null {
    switch (part.type) {
      case "text-delta":
        this.text += part.delta;
        return part.delta === "" ? null : { type: "delta", text: part.delta };
      case "reasoning-delta":
        this.reasoning += part.delta;
        return part.delta === "" ? null : { type: "reasoning", text: part.delta };
      case "tool-input-start":
      case "tool-input-delta":
        return { type: "sign" };
      case "tool-call":
        this.toolCalls.push({ id: part.toolCallId, name: part.toolName, arguments: part.input || "{}" });
        return null;
      case "response-metadata":
        this.#model = part.modelId ?? this.#model;
        return null;
      case "finish":
        this.counts = countsOf(part.usage);
        this.#finishReason = finishReasonOf(part.finishReason);
        return null;
      case "source":
        this.#sources.push(sourceOf(part));
        return null;
      case "file":
        this.#files.push(fileOf(part));
        return { type: "sign" };
      case "error":
        throw part.error;
      default:
        // Starts and ends of parts, and results of a provider's own tools.
        return null;
    }
  }

  /** `estimate` stands in for what the provider did not count. */
  end(estimate: ChatUsage): ChatEvent {
    const members = membersOf(this.#sources, this.#files);
    return {
      type: "end",
      usage: settleUsage(this.counts, this.hasOutput, estimate),
      finishReason: this.#finishReason,
      toolCalls: this.toolCalls,
      refusal: null,
      model: this.#model,
      ...(members ? { members } : {}),
      computeMs: null,
    };
  }
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

function sourceOf(source: LanguageModelV4Source): AnswerSource {
  if (source.sourceType === "url") return { kind: "url", url: source.url, title: source.title ?? null };
  const { title, mediaType, filename } = source;
  return { kind: "document", title, mediaType, fileName: filename ?? null };
}

function fileOf({ mediaType, data }: LanguageModelV4File): AnswerFile {
  if (data.type === "url") return { mediaType, url: String(data.url), fileName: null };
  const base64 = typeof data.data === "string" ? data.data : Buffer.from(data.data).toString("base64");
  return { mediaType, url: `data:${mediaType};base64,${base64}`, fileName: null };
}

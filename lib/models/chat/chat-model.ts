import type { ChatCallOptions } from "./call-options.ts";
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type {
  BaseLanguageModelInput,
  StructuredOutputMethodOptions,
} from "@langchain/core/language_models/base";
import { BaseChatModel, type BindToolsInput } from "@langchain/core/language_models/chat_models";
import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { Runnable, RunnableConfig } from "@langchain/core/runnables";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import type { ChatEvent, ChatRequest, ChatSettings } from "./schema.ts";
import { chatMessageOf, chunkOf, endChunk, eventOf, langchainMessageOf } from "./messages.ts";
import { type OutputSchema, structuredOutput } from "./structured-output.ts";
import type { ChatTransport } from "./transport.ts";
import { errorOfFailure } from "./upstream-error.ts";

type ChatModelFields = {
  name: string;
  model: string;
  transport: ChatTransport;
  isSimulated: boolean;
  isLocal: boolean;
  address?: string;
};
// LangChain bounds what a schema gives by this type.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = Record<string, any>;
type End = Extract<ChatEvent, { type: "end" }>;
export type Answer = { text: string; reasoning: string } & Omit<End, "type">;

/** With a `config` the call is a run of LangChain's, which its callbacks hear of; without one it goes straight to the transport. */
export type ConverseOptions = { signal?: AbortSignal | undefined; config?: RunnableConfig | undefined };

/**
 * The studio's one LangChain chat model, over any transport. Use `invoke`, `stream`, `bindTools` and the rest as
 * LangChain has them, or `converse` and `answer`, which speak our messages and lose nothing of the answer. It never
 * retries: the caller decides.
 */
export class ChatModel extends BaseChatModel<ChatCallOptions, AIMessageChunk> {
  readonly connectionName: string;
  readonly model: string;
  readonly isSimulated: boolean;
  readonly isLocal: boolean;
  /** Where its connection asks, as a text that changes when that does; null where no connection stands behind it. */
  readonly address: string | null;
  readonly #transport: ChatTransport;

  constructor(fields: ChatModelFields) {
    super({});
    this.connectionName = fields.name;
    this.model = fields.model;
    this.isSimulated = fields.isSimulated;
    this.isLocal = fields.isLocal;
    this.address = fields.address ?? null;
    this.#transport = fields.transport;
  }

  override _llmType(): string {
    return "valueloop";
  }

  /** What tracers of LangChain's name a model by. */
  override getLsParams(options: this["ParsedCallOptions"]) {
    return { ...super.getLsParams(options), ls_provider: this.connectionName, ls_model_name: this.model };
  }

  /** Streams deltas and one `end`. Throws an AppError: upstream_failed, upstream_timeout, rate_limited, cancelled. */
  converse(request: ChatRequest, { signal, config }: ConverseOptions = {}): AsyncGenerator<ChatEvent> {
    return config ? this.#asRun(request, signal, config) : this.#stream(request, signal);
  }

  async *#asRun(
    request: ChatRequest,
    signal: AbortSignal | undefined,
    config: RunnableConfig,
  ): AsyncGenerator<ChatEvent> {
    // Not `stream`: its ReadableStream drops a chunk that waits unread when the next one fails.
    const chunks = this._streamIterator(request.messages.map(langchainMessageOf), {
      ...config,
      ...optionsOf(request, signal),
    });
    try {
      for await (const chunk of chunks) yield eventOf(chunk);
    } catch (thrown) {
      throw errorOfFailure(this.connectionName, thrown, signal);
    }
  }

  /** The whole answer at once, without streaming where the provider makes that cheaper. Throws as `converse`. */
  async answer(request: ChatRequest, { signal, config }: ConverseOptions = {}): Promise<Answer> {
    if (!config) return await this.#whole(request, signal);
    try {
      const message = await this.invoke(request.messages.map(langchainMessageOf), {
        ...config,
        ...optionsOf(request, signal),
      });
      const end = eventOf(message);
      if (end.type !== "end") throw new Error("a chat model's message came without its end");
      const { type: _, ...rest } = end;
      const reasoning: unknown = message.additional_kwargs["reasoning_content"];
      return { text: message.text, reasoning: typeof reasoning === "string" ? reasoning : "", ...rest };
    } catch (thrown) {
      throw errorOfFailure(this.connectionName, thrown, signal);
    }
  }

  async *#stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    try {
      signal?.throwIfAborted();
      yield* this.#transport.stream(request, signal);
    } catch (thrown) {
      throw errorOfFailure(this.connectionName, thrown, signal);
    }
  }

  async #whole(request: ChatRequest, signal: AbortSignal | undefined): Promise<Answer> {
    const events: ChatEvent[] = [];
    try {
      signal?.throwIfAborted();
      if (this.#transport.complete) events.push(...(await this.#transport.complete(request, signal)));
      else for await (const event of this.#transport.stream(request, signal)) events.push(event);
    } catch (thrown) {
      throw errorOfFailure(this.connectionName, thrown, signal);
    }
    const textOf = (type: "delta" | "reasoning") =>
      events.map((event) => (event.type === type ? event.text : "")).join("");
    const end = events.find((event) => event.type === "end");
    if (!end)
      throw errorOfFailure(this.connectionName, new Error("a transport ended without its end"), signal, true);
    const { type: _, ...rest } = end;
    return { text: textOf("delta"), reasoning: textOf("reasoning"), ...rest };
  }

  /** LangChain's tools, or OpenAI's definitions, for every call of the model it gives back. */
  override bindTools(
    tools: BindToolsInput[],
    options?: Partial<ChatCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatCallOptions> {
    return this.withConfig({ ...options, tools: tools.map((tool) => ({ ...convertToOpenAITool(tool) })) });
  }

  /** JSON of a schema, checked. By the schema where nothing is said, by "functionCalling" as a tool's arguments. */
  override withStructuredOutput<Output extends Json = Json>(
    schema: OutputSchema<Output>,
    config?: StructuredOutputMethodOptions<false>,
  ): Runnable<BaseLanguageModelInput, Output>;
  override withStructuredOutput<Output extends Json = Json>(
    schema: OutputSchema<Output>,
    config?: StructuredOutputMethodOptions<true>,
  ): Runnable<BaseLanguageModelInput, { raw: BaseMessage; parsed: Output }>;
  override withStructuredOutput<Output extends Json = Json>(
    schema: OutputSchema<Output>,
    config?: StructuredOutputMethodOptions<boolean>,
  ) {
    return structuredOutput<Output>((options) => this.withConfig(options), schema, config);
  }

  override async _generate(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    const { text, reasoning, ...end } = await this.#whole(requestOf(messages, options), options.signal);
    const message = endChunk({ type: "end", ...end }, { text, reasoning }, this.isSimulated);
    return { generations: [{ text, message, generationInfo: { finish_reason: end.finishReason } }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const event of this.#stream(requestOf(messages, options), options.signal)) {
      const text = event.type === "delta" ? event.text : "";
      yield new ChatGenerationChunk({
        text,
        message: chunkOf(event, this.isSimulated),
        ...(event.type === "end" ? { generationInfo: { finish_reason: event.finishReason } } : {}),
      });
      if (text) await runManager?.handleLLMNewToken(text);
    }
  }
}

function requestOf(messages: BaseMessage[], options: ChatCallOptions): ChatRequest {
  const { temperature, maxTokens, topP, frequencyPenalty, presencePenalty, stop, seed } = options;
  const { responseSchema, responseFormat, mayAskPlainly, tools, extra, wire } = options;
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
    toolChoice: options.toolChoice ?? toolChoiceOf(options.tool_choice),
    responseFormat,
    extra,
    wire,
    traceparent: options.traceparent,
    idleTimeoutMs: options.idleTimeoutMs,
  };
}

function optionsOf(request: ChatRequest, signal: AbortSignal | undefined) {
  const { messages: _, stop, ...rest } = request;
  return { ...rest, ...(stop ? { stop } : {}), ...(signal ? { signal } : {}) };
}

/** LangChain's `tool_choice`: a word of OpenAI's, "any" for its "required", or a tool's name. */
function toolChoiceOf(choice: ChatCallOptions["tool_choice"]): ChatSettings["toolChoice"] {
  if (choice === undefined || typeof choice !== "string") return choice;
  if (["auto", "none", "required"].includes(choice)) return choice;
  return choice === "any" ? "required" : { type: "function", function: { name: choice } };
}

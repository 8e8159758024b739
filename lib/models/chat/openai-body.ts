import type { ChatMessage, ChatRequest } from "./schema.ts";
import { recordOf } from "./loose.ts";

/** The body of `POST /chat/completions` for a request. What the caller sent beyond our own settings goes on unchanged. */
export function openAiBody(
  request: ChatRequest,
  model: string,
  options: { isStream: boolean; isOpenAi: boolean },
): Record<string, unknown> {
  const { temperature, topP, stop, seed, tools, toolChoice, extra } = request;
  const { frequencyPenalty, presencePenalty } = request;
  return dropAbsent({
    ...extra,
    model,
    messages: request.messages.map(openAiMessage),
    temperature,
    ...limitOf(request, options.isOpenAi),
    top_p: topP,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    stop: stop?.length ? stop : undefined,
    seed,
    response_format: responseFormatOf(request),
    tools: tools?.length ? tools : undefined,
    tool_choice: toolChoice,
    ...(options.isStream
      ? { stream: true, stream_options: { ...recordOf(extra?.["stream_options"]), include_usage: true } }
      : {}),
  });
}

/**
 * The most tokens of an answer. By the newer name where the caller used it; else OpenAI, whose reasoning models refuse
 * the older one, gets the newer, and other servers the one that all of them know.
 */
function limitOf({ maxTokens, extra }: ChatRequest, isOpenAi: boolean): Record<string, unknown> {
  const isNewer = isOpenAi || extra?.["max_completion_tokens"] !== undefined;
  return isNewer ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens };
}

/** The caller's own format where there is one; else the schema. */
function responseFormatOf({ responseFormat, responseSchema }: ChatRequest): unknown {
  if (responseFormat) return responseFormat;
  if (!responseSchema) return undefined;
  return { type: "json_schema", json_schema: { name: "answer", schema: responseSchema } };
}

function openAiMessage(message: ChatMessage): Record<string, unknown> {
  const { toolCalls } = message;
  return dropAbsent({
    role: message.role,
    // A message that only calls tools has no content; some servers refuse an empty one.
    content: toolCalls?.length && message.content === "" ? null : message.content,
    name: message.name,
    tool_call_id: message.toolCallId,
    tool_calls: toolCalls?.map((call) => ({
      ...call.extra,
      id: call.id,
      type: "function",
      function: { name: call.name, arguments: call.arguments },
    })),
    ...message.asSent,
  });
}

function dropAbsent(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

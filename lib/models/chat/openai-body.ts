import type { ChatMessage, ChatRequest } from "../schema.ts";
import type { Structured } from "./structured.ts";

/** The body of `POST /chat/completions` for a request. */
export function openAiBody(
  request: ChatRequest,
  model: string,
  options: { isStream: boolean; isOpenAi: boolean; structured?: Structured },
): Record<string, unknown> {
  const { temperature, maxTokens, topP, stop, seed, responseSchema, tools, toolChoice } = request;
  const { frequencyPenalty, presencePenalty } = request;
  return dropAbsent({
    model,
    messages: request.messages.map(openAiMessage),
    temperature,
    // OpenAI's reasoning models refuse the older name, other servers do not know the newer one.
    [options.isOpenAi ? "max_completion_tokens" : "max_tokens"]: maxTokens,
    top_p: topP,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    stop: stop?.length ? stop : undefined,
    seed,
    response_format: responseFormat(responseSchema, options.structured ?? "json_schema"),
    tools: tools?.length ? tools : undefined,
    tool_choice: toolChoice,
    ...(options.isStream ? { stream: true, stream_options: { include_usage: true } } : {}),
  });
}

function responseFormat(
  schema: Record<string, unknown> | undefined,
  structured: Structured,
): Record<string, unknown> | undefined {
  if (!schema || structured === "none") return undefined;
  if (structured === "json_object") return { type: "json_object" };
  return { type: "json_schema", json_schema: { name: "answer", schema } };
}

function openAiMessage(message: ChatMessage): Record<string, unknown> {
  return dropAbsent({
    role: message.role,
    content: message.content,
    name: message.name,
    tool_call_id: message.toolCallId,
    tool_calls: message.toolCalls?.map((call) => ({
      id: call.id,
      type: "function",
      function: { name: call.name, arguments: call.arguments },
    })),
  });
}

function dropAbsent(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

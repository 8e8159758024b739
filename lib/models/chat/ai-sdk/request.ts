import type {
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
  LanguageModelV4ToolChoice,
} from "@ai-sdk/provider";
import type { ChatMessage, ChatRequest } from "../schema.ts";
import { recordOf, textOf } from "../loose.ts";
import { type MediaPart, sentParts } from "../message-parts.ts";

type UserPart = Extract<LanguageModelV4Message, { role: "user" }>["content"][number];
type FunctionTool = Extract<NonNullable<LanguageModelV4CallOptions["tools"]>[number], { type: "function" }>;

const efforts = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;

/** Our request as every model of the AI SDK takes it. */
export function callOptions(
  request: ChatRequest,
  signal: AbortSignal | undefined,
): LanguageModelV4CallOptions {
  const { temperature, topP, seed, maxTokens, stop, frequencyPenalty, presencePenalty, extra } = request;
  const topK = extra?.["top_k"];
  const effort = efforts.find((each) => each === extra?.["reasoning_effort"]);
  const format = formatOf(request);
  const tools = (request.tools ?? []).flatMap(functionTool);
  const choice = toolChoiceOf(request.toolChoice);
  return {
    prompt: request.messages.map((message, at) => promptMessage(message, request.messages.slice(0, at))),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(typeof topK === "number" ? { topK } : {}),
    ...(effort ? { reasoning: effort } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...(stop?.length ? { stopSequences: stop } : {}),
    ...(frequencyPenalty === undefined ? {} : { frequencyPenalty }),
    ...(presencePenalty === undefined ? {} : { presencePenalty }),
    ...(format ? { responseFormat: format } : {}),
    ...(tools.length > 0 ? { tools, ...(choice ? { toolChoice: choice } : {}) } : {}),
    ...(signal ? { abortSignal: signal } : {}),
  };
}

/** The caller's own `response_format` wins where it says more than ours. */
function formatOf({
  responseFormat,
  responseSchema,
}: ChatRequest): LanguageModelV4CallOptions["responseFormat"] | null {
  const asked = recordOf(responseFormat?.["json_schema"]);
  const schema = recordOf(asked?.["schema"]) ?? responseSchema;
  const isJson = schema !== undefined || responseFormat?.["type"] === "json_object";
  if (!isJson) return null;
  // Both name any JSON schema; the SDK's type lists the keywords of one draft.
  return {
    type: "json",
    ...(schema ? { schema: schema as never, name: textOf(asked?.["name"]) ?? "answer" } : {}),
  };
}

/** A tool definition in OpenAI's form; one of another type has no place here. */
function functionTool(tool: Record<string, unknown>): FunctionTool[] {
  const declared = recordOf(tool["function"]);
  const name = textOf(declared?.["name"]);
  if (!declared || !name) return [];
  const description = textOf(declared["description"]);
  const inputSchema = recordOf(declared["parameters"]) ?? { type: "object", properties: {} };
  return [
    {
      type: "function",
      name,
      inputSchema: inputSchema as never,
      ...(description ? { description } : {}),
      ...(typeof declared["strict"] === "boolean" ? { strict: declared["strict"] } : {}),
    },
  ];
}

function toolChoiceOf(choice: ChatRequest["toolChoice"]): LanguageModelV4ToolChoice | null {
  if (choice === undefined) return null;
  if (typeof choice !== "string") {
    const toolName = textOf(recordOf(choice["function"])?.["name"]);
    return toolName ? { type: "tool", toolName } : null;
  }
  return choice === "auto" || choice === "none" || choice === "required" ? { type: choice } : null;
}

function promptMessage(message: ChatMessage, before: ChatMessage[]): LanguageModelV4Message {
  const { role, content } = message;
  switch (role) {
    case "system":
      return { role, content };
    case "user":
      return { role, content: userParts(message) };
    case "assistant":
      return {
        role,
        content: [
          ...(content === "" ? [] : [{ type: "text" as const, text: content }]),
          ...(message.toolCalls ?? []).map((call) => ({
            type: "tool-call" as const,
            toolCallId: call.id,
            toolName: call.name,
            input: readJson(call.arguments) ?? {},
          })),
        ],
      };
    case "tool": {
      const toolCallId = message.toolCallId ?? "";
      const call = before.flatMap(({ toolCalls = [] }) => toolCalls).find(({ id }) => id === toolCallId);
      const output = { type: "text" as const, value: content };
      return {
        role,
        content: [
          { type: "tool-result", toolCallId, toolName: call?.name ?? message.name ?? "tool", output },
        ],
      };
    }
    default:
      return role satisfies never;
  }
}

/** The text, and the pictures, files and sound that came with it in OpenAI's form. */
function userParts(message: ChatMessage): UserPart[] {
  const sent = sentParts(message).map((part): UserPart => (part.type === "text" ? part : filePart(part)));
  return sent.length > 0 ? sent : [{ type: "text", text: message.content }];
}

function filePart({ type, mediaType, source, name }: MediaPart): UserPart {
  return {
    type: "file",
    mediaType: mediaType ?? (type === "image_url" ? "image/*" : "application/octet-stream"),
    data: "data" in source ? { type: "data", data: source.data } : { type: "url", url: new URL(source.url) },
    ...(name === null ? {} : { filename: name }),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return text;
  }
}

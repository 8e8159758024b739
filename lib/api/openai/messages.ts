import type { ChatMessage } from "#schema/generation";
import type { OpenAiMessage } from "./schema.ts";

/** A message of OpenAI's as ours; what ours has no place for goes on beside it, for servers that speak the same. */
export function messageOf(message: OpenAiMessage): ChatMessage {
  const { role, content, name, tool_call_id: toolCallId, tool_calls: calls, ...others } = message;
  const text = textOf(content);
  const asSent = {
    ...others,
    ...(role === "developer" || role === "function" ? { role } : {}),
    // A list of parts, null and an empty text mean the same to us and not to every server.
    ...(content === undefined || content === text ? {} : { content }),
    ...(calls?.some(hasMore) ? { tool_calls: calls } : {}),
  };
  return {
    role: role === "developer" ? "system" : role === "function" ? "tool" : role,
    content: text,
    ...(name ? { name } : {}),
    ...(toolCallId ? { toolCallId } : {}),
    ...(calls?.length
      ? {
          toolCalls: calls.map((call) => ({
            id: call.id,
            name: call.function.name,
            arguments: call.function.arguments,
          })),
        }
      : {}),
    ...(Object.keys(asSent).length > 0 ? { asSent } : {}),
  };
}

/** True when a call says more than its id, name and arguments, such as Gemini's thought signature. */
function hasMore(call: NonNullable<OpenAiMessage["tool_calls"]>[number]): boolean {
  const known = new Set(["id", "type", "function"]);
  return Object.keys(call).some((member) => !known.has(member)) || Object.keys(call.function).length > 2;
}

function textOf(content: OpenAiMessage["content"]): string {
  if (!Array.isArray(content)) return content ?? "";
  return content.map((part) => (part.type === "text" ? (part.text ?? "") : "")).join("");
}

import type { GenerateInput } from "#lib/generation";
import { AppError } from "#platform/errors";
import type { ChatMessage } from "#schema/generation";
import type { ResponsesBody } from "./schema.ts";

type Item = Exclude<ResponsesBody["input"], string | undefined>[number];

/**
 * Instructions and items of a Responses call as messages: what policies judge and the record shows. Each message keeps
 * the item it came from, so that a server with /responses gets that one. Throws invalid_input for what is no item.
 */
export function messagesOfResponse({ input, instructions }: ResponsesBody): ChatMessage[] {
  const items =
    typeof input === "string"
      ? [{ role: "user" as const, content: input }]
      : (input ?? []).map(messageOfItem);
  return instructions
    ? [{ role: "system", content: instructions, asSent: { instructions: true } }, ...items]
    : items;
}

function messageOfItem(item: Item, at: number): ChatMessage {
  const { type = "message", role, content } = item;
  const asSent = { item };
  switch (type) {
    case "message":
      return { role: roleOf(role, at), content: textOf(content), asSent };
    case "function_call": {
      const { call_id: id, name, arguments: given } = item;
      if (typeof id !== "string" || typeof name !== "string" || typeof given !== "string")
        throw badItem(at, "a function_call has call_id, name and arguments");
      return { role: "assistant", content: "", toolCalls: [{ id, name, arguments: given }], asSent };
    }
    case "function_call_output":
    case "custom_tool_call_output": {
      const { call_id: id, output } = item;
      if (typeof id !== "string") throw badItem(at, `a ${type} has the call_id of its call`);
      return { role: "tool", content: textOf(output), toolCallId: id, asSent };
    }
    // Thinking, calls of a server's own tools, references: for servers that know them.
    default:
      return { role: "assistant", content: "", asSent };
  }
}

function roleOf(role: unknown, at: number): ChatMessage["role"] {
  if (role === "developer" || role === "system") return "system";
  if (role === "user" || role === "assistant") return role;
  throw badItem(at, "a message has the role user, assistant, system or developer");
}

function badItem(at: number, what: string): AppError {
  return new AppError("invalid_input", `input.${at}: ${what}.`);
}

/** The text of a content: itself, or that of its parts. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => {
      const text: unknown = typeof part === "object" && part !== null && "text" in part ? part.text : "";
      return typeof text === "string" ? text : "";
    })
    .join("");
}

/** The form the answer must have, as chat says it. Throws invalid_input for one we do not know. */
export function responseFormatOfText(
  text: ResponsesBody["text"],
): Pick<GenerateInput, "responseFormat" | "responseSchema"> {
  const format = text?.format;
  if (!format || format.type === "text") return {};
  if (format.type === "json_object") return { responseFormat: format, responseSchema: { type: "object" } };
  const { type, ...schema } = format;
  if (type !== "json_schema" || !format.schema)
    throw new AppError(
      "invalid_input",
      "text.format: send text, json_object, or json_schema with its name and schema.",
    );
  return { responseFormat: { type, json_schema: schema }, responseSchema: format.schema };
}

import { AppError } from "#platform/errors";
import type { ChatMessage, ChatRequest } from "./schema.ts";
import { listOf, recordOf, textOf } from "./loose.ts";

type Loose = Record<string, unknown>;
type Asked = Pick<ChatRequest, "messages" | "tools" | "toolChoice" | "extra" | "wire">;

/** Members of a Responses call that say nothing to a chat, or what a chat does anyway. */
const silent = new Set([
  "store",
  "include",
  "truncation",
  "text",
  "reasoning",
  "stream_options",
  "background",
  "metadata",
]);

/**
 * A Responses call asked as chat: its items as messages, its tools and forms in chat's shape. Throws invalid_input for
 * what chat has no place for: a server's own tools, kept conversations, stored prompts.
 */
export function responseAsChat<Request extends Asked>(request: Request): Omit<Request, "wire"> {
  const { wire: _, messages, tools, toolChoice, extra = {}, ...others } = request;
  for (const member of ["previous_response_id", "conversation", "prompt", "max_tool_calls"])
    if (extra[member] !== undefined) throw notInChat(member);
  if (extra["background"] === true) throw notInChat("background");
  const asked = Object.fromEntries(Object.entries(extra).filter(([member]) => !silent.has(member)));
  const effort = textOf(recordOf(extra["reasoning"])?.["effort"]);
  const verbosity = textOf(recordOf(extra["text"])?.["verbosity"]);
  const isTopAsked = asked["top_logprobs"] !== undefined;
  const wantsLogprobs = isTopAsked || listOf(extra["include"]).includes("message.output_text.logprobs");
  return {
    ...others,
    messages: joined(messages.flatMap(asChatMessage)),
    ...(tools ? { tools: tools.map(asChatTool) } : {}),
    ...(toolChoice === undefined ? {} : { toolChoice: asChatChoice(toolChoice) }),
    extra: {
      ...asked,
      ...(effort ? { reasoning_effort: effort } : {}),
      ...(verbosity ? { verbosity } : {}),
      ...(wantsLogprobs ? { logprobs: true } : {}),
    },
  } as unknown as Omit<Request, "wire">;
}

function notInChat(what: string): AppError {
  return new AppError(
    "invalid_input",
    `${what}: this model answers chat only, which has no such thing. Leave it out (and send the whole conversation in input), or choose a model whose server has /responses.`,
  );
}

/** Under which member an item has its text, as itself or as parts; other items are no texts of a message. */
export function textMemberOf(item: Loose): "content" | "output" | null {
  const type = textOf(item["type"]) ?? "message";
  if (type === "message") return "content";
  return type === "function_call_output" || type === "custom_tool_call_output" ? "output" : null;
}

/**
 * The item a message came as, which says the same as the message: where a policy took something out that began in one
 * of its parts and ended in another, the text stands in the first of them.
 */
export function agreedItem({ content, asSent }: ChatMessage): Loose | null {
  const item = recordOf(asSent?.["item"]);
  const member = item && textMemberOf(item);
  if (!item || !member) return item;
  const parts = item[member];
  if (typeof parts === "string") return { ...item, [member]: content };
  const texts = listOf(parts).map((part) => recordOf(part)?.["text"]);
  if (texts.filter((text) => typeof text === "string").join("") === content) return item;
  const first = texts.findIndex((text) => typeof text === "string");
  const kept = listOf(parts).flatMap((part, at) =>
    at === first ? [{ ...recordOf(part), text: content }] : typeof texts[at] === "string" ? [] : [part],
  );
  return { ...item, [member]: kept };
}

/** A message without the item it came as; an item that is no message is left out where it only explains, else refused. */
function asChatMessage(given: ChatMessage): ChatMessage[] {
  const { asSent: _, ...message } = given;
  const item = agreedItem(given);
  if (!item) return [message];
  const type = textOf(item["type"]) ?? "message";
  if (type === "reasoning") return [];
  if (type === "function_call_output" && listOf(item["output"]).some((part) => !isTextPart(part)))
    throw notInChat("pictures and files in a function_call_output");
  if (type === "function_call" || type === "function_call_output") return [message];
  if (type !== "message") throw notInChat(`input items of type ${type}`);
  const { content } = item;
  if (!Array.isArray(content)) return [message];
  const parts = content.map((part) => asChatPart(recordOf(part) ?? {}));
  const isText = parts.every((part) => part["type"] === "text");
  return [isText ? message : { ...message, asSent: { content: parts } }];
}

function isTextPart(part: unknown): boolean {
  return typeof recordOf(part)?.["text"] === "string";
}

function asChatPart(part: Loose): Loose {
  const { type, ...members } = part;
  switch (type) {
    case "input_text":
    case "output_text":
      return { type: "text", text: members["text"] };
    case "input_image": {
      const { image_url: url, detail } = members;
      if (typeof url !== "string") throw notInChat("input_image without image_url");
      return { type: "image_url", image_url: { url, ...(detail ? { detail } : {}) } };
    }
    case "input_file":
      return { type: "file", file: members };
    case "refusal":
      return part;
    default:
      return part;
  }
}

/** Calls that stand side by side are one message's in chat, and so is the text before them. */
function joined(messages: readonly ChatMessage[]): ChatMessage[] {
  const result: ChatMessage[] = [];
  for (const message of messages) {
    const last = result.at(-1);
    const isMore =
      last?.role === "assistant" && message.role === "assistant" && message.toolCalls !== undefined;
    if (isMore && last)
      result[result.length - 1] = {
        ...last,
        toolCalls: [...(last.toolCalls ?? []), ...(message.toolCalls ?? [])],
      };
    else result.push(message);
  }
  return result;
}

function asChatTool(tool: Loose): Loose {
  const { type, ...members } = tool;
  if (type === "function" && members["function"] === undefined) return { type, function: members };
  if (type === "function") return tool;
  throw notInChat(`tools of type ${String(type)}`);
}

function asChatChoice(choice: string | Loose): string | Loose {
  if (typeof choice === "string" || choice["function"] !== undefined) return choice;
  const { type, name } = choice;
  if (type !== "function") throw notInChat(`tool_choice of type ${String(type)}`);
  return { type, function: { name } };
}

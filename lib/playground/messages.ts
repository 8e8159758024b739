import { convertToModelMessages, type ModelMessage } from "ai";
import { isMedia } from "#lib/generation";
import { redactForStorage } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import type { ChatMessage } from "#schema/generation";
import { stepLimit } from "./constants.ts";
import type { PlaygroundMessage, PlaygroundPart } from "./schema.ts";

type PartOf<Role extends ModelMessage["role"]> = Exclude<
  Extract<ModelMessage, { role: Role }>["content"],
  string
>[number];
type ToolOutput = Extract<PartOf<"tool">, { type: "tool-result" }>["output"];

/** A conversation as a call takes it, after the prompt's own messages; the turn that runs the prompt says nothing itself. */
export async function chatMessages(messages: PlaygroundMessage[]): Promise<ChatMessage[]> {
  const converted = await convertToModelMessages(messages, { ignoreIncompleteToolCalls: true });
  return converted.flatMap((message) => {
    switch (message.role) {
      case "system":
        return [];
      case "user":
        return userMessage(message.content);
      case "assistant":
        return assistantMessage(message.content);
      case "tool":
        return message.content.flatMap((part) =>
          part.type === "tool-result"
            ? [{ role: "tool" as const, toolCallId: part.toolCallId, content: outputText(part.output) }]
            : [],
        );
      default:
        return message satisfies never;
    }
  });
}

function userMessage(content: string | PartOf<"user">[]): ChatMessage[] {
  const parts = typeof content === "string" ? [{ type: "text" as const, text: content }] : content;
  const text = parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n\n");
  const images = parts.flatMap((part) => (part.type === "file" ? [imageUrl(part)] : []));
  if (text === "" && images.length === 0) return [];
  if (images.length === 0) return [{ role: "user", content: text }];
  const asSent = [
    ...(text ? [{ type: "text", text }] : []),
    ...images.map((url) => ({ type: "image_url", image_url: { url } })),
  ];
  return [{ role: "user", content: text, asSent: { content: asSent } }];
}

function imageUrl({ data }: Extract<PartOf<"user">, { type: "file" }>): string {
  if (typeof data === "string") return data;
  if (data instanceof URL) return data.href;
  if (typeof data === "object" && "type" in data && data.type === "url") return data.url.toString();
  throw new AppError("invalid_input", "Attach images as they come from the file.");
}

function assistantMessage(content: string | PartOf<"assistant">[]): ChatMessage[] {
  const parts = typeof content === "string" ? [{ type: "text" as const, text: content }] : content;
  const text = parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
  const toolCalls = parts.flatMap((part) =>
    part.type === "tool-call"
      ? [{ id: part.toolCallId, name: part.toolName, arguments: JSON.stringify(part.input ?? {}) }]
      : [],
  );
  if (text === "" && toolCalls.length === 0) return [];
  return [{ role: "assistant", content: text, ...(toolCalls.length > 0 ? { toolCalls } : {}) }];
}

function outputText(output: ToolOutput): string {
  if (!("value" in output)) return "";
  return typeof output.value === "string" ? output.value : JSON.stringify(output.value);
}

/** Throws invalid_input when the last turn has asked for tools as often as one may. */
export function requireStepsLeft(messages: PlaygroundMessage[]): void {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return;
  const steps = last.parts.filter(({ type }) => type === "step-start").length;
  if (steps >= stepLimit)
    throw new AppError(
      "invalid_input",
      `The model has asked for tools ${stepLimit} times in this turn. Write a reply to go on, or run the prompt again.`,
    );
}

/** What a message says, with personal data replaced as the policies say; ids and types stay as they are. */
export async function redactMessages(
  ctx: Context,
  messages: PlaygroundMessage[],
): Promise<PlaygroundMessage[]> {
  const said = messages.map(({ parts }) => parts.map(saidBy));
  const { value } = await redactForStorage(ctx, said);
  return messages.map((message, at) => ({
    ...message,
    parts: message.parts.map((part, place) => ({ ...part, ...value[at]?.[place] }) as PlaygroundPart),
  }));
}

/** The members of a part that hold what somebody wrote. A picture is no text; a file of text is. */
function saidBy(part: PlaygroundPart): Record<string, unknown> {
  switch (part.type) {
    case "text":
    case "reasoning":
      return { text: part.text };
    case "dynamic-tool":
      return {
        input: part.input,
        ...(part.state === "output-available" ? { output: part.output } : {}),
        ...(part.state === "output-error" ? { errorText: part.errorText } : {}),
      };
    case "data-run":
      return { data: part.data };
    case "data-problem":
      return { data: part.data };
    case "data-generation":
      return part.data.refusal ? { data: part.data } : {};
    case "file":
      return {
        ...(part.filename === undefined ? {} : { filename: part.filename }),
        ...(part.providerMetadata === undefined ? {} : { providerMetadata: part.providerMetadata }),
        ...(isMedia(part.url) ? {} : { url: part.url }),
      };
    case "source-url":
      return { url: part.url, ...(part.title === undefined ? {} : { title: part.title }) };
    case "source-document":
      return { title: part.title, ...(part.filename === undefined ? {} : { filename: part.filename }) };
    default:
      return {};
  }
}

/** How a conversation is called in a list: its first words. */
export function titleOf(messages: PlaygroundMessage[]): string {
  const words = messages.flatMap(({ parts }) =>
    parts.flatMap((part) => {
      if (part.type === "text") return [part.text];
      if (part.type !== "data-run") return [];
      const values = Object.values(part.data.variables).filter((value) => typeof value === "string");
      // The longest says most: short ones are often the same in every run.
      return values.toSorted((a, b) => b.length - a.length).slice(0, 1);
    }),
  );
  return [...(words.find((each) => each.trim() !== "")?.trim() ?? "A run without variables")]
    .slice(0, 120)
    .join("");
}

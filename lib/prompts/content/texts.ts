import type { MessageRole, PromptContent } from "./schema.ts";

/** The template texts of a content, in order, with the place each stands in. */
export function contentTexts(
  content: PromptContent,
): { place: string; id: string | null; role: MessageRole | null; text: string }[] {
  return content.kind === "text"
    ? [{ place: "text", id: null, role: null, text: content.text }]
    : content.messages.map((message, index) => ({
        place: `messages.${index}`,
        id: message.id ?? null,
        role: message.role,
        text: message.content,
      }));
}

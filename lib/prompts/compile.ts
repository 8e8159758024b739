import { coerceVariables } from "./coerce.ts";
import type { PromptContent, PromptMessage } from "./content.ts";
import { renderTemplate } from "./render.ts";

/** A prompt ready for a model. A text prompt becomes one user message; `text` is then the same text. */
export type CompiledPrompt = { kind: "chat" | "text"; messages: PromptMessage[]; text: string | null };

/**
 * Fills a content's templates. Values typed in a form (texts) are read as the variable's type; values that no
 * variable declares are ignored. Throws `invalid_input` with every VariableIssue in `details.issues`.
 */
export function compilePrompt(
  content: PromptContent,
  variables: Record<string, unknown> = {},
): CompiledPrompt {
  const values = coerceVariables(content.variables, variables);
  if (content.kind === "text") {
    const text = renderTemplate(content.text, values);
    return { kind: "text", messages: [{ role: "user", content: text }], text };
  }
  const lists = new Set(content.variables.filter(({ type }) => type === "messages").map(({ name }) => name));
  const messages = content.messages.flatMap((message): PromptMessage[] => {
    const alone = /^\s*\{\{\{?\s*&?\s*([\w-]+)\s*\}?\}\}\s*$/.exec(message.content)?.[1];
    if (alone !== undefined && lists.has(alone)) return (values[alone] as PromptMessage[] | undefined) ?? [];
    return [{ role: message.role, content: renderTemplate(message.content, values) }];
  });
  return { kind: "chat", messages, text: null };
}

import { coerceVariables } from "./coerce.ts";
import type { PromptContent, PromptMessage } from "../content/schema.ts";
import { resolveNothing, type Resolver } from "./includes.ts";
import { renderTemplate } from "./render.ts";
import { scanTags } from "./tags.ts";

/** A prompt ready for a model. A text prompt becomes one user message; `text` is then the same text. */
export type CompiledPrompt = { kind: "chat" | "text"; messages: PromptMessage[]; text: string | null };

/**
 * Fills a content's templates. Values typed in a form (texts) are read as the variable's type; values that no
 * variable declares are ignored. The texts that stand in it are handed in: `resolverOf(version.includes)`. Throws `invalid_input` with every VariableIssue in `details.issues`.
 */
export function compilePrompt(
  content: PromptContent,
  variables: Record<string, unknown> = {},
  resolve: Resolver = resolveNothing,
): CompiledPrompt {
  const values = coerceVariables(content.variables, variables);
  if (content.kind === "text") {
    const text = renderTemplate(content.text, values, resolve);
    return { kind: "text", messages: [{ role: "user", content: text }], text };
  }
  const lists = new Set(content.variables.filter(({ type }) => type === "messages").map(({ name }) => name));
  const messages = content.messages.flatMap((message): PromptMessage[] => {
    const alone = lists.size > 0 ? onlyTag(message.content) : null;
    if (alone !== null && lists.has(alone)) return (values[alone] as PromptMessage[] | undefined) ?? [];
    return [{ role: message.role, content: renderTemplate(message.content, values, resolve) }];
  });
  return { kind: "chat", messages, text: null };
}

/** The name in a text that is one tag and nothing else. */
function onlyTag(text: string): string | null {
  const { tags, unclosed } = scanTags(text);
  const [tag] = tags;
  const isOnly =
    tag !== undefined && tags.length === 1 && unclosed === null && (tag.sign === "" || tag.sign === "&");
  return isOnly && text.trim() === text.slice(tag.from, tag.to) ? tag.name : null;
}

import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import { createPrompt } from "#lib/prompts";
import { PromptContent, type PromptContentInput, type PromptView } from "#schema/prompts";

/** A chat content with one user message; variables are those given. */
export function buildContent(
  text = "Sort {{ticket}}",
  overrides: Partial<Extract<PromptContentInput, { kind: "chat" }>> = {},
): PromptContent {
  const variables = text.includes("{{ticket}}") ? [{ name: "ticket" }] : [];
  return PromptContent.parse({
    kind: "chat",
    messages: [{ role: "user", content: text }],
    variables,
    ...overrides,
  });
}

/** A prompt with one version under a path of its own. */
export function buildPrompt(
  ctx: Context,
  overrides: { path?: string; content?: PromptContentInput; description?: string } = {},
): Promise<PromptView> {
  return createPrompt(ctx, { path: `support/${newId()}`, content: buildContent(), ...overrides });
}

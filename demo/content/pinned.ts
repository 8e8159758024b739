import type { ModelTarget } from "#schema/models";
import type { PromptContent } from "#schema/prompts";

/** A version's content with the model it is served by. */
export function pinned(content: PromptContent, model: ModelTarget): PromptContent {
  return { ...content, settings: { ...content.settings, model } };
}

import canonicalize from "canonicalize";
import { detectVariables, includedIn, resolverOf, withoutMessageIds } from "#client/prompts";
import type { Included, PromptContent, PromptVariable, Resolution } from "#schema/prompts";

/** True when two contents say the same, whatever the order of their keys (the database keeps its own) and the ids of their messages. */
export function sameContent(left: PromptContent, right: PromptContent): boolean {
  return canonicalize(withoutMessageIds(left)) === canonicalize(withoutMessageIds(right));
}

/** True where a save of this content would take up another text for something that stands in the newest version. */
export function hasNewerIncludes(
  content: PromptContent,
  resolutions: readonly Resolution[],
  saved: readonly Included[],
): boolean {
  return includedIn(content, resolutions).some(({ reference, contentHash }) => {
    const before = saved.find((each) => each.reference === reference);
    return before !== undefined && before.contentHash !== contentHash;
  });
}

/**
 * The variables beside a template while somebody types: those it uses are added with a guessed type, and those
 * that were only ever a guess go again, so that typing {{cat…}} leaves no {{c}} and {{ca}} behind.
 */
export function reconcileVariables(
  content: PromptContent,
  saved: PromptContent,
  includes: readonly Resolution[] = [],
): PromptContent {
  const detected = detectVariables(content, resolverOf(includes));
  const used = new Map(detected.map((variable) => [variable.name, variable]));
  const savedNames = new Set(saved.variables.map(({ name }) => name));
  const kept = content.variables.filter(
    (variable) => used.has(variable.name) || savedNames.has(variable.name) || !isGuess(variable),
  );
  const names = new Set(kept.map(({ name }) => name));
  const added = detected.filter(({ name }) => !names.has(name));
  if (added.length === 0 && kept.length === content.variables.length) return content;
  return { ...content, variables: [...kept, ...added] };
}

function isGuess({ default: fallback, description, options }: PromptVariable): boolean {
  return fallback === undefined && !description && !options?.length;
}

/** The same content with one of its texts (by place, as problems name it) replaced. */
export function withText(content: PromptContent, place: string, text: string): PromptContent {
  if (content.kind === "text") return { ...content, text };
  const index = Number(place.split(".")[1]);
  return {
    ...content,
    messages: content.messages.map((message, at) => (at === index ? { ...message, content: text } : message)),
  };
}

/** A quick guess for the editor: four characters a token for Latin script, less where each sign is a word. */
export function estimateTokens(text: string): number {
  let quarters = 0;
  for (const sign of text) quarters += sign.charCodeAt(0) < 0x250 ? 1 : 3;
  return Math.ceil(quarters / 4);
}

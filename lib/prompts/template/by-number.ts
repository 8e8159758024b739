import type { PromptContent } from "../content/schema.ts";
import type { Included } from "./includes.ts";
import { scanTags } from "./tags.ts";

/**
 * A content that names the versions that stand in it by their numbers: whenever it is saved, it says what it says with
 * these includes. References of none of them stay as they are.
 */
export function includesByNumber(content: PromptContent, includes: readonly Included[]): PromptContent {
  const numbered = (text: string) => withNumbers(text, includes);
  if (content.kind === "text") return { ...content, text: numbered(content.text) };
  return {
    ...content,
    messages: content.messages.map((message) => ({ ...message, content: numbered(message.content) })),
  };
}

function withNumbers(text: string, includes: readonly Included[]): string {
  let [result, at] = ["", 0];
  for (const { sign, name, from, to } of text.includes(">") ? scanTags(text).tags : []) {
    const included = sign === ">" ? includes.find(({ reference }) => reference === name) : undefined;
    if (!included) continue;
    const tag = text.slice(from, to);
    result += text.slice(at, from) + tag.replace(name, `${included.path}@${included.versionNumber}`);
    at = to;
  }
  return result + text.slice(at);
}

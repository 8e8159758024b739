import { contentHash } from "#platform/canonical";
import { newId } from "#platform/ids";
import { withMessageIds, withoutMessageIds } from "./message-ids.ts";
import type { Included } from "../template/includes.ts";
import type { PromptContent } from "./schema.ts";

/**
 * The hash of what a content says: two that differ in nothing but message ids are the same version, so that a
 * program which knows no ids saves nothing twice, and hashes from before there were ids hold.
 */
export function hashOfContent(content: PromptContent): string {
  return contentHash(withoutMessageIds(content));
}

/**
 * The hash of a version: what it says, and what stands in it through its includes. Where nothing does, it is the hash of
 * the content.
 */
export function hashOfVersion(content: PromptContent, includes: readonly Included[]): string {
  if (includes.length === 0) return hashOfContent(content);
  const standing = includes.map(({ reference, contentHash: hash }) => ({ reference, contentHash: hash }));
  return contentHash({
    content: withoutMessageIds(content),
    includes: standing.toSorted((a, b) => (a.reference < b.reference ? -1 : 1)),
  });
}

/** A content as it is stored, over the one it was written on: every message has its id. */
export function identifyMessages(content: PromptContent, before: PromptContent | null): PromptContent {
  return withMessageIds(content, before, () => newId());
}

/**
 * Reads a stored content. It was written only by this room, through PromptContent, so the column holds its shape.
 * Messages from before there were ids get one made from what they say: the same in every version, and at every read.
 */
export function asContent(stored: unknown): PromptContent {
  const content = stored as PromptContent;
  if (content.kind === "text" || content.messages.every(({ id }) => id !== undefined)) return content;
  const seen = new Map<string, number>();
  return {
    ...content,
    messages: content.messages.map((message) => {
      if (message.id !== undefined) return message;
      const { role, content: text } = message;
      const made = contentHash({ role, content: text }).slice(0, 16);
      const times = (seen.get(made) ?? 0) + 1;
      seen.set(made, times);
      return { id: times === 1 ? made : `${made}-${times}`, role, content: text };
    }),
  };
}

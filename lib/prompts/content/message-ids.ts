import { pairMessages } from "./pair-messages.ts";
import type { PromptContent, PromptMessage } from "./schema.ts";
import { contentTexts } from "./texts.ts";

/** What a content says: message ids only tell which message became which, and no model is sent them. */
export function withoutMessageIds(content: PromptContent): PromptContent {
  if (content.kind === "text") return content;
  return {
    ...content,
    messages: content.messages.map(({ role, content: text }) => ({ role, content: text })),
  };
}

/**
 * The content with an id on every message. One that came without (typed by a program, kept by an older version) takes
 * that of the message of `before` it was most likely made from; the others get a new one.
 */
export function withMessageIds(
  content: PromptContent,
  before: PromptContent | null,
  newMessageId: () => string,
): PromptContent {
  if (content.kind === "text") return content;
  const taken = new Set(content.messages.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const inherited = before ? idsFrom(before, content) : new Map<number, string>();
  const idAt = (place: number): string => {
    const known = inherited.get(place);
    if (known === undefined || taken.has(known)) return newMessageId();
    taken.add(known);
    return known;
  };
  return {
    ...content,
    messages: content.messages.map((message, place) => identified(message, message.id ?? idAt(place))),
  };
}

/** An id made from what an old message says (stored.ts); it changes with the words. */
const madeFromText = /^[0-9a-f]{16}(-\d+)?$/;

/**
 * The messages of a side under the ids of the base both sides came from: one of a version from before there were ids is
 * called by what it says, so a reworded one has another. Ids that were given are taken at their word.
 */
export function alignMessageIds(base: PromptContent, side: PromptContent): PromptContent {
  if (base.kind === "text" || side.kind === "text") return side;
  const inherited = idsFrom(base, side);
  return {
    ...side,
    messages: side.messages.map((message, place) => {
      const id = madeFromText.test(message.id ?? "") ? inherited.get(place) : undefined;
      return id === undefined ? message : identified(message, id);
    }),
  };
}

function identified({ role, content }: PromptMessage, id: string): PromptMessage {
  return { id, role, content };
}

/** By place in `content`, the id of the message of `before` it was made from. */
function idsFrom(before: PromptContent, content: PromptContent): Map<number, string> {
  if (before.kind === "text") return new Map();
  const pairs = pairMessages(contentTexts(before), contentTexts(content));
  return new Map(
    pairs.flatMap(({ old, now }): [number, string][] => {
      const id = old === null ? undefined : before.messages[old]?.id;
      return id === undefined || now === null ? [] : [[now, id]];
    }),
  );
}

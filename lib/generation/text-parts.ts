import { textMemberOf } from "#lib/models";
import type { ToolCall } from "#schema/models";
import type { ChatMessage } from "./schema.ts";

/** What a message came as, beside its text: the members of a chat message, or the item of a Responses call. */
type Members = NonNullable<ChatMessage["asSent"]>;
type Part = Record<string, unknown>;

/** Members without what is judged as the message's text or its call, so that nothing is judged and counted twice. */
export function textless(members: Members): Members {
  const item = recordOf(members["item"]);
  if (item["type"] === "function_call") return { ...members, item: { ...item, name: null, arguments: null } };
  return changed(withoutPlainContent(members), {
    text: () => null,
    parts: (parts, isText) => parts.map((part) => (isText(part) ? { ...recordOf(part), text: null } : part)),
  });
}

/** Members after their judgement, with the text back in its places; a call's as its own judgement left it. */
export function withTexts(before: Members, judged: Members, call?: ToolCall): Members {
  const item = recordOf(judged["item"]);
  if (item["type"] === "function_call" && call)
    return { ...judged, item: { ...item, name: call.name, arguments: call.arguments } };
  const own = textsIn(before);
  return changed(
    { ...before, ...judged },
    {
      text: () => own.text,
      parts: (parts) =>
        parts.map((part, at) => (own.texts.has(at) ? { ...recordOf(part), text: own.texts.get(at) } : part)),
    },
  );
}

/**
 * The parts of a message with its text after the policies. Parts before and behind what changed stay; those between
 * become one, since what was taken out may have begun in one and ended in another. It keeps the members of all of them.
 */
export function withText(members: Members, before: string, after: string): Members {
  if (before === after) return members;
  return changed(withoutPlainContent(members), {
    text: () => after,
    parts: (parts, isText) => rewritten(parts, isText, after),
  });
}

function rewritten(given: readonly unknown[], isText: (part: unknown) => boolean, after: string): unknown[] {
  const texts = given.filter(isText).map(recordOf);
  const own = texts.map(({ text }) => (typeof text === "string" ? text : ""));
  const [head, tail] = unchanged(own, after);
  const between = texts.slice(head.count, texts.length - tail.count);
  const text = after.slice(head.characters, after.length - tail.characters);
  const merged = text === "" ? [] : [Object.assign({}, ...between, { text }) as unknown];
  let at = -1;
  return given.flatMap((part: unknown) => {
    if (!isText(part)) return [part];
    at += 1;
    if (at < head.count || at >= texts.length - tail.count) return [part];
    return at === head.count ? merged : [];
  });
}

/** The texts of parts after the policies, as `withText` puts them; null for a part that went into the one before. */
export function textsOfParts(own: readonly string[], after: string): (string | null)[] {
  const [head, tail] = unchanged(own, after);
  return own.map((text, at) => {
    if (at < head.count || at >= own.length - tail.count) return text;
    return at === head.count ? after.slice(head.characters, after.length - tail.characters) : null;
  });
}

/** How many parts, and characters of them, a text still begins and ends with. */
function unchanged(own: readonly string[], after: string) {
  const [head, tail] = [nothing(), nothing()];
  for (const text of own) {
    if (!after.startsWith(text, head.characters)) break;
    head.count += 1;
    head.characters += text.length;
  }
  for (const text of own.slice(head.count).toReversed()) {
    const rest = after.slice(head.characters, after.length - tail.characters);
    if (!rest.endsWith(text)) break;
    tail.count += 1;
    tail.characters += text.length;
  }
  return [head, tail] as const;
}

const nothing = () => ({ count: 0, characters: 0 });

/** True for a part of a message that is its text. */
export function isTextPart(part: unknown): boolean {
  return typeof part === "object" && part !== null && "type" in part && part.type === "text";
}

const hasText = (part: unknown) => typeof recordOf(part)["text"] === "string";

type Change = {
  text: (own: unknown) => unknown;
  parts: (parts: readonly unknown[], isText: (part: unknown) => boolean) => unknown[];
};

/** The members with the place changed in which the message's text stands: the parts of a chat message, or an item's. */
function changed(members: Members, change: Change): Members {
  const item = recordOf(members["item"]);
  const member = "item" in members ? textMemberOf(item) : null;
  if (member) {
    const own = item[member];
    if (own === undefined) return members;
    const value = Array.isArray(own) ? change.parts(own, hasText) : change.text(own);
    return { ...members, item: { ...item, [member]: value } };
  }
  const { content } = members;
  return Array.isArray(content) ? { ...members, content: change.parts(content, isTextPart) } : members;
}

/** A content that is no list says what the message says. */
function withoutPlainContent(members: Members): Members {
  const { content, ...others } = members;
  return Array.isArray(content) ? members : others;
}

/** The texts of the members, by the places of their parts. */
function textsIn(members: Members): { text: unknown; texts: Map<number, unknown> } {
  const texts = new Map<number, unknown>();
  let text: unknown;
  changed(members, {
    text: (own) => (text = own),
    parts: (parts, isText) => {
      for (const [at, part] of parts.entries()) if (isText(part)) texts.set(at, recordOf(part)["text"]);
      return [...parts];
    },
  });
  return { text, texts };
}

function recordOf(part: unknown): Part {
  return typeof part === "object" && part !== null ? { ...part } : {};
}

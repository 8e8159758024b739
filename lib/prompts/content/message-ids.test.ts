import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PromptContent, type PromptMessage } from "./schema.ts";
import { alignMessageIds, withMessageIds, withoutMessageIds } from "./message-ids.ts";
import { asContent, hashOfContent } from "./stored.ts";

const chat = (messages: PromptMessage[]) => PromptContent.parse({ kind: "chat", messages });
const idsOf = (content: PromptContent) =>
  content.kind === "chat" ? content.messages.map(({ id }) => id) : [];
const counter = () => {
  let count = 0;
  return () => `new-${(count += 1)}`;
};
const [s, u, a] = [
  { role: "system" as const, content: "Sort tickets into one of four categories." },
  { role: "user" as const, content: "Ticket: {{text}}" },
  { role: "assistant" as const, content: "billing" },
];

describe("ids of messages", () => {
  it("are given to messages that have none, and stay with those that have one", () => {
    expect(idsOf(withMessageIds(chat([{ ...s, id: "mine" }, u]), null, counter()))).toEqual([
      "mine",
      "new-1",
    ]);
  });
  it("go from version to version with the message: changed, moved, and beside a new one", () => {
    const before = chat([
      { ...s, id: "s" },
      { ...u, id: "u" },
      { ...a, id: "a" },
    ]);
    const after = chat([u, { ...s, content: `${s.content} Be brief.` }, { role: "user", content: "New" }, a]);
    expect(idsOf(withMessageIds(after, before, counter()))).toEqual(["u", "s", "new-1", "a"]);
  });
  it("are never two messages' own", () => {
    const ids = fc.constantFrom("a", "b", "c", undefined);
    const messages = fc
      .array(
        fc.record({ id: ids, role: fc.constantFrom("user" as const), content: fc.constantFrom("x", "y") }),
        {
          minLength: 1,
        },
      )
      .filter((all) => {
        const named = all.flatMap(({ id }) => id ?? []);
        return new Set(named).size === named.length;
      })
      .map((all) => chat(all.map(({ id, ...message }) => (id === undefined ? message : { ...message, id }))));
    fc.assert(
      fc.property(messages, messages, (before, content) => {
        const old = withMessageIds(before, null, counter());
        const made = withMessageIds(content, old, () => crypto.randomUUID());
        expect(new Set(idsOf(made)).size).toBe(idsOf(made).length);
        expect(idsOf(made)).not.toContain(undefined);
        expect(withoutMessageIds(made)).toEqual(withoutMessageIds(content));
        const aligned = alignMessageIds(old, made);
        expect(new Set(idsOf(aligned)).size).toBe(idsOf(aligned).length);
      }),
    );
  });
  it("are no part of what a version says", () => {
    expect(hashOfContent(chat([{ ...s, id: "one" }]))).toBe(hashOfContent(chat([{ ...s, id: "other" }])));
    expect(hashOfContent(chat([s]))).not.toBe(hashOfContent(chat([{ ...s, content: "x" }])));
  });
  it("of a version from before there were any are the same at every read, and in every version", () => {
    const first = asContent(withoutMessageIds(chat([s, u, u])));
    const second = asContent(withoutMessageIds(chat([a, s, u])));
    expect(asContent(withoutMessageIds(chat([s, u, u])))).toEqual(first);
    expect(new Set(idsOf(first)).size).toBe(3);
    expect(idsOf(second).slice(1)).toEqual(idsOf(first).slice(0, 2));
    expect(hashOfContent(first)).toBe(hashOfContent(chat([s, u, u])));
  });
  it("are refused where two messages have the same, and where one is no name", () => {
    const refused = (messages: PromptMessage[]) => PromptContent.safeParse({ kind: "chat", messages }).error;
    expect(
      refused([
        { ...s, id: "x" },
        { ...u, id: "x" },
      ])?.issues,
    ).toMatchObject([{ path: ["messages", 1, "id"] }]);
    expect(refused([{ ...s, id: "no spaces" }])?.issues).toHaveLength(1);
  });
  it("of old messages, made from their words, become the base's where the words changed; given ones stay", () => {
    const base = chat([
      { ...s, id: "s" },
      { ...u, id: "u" },
    ]);
    const side = chat([
      { ...u, id: "0123456789abcdef" },
      { ...s, id: "s" },
      { ...a, id: "a" },
    ]);
    expect(idsOf(alignMessageIds(base, side))).toEqual(["u", "s", "a"]);
    const given = chat([{ ...u, id: "given" }]);
    expect(alignMessageIds(base, given)).toEqual(given);
  });
});

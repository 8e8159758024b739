import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PromptContent } from "../content/schema.ts";
import { mergeContents } from "./contents.ts";

type Plain = { id?: string; role: "system" | "user" | "assistant"; content: string };
const chat = (messages: Plain[], more: object = {}) =>
  PromptContent.parse({ kind: "chat", messages, ...more });
const [s, u, a]: [Plain, Plain, Plain] = [
  { id: "s", role: "system", content: "You answer customers.\nUse the policy.\nKeep it under 120 words." },
  { id: "u", role: "user", content: "{{ticket}}" },
  { id: "a", role: "assistant", content: "Hello" },
];
const base = chat([s, u, a], {
  variables: [{ name: "ticket" }],
  settings: { temperature: 0.4, maxTokens: 400 },
});
const places = (all: { place: string; kind: string }[]) => all.map(({ place, kind }) => [place, kind]);

describe("an order that a person decided", () => {
  const sides = { base, ours: { ...base, ...chat([u, s, a]) }, theirs: { ...base, ...chat([s, a, u]) } };
  const decide = (value: string[]) =>
    (mergeContents(sides, { "order of messages": { value } }).content as { messages: Plain[] }).messages.map(
      ({ id }) => id,
    );
  it("holds each message once, whatever the list says", () => {
    expect(decide(["a", "s", "u"])).toEqual(["a", "s", "u"]);
    expect(decide(["a", "a", "none", "a"])).toEqual(["a", "s", "u"]);
    expect(decide(Array.from({ length: 300_000 }, (_none, at) => (at % 2 === 0 ? "u" : "a")))).toEqual([
      "u",
      "a",
      "s",
    ]);
  });
});

describe("a merge of two contents", () => {
  it("takes what each changed: lines of one message, variables, settings, a message moved and one put in", () => {
    const ours = chat([{ ...s, content: s.content.replace("120", "90") }, u, a], {
      variables: [{ name: "ticket" }, { name: "tone" }],
      settings: { temperature: 0.2, maxTokens: 400 },
    });
    const theirs = chat(
      [
        u,
        { ...s, content: s.content.replace("customers", "people") },
        a,
        { id: "n", role: "user", content: "New" },
      ],
      { variables: [{ name: "ticket", type: "text" }, { name: "policy" }], settings: { temperature: 0.4 } },
    );
    const merged = mergeContents({ base, ours, theirs });
    expect(merged.conflicts).toEqual([]);
    expect(PromptContent.parse(merged.content)).toEqual(
      chat(
        [
          u,
          { ...s, content: "You answer people.\nUse the policy.\nKeep it under 90 words." },
          a,
          { id: "n", role: "user", content: "New" },
        ],
        {
          variables: [{ name: "ticket", type: "text" }, { name: "policy" }, { name: "tone" }],
          settings: { temperature: 0.2 },
        },
      ),
    );
    expect(places(merged.places)).toEqual([
      ["message s", "merged"],
      ["message n", "theirs"],
      ["variable ticket", "theirs"],
      ["variable tone", "ours"],
      ["variable policy", "theirs"],
      ["setting temperature", "ours"],
      ["setting maxTokens", "theirs"],
    ]);
  });

  it("asks where both changed one thing, where one took out what the other changed, and where orders differ", () => {
    const ours = chat([a, s, { ...u, content: "Ticket: {{ticket}}" }], {
      variables: [{ name: "ticket" }],
      settings: { temperature: 0.2, maxTokens: 400 },
    });
    const theirs = chat([s, a], { settings: { temperature: 0.3, maxTokens: 400 } });
    const { conflicts, content } = mergeContents({ base, ours, theirs });
    expect(content).toBeNull();
    expect(conflicts.map(({ place }) => place)).toEqual(["message u", "setting temperature"]);
    const swapped = chat([u, s, a]);
    const other = chat([s, a, u]);
    expect(mergeContents({ base: chat([s, u, a]), ours: swapped, theirs: other }).conflicts).toMatchObject([
      { place: "order of messages", base: ["s", "u", "a"], ours: ["u", "s", "a"], theirs: ["s", "a", "u"] },
    ]);
    const settled = mergeContents(
      { base, ours, theirs },
      { "message u": { take: "ours" }, "setting temperature": { value: 0.25 } },
    );
    expect(settled.conflicts).toEqual([]);
    expect(PromptContent.parse(settled.content)).toMatchObject({
      settings: { temperature: 0.25, maxTokens: 400 },
    });
    const taken = mergeContents(
      { base, ours, theirs },
      { "message u": { take: "theirs" }, "setting temperature": { take: "base" } },
    );
    expect(PromptContent.parse(taken.content)).toMatchObject({
      messages: [{ id: "a" }, { id: "s" }],
      settings: { temperature: 0.4 },
    });
  });

  it("merges text prompts, tools and the response schema", () => {
    const text = (words: string, more: object = {}) =>
      PromptContent.parse({ kind: "text", text: words, ...more });
    const tool = (name: string, description = "") => ({ name, description, parameters: {} });
    const merged = mergeContents({
      base: text("one\n\ntwo", { tools: [tool("a"), tool("b")] }),
      ours: text("ONE\n\ntwo", { tools: [tool("b"), tool("a")] }),
      theirs: text("one\n\nTWO", {
        tools: [tool("a", "new"), tool("b")],
        responseSchema: { type: "object" },
      }),
    });
    expect(PromptContent.parse(merged.content)).toEqual(
      text("ONE\n\nTWO", { tools: [tool("b"), tool("a", "new")], responseSchema: { type: "object" } }),
    );
  });
});

describe("laws of merging contents", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const content = fc
    .record({
      messages: fc.shuffledSubarray(ids, { minLength: 1 }).chain((chosen) =>
        fc.tuple(
          ...chosen.map((id) =>
            fc.record({
              id: fc.constant(id),
              role: fc.constantFrom("user" as const, "system" as const),
              content: fc.constantFrom("x", "x y", "one\n\ntwo", "ONE\n\ntwo", "one\n\nTWO"),
            }),
          ),
        ),
      ),
      variables: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom("p", "q", "r"),
          type: fc.constantFrom("string" as const, "text" as const),
        }),
        { selector: ({ name }) => name },
      ),
      settings: fc.record(
        { temperature: fc.constantFrom(0, 1), seed: fc.constantFrom(1, 2) },
        { requiredKeys: [] },
      ),
    })
    .map(({ messages, ...more }) => chat(messages, more));
  const asMerged = (value: unknown) => (value === null ? null : PromptContent.parse(value));

  it("merging with itself, and with a side that changed nothing, is the other side", () => {
    fc.assert(
      fc.property(content, content, (one, other) => {
        expect(asMerged(mergeContents({ base: one, ours: one, theirs: other }).content)).toEqual(other);
        expect(asMerged(mergeContents({ base: one, ours: other, theirs: one }).content)).toEqual(other);
        expect(asMerged(mergeContents({ base: one, ours: other, theirs: other }).content)).toEqual(other);
      }),
    );
  });
  it("comes to the same whichever side is called ours, and asks about the same places", () => {
    fc.assert(
      fc.property(content, content, content, (one, ours, theirs) => {
        const [there, back] = [
          mergeContents({ base: one, ours, theirs }),
          mergeContents({ base: one, ours: theirs, theirs: ours }),
        ];
        expect(asMerged(there.content)).toEqual(asMerged(back.content));
        const asked = (merge: typeof there) => merge.conflicts.map(({ place }) => place).toSorted();
        expect(asked(there)).toEqual(asked(back));
      }),
      { numRuns: 500 },
    );
  });
  it("drops no change: each is in the result, or a conflict shows it", () => {
    const messagesOf = (each: PromptContent) => (each.kind === "chat" ? each.messages : []);
    fc.assert(
      fc.property(content, content, content, (one, ours, theirs) => {
        const merge = mergeContents({ base: one, ours, theirs });
        const result = asMerged(merge.content);
        for (const [side, other] of [
          [ours, theirs],
          [theirs, ours],
        ] as const)
          for (const message of messagesOf(side)) {
            const was = messagesOf(one).find(({ id }) => id === message.id);
            const changed = JSON.stringify(was) !== JSON.stringify(message);
            const place = merge.places.find((each) => each.place === `message ${message.id}`);
            expect(place !== undefined || !changed).toBe(true);
            const isElsewhere =
              JSON.stringify(messagesOf(other).find(({ id }) => id === message.id)) !== JSON.stringify(was);
            if (changed && !isElsewhere && result) expect(messagesOf(result)).toContainEqual(message);
          }
      }),
      { numRuns: 500 },
    );
  });
  it("settles every conflict by taking a side", () => {
    fc.assert(
      fc.property(
        content,
        content,
        content,
        fc.constantFrom("ours", "theirs", "base"),
        (one, ours, theirs, take) => {
          const { conflicts } = mergeContents({ base: one, ours, theirs });
          const resolutions = Object.fromEntries(conflicts.map(({ place }) => [place, { take }] as const));
          const settled = mergeContents({ base: one, ours, theirs }, resolutions);
          // Where messages are left out, what remains may stand in an order that was no question before.
          expect(settled.conflicts.filter(({ place }) => place !== "order of messages")).toEqual([]);
        },
      ),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuMs } from "#testing/cpu";
import type { ModelOrRoute } from "#schema/routes";
import { type MessageDiff, PromptContent, type PromptContentInput } from "../schema.ts";
import { hashOfContent } from "../content/stored.ts";
import { diffContents } from "./contents.ts";

const join = (parts: { kind: string; text: string }[], without: string) =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");
describe("diff of contents", () => {
  const before = PromptContent.parse({
    kind: "chat",
    messages: [
      { role: "system", content: "one\ntwo\nthree" },
      { role: "user", content: "{{x}}" },
    ],
    variables: [{ name: "x" }],
    settings: { temperature: 0 },
  });
  it("says nothing changed between equals", () => {
    expect(diffContents(before, before)).toMatchObject({ isSame: true, settings: [], summary: "nothing" });
  });
  it("counts the changed lines and lists settings as rows", () => {
    const after = PromptContent.parse({
      ...before,
      messages: [
        { role: "system", content: "one\nTWO\nthree" },
        { role: "user", content: "{{x}}" },
        { role: "assistant", content: "ok" },
      ],
      variables: [{ name: "x", type: "text" }],
      settings: { maxTokens: 5 },
    });
    const diff = diffContents(before, after);
    expect(diff.summary).toBe("system message, 1 of 3 lines; assistant message added; 3 settings");
    expect(diff.settings).toEqual([
      { name: "variable x", before: "string, required", after: "text, required" },
      { name: "maxTokens", before: null, after: "5" },
      { name: "temperature", before: "0", after: null },
    ]);
  });
  it("counts a line put at the end as one line", () => {
    const after = PromptContent.parse({
      ...before,
      messages: [
        { role: "system", content: "one\ntwo\nthree\nfour" },
        { role: "user", content: "{{x}}" },
      ],
    });
    expect(diffContents(before, after).summary).toBe("system message, 1 of 4 lines");
  });
  it("compares a first version with nothing", () => {
    expect(diffContents(null, before).messages.map(({ change }) => change)).toEqual(["added", "added"]);
  });
});

type Messages = Extract<PromptContentInput, { kind: "chat" }>["messages"];
const chat = (messages: Messages, more: object = {}) =>
  PromptContent.parse({ kind: "chat", messages, ...more });
const touched = (diff: { messages: MessageDiff[] }) =>
  diff.messages.flatMap(({ title, change, moved, roleWas }) =>
    change !== "same" || moved || roleWas ? [{ title, change, moved, roleWas }] : [],
  );

describe("messages that move, come, go and change hands", () => {
  const s = { role: "system" as const, content: "S" };
  const [u0, a, u] = [
    { role: "user" as const, content: "Ticket: I was charged twice." },
    { role: "assistant" as const, content: "billing" },
    { role: "user" as const, content: "Ticket: {{text}}" },
  ];
  it("names the message that moved", () => {
    const diff = diffContents(chat([s, u0, a, u]), chat([s, u0, u, a]));
    expect(diff.isSame).toBe(false);
    expect(touched(diff)).toEqual([
      { title: "assistant message", change: "same", moved: { from: 3, to: 4 }, roleWas: null },
    ]);
    expect(diff.summary).toBe("assistant message moved from place 3 to 4");
  });
  it("calls a message put in between added, and none of the others moved or changed", () => {
    const diff = diffContents(chat([s, u0, a, u]), chat([s, { role: "user", content: "First" }, u0, a, u]));
    expect(touched(diff)).toEqual([{ title: "user message 1", change: "added", moved: null, roleWas: null }]);
    const gone = diffContents(chat([s, u0, a, u]), chat([s, u]));
    expect(gone.messages.map(({ change }) => change)).toEqual(["same", "removed", "removed", "same"]);
  });
  it("says whose words they were", () => {
    const diff = diffContents(chat([s, u0]), chat([s, { ...u0, role: "assistant" }]));
    expect(touched(diff)).toEqual([
      { title: "assistant message", change: "same", moved: null, roleWas: { role: "user" } },
    ]);
    expect(diff.summary).toBe("assistant message was the user's");
  });
  it("finds a message that moved and changed a little", () => {
    const long = {
      role: "user" as const,
      content: "Answer in one short line and name the paragraph you used.",
    };
    const diff = diffContents(
      chat([long, { role: "user", content: "你好" }, { role: "user", content: "Something else entirely." }]),
      chat([
        { role: "user", content: "你好" },
        { role: "user", content: "Something else entirely." },
        { ...long, content: `${long.content} Be polite.` },
      ]),
    );
    expect(touched(diff)).toEqual([
      { title: "user message 3", change: "changed", moved: { from: 1, to: 3 }, roleWas: null },
    ]);
  });
});

describe("messages with ids", () => {
  const [one, two] = [
    { id: "one", role: "user" as const, content: "Sort the ticket." },
    { id: "two", role: "user" as const, content: "Answer in one word." },
  ];
  it("are paired by them, however little is left of the words", () => {
    const diff = diffContents(chat([one, two]), chat([{ ...one, content: "Something else entirely" }, two]));
    expect(touched(diff)).toEqual([
      { title: "user message 1", change: "changed", moved: null, roleWas: null },
    ]);
    const swapped = diffContents(
      chat([one, two]),
      chat([
        { ...two, content: one.content },
        { ...one, content: "New words" },
      ]),
    );
    expect(touched(swapped).map(({ change, moved }) => [change, moved])).toContainEqual([
      "changed",
      { from: 1, to: 2 },
    ]);
  });
  it("are a new one where the id is, though the words are those of another that stays", () => {
    const diff = diffContents(chat([one]), chat([{ ...one, id: "three" }, one]));
    expect(touched(diff)).toMatchObject([{ title: "user message 1", change: "added" }]);
  });
  it("show nothing where only the ids are others", () => {
    expect(diffContents(chat([one, two]), chat([{ ...one, id: "x" }, two])).isSame).toBe(true);
    const equal = { ...one, id: "equal" };
    expect(touched(diffContents(chat([one, equal]), chat([equal, one])))).toEqual([]);
  });
});

describe("everything else of a content", () => {
  const x = chat([{ role: "user", content: "{{a}}{{b}}" }]);
  const rows = (before: object, after: object) =>
    diffContents(PromptContent.parse({ ...x, ...before }), PromptContent.parse({ ...x, ...after })).settings;
  const tool = (name: string, more: object = {}) => ({ name, parameters: {}, ...more });
  it.each([
    [
      "the order of tools",
      { tools: [tool("a"), tool("b")] },
      { tools: [tool("b"), tool("a")] },
      ["order of tools"],
    ],
    ["an empty list of tools", {}, { tools: [] }, ["tools"]],
    ["two tools of one name", { tools: [tool("a")] }, { tools: [tool("a"), tool("a")] }, ["tool a (2)"]],
    [
      "the order of variables",
      { variables: [{ name: "a" }, { name: "b" }] },
      { variables: [{ name: "b" }, { name: "a" }] },
      ["order of variables"],
    ],
    [
      "an empty description",
      { variables: [{ name: "a" }] },
      { variables: [{ name: "a", description: "" }] },
      ["variable a"],
    ],
    [
      "no default and null",
      { variables: [{ name: "a" }] },
      { variables: [{ name: "a", default: null }] },
      ["variable a"],
    ],
    [
      "options with commas",
      { variables: [{ name: "a", type: "enum", options: ["x, y"] }] },
      { variables: [{ name: "a", type: "enum", options: ["x", "y"] }] },
      ["variable a"],
    ],
    ["an empty schema", {}, { responseSchema: {} }, ["response schema"]],
    ["an empty list of stops", {}, { settings: { stop: [] } }, ["stop"]],
  ])("shows %s", (_what, before, after, names) => {
    const found = rows(before, after);
    expect(found.map(({ name }) => name)).toEqual(names);
    for (const row of found) expect(row.before).not.toBe(row.after);
  });
  it("shows no row for keys in another order, which are the same content", () => {
    const schema = (first: string, second: string) => ({ responseSchema: { [first]: 1, [second]: 1 } });
    expect(rows(schema("a", "b"), schema("b", "a"))).toEqual([]);
  });
  it("shows the route a version is served by in its version, beside a model and beside another version", () => {
    const routeId = "0199b7a0-0000-7000-8000-000000000001";
    const by = (model: ModelOrRoute) => ({ settings: { model } });
    expect(rows(by({ connectionId: routeId, model: "m" }), by({ routeId, version: 3 }))).toEqual([
      { name: "model", before: `m (connection ${routeId})`, after: `route ${routeId}@3` },
    ]);
    expect(rows(by({ routeId, version: 3 }), by({ routeId, version: 4 }))).toEqual([
      { name: "model", before: `route ${routeId}@3`, after: `route ${routeId}@4` },
    ]);
  });
  it("shows the model a version is served by, as it is called", () => {
    const [one, two] = ["0199b7a0-0000-7000-8000-000000000001", "0199b7a0-0000-7000-8000-000000000002"];
    const on = (connectionId: string) =>
      PromptContent.parse({ ...x, settings: { model: { connectionId, model: "m" } } });
    expect(
      diffContents(on(one), on(two), (target) => (JSON.stringify(target).includes(one) ? "A: m" : "B: m"))
        .settings,
    ).toEqual([{ name: "model", before: "A: m", after: "B: m" }]);
    expect(diffContents(on(one), on(two), () => "m").settings[0]?.before).toContain(one);
  });
});

describe("a diff and the content hash", () => {
  const [uuid, otherUuid] = ["0199b7a0-0000-7000-8000-000000000001", "0199b7a0-0000-7000-8000-000000000002"];
  const name = fc.constantFrom("a", "b", "größe");
  const json = fc.oneof(fc.constantFrom(null, "", "x", 0, true), fc.constantFrom([], {}, { k: 1 }, [1, "1"]));
  const words = fc.constantFrom("", " ", "a", "a ", "a\u200b", "a\n", "b\nc", "\u00e9", "e\u0301", "{{a}}");
  const variable = fc.record(
    {
      name,
      type: fc.constant("json" as const),
      required: fc.boolean(),
      default: json,
      description: words,
      options: fc.constantFrom([], ["a"]),
    },
    { requiredKeys: ["name", "type"] },
  );
  const shared = {
    variables: fc.uniqueArray(variable, { selector: (each) => each.name, maxLength: 3 }),
    settings: fc.record(
      {
        temperature: fc.constantFrom(0, 1),
        seed: fc.constantFrom(0, 1),
        stop: fc.constantFrom([], ["x"], ["x", "y"]),
        topP: fc.constantFrom(0, 1),
        model: fc.constantFrom<ModelOrRoute>(
          { connectionId: uuid, model: "m" },
          { connectionId: uuid, model: "n" },
          { connectionId: otherUuid, model: "m" },
          { routeId: uuid, version: 1 },
          { routeId: uuid, version: 2 },
          { routeId: uuid, version: "newest" },
          { routeId: otherUuid, version: 1 },
        ),
      },
      { requiredKeys: [] },
    ),
    tools: fc.array(
      fc
        .record(
          { name, description: words, parameters: fc.constantFrom({}, { a: 1, b: 2 }, { b: 2, a: 1 }) },
          { requiredKeys: ["name", "parameters"] },
        )
        .map((tool) => ({ ...tool, name: tool.name === "größe" ? "c" : tool.name })),
      { maxLength: 3 },
    ),
    responseSchema: fc.constantFrom({}, { a: 1, b: [1] }, { b: [1], a: 1 }),
  };
  const optional = { requiredKeys: ["variables", "settings"] as ("variables" | "settings")[] };
  const message = fc.record({
    role: fc.constantFrom("system", "user", "assistant", "developer"),
    content: words,
  });
  /** Some with ids, some without, as programs and older versions have them. */
  const named = fc
    .array(message, { minLength: 1, maxLength: 5 })
    .chain((messages) =>
      fc
        .shuffledSubarray(["a", "b", "c", "d", "e", null, null, null, null], { minLength: 5 })
        .map((ids) => messages.map((each, at) => (ids[at] ? { id: ids[at], ...each } : each))),
    );
  const content = fc
    .oneof(
      fc
        .tuple(named, fc.record(shared, optional))
        .map(([messages, rest]) => ({ kind: "chat", messages, ...rest })),
      fc.tuple(words, fc.record(shared, optional)).map(([text, rest]) => ({ kind: "text", text, ...rest })),
    )
    .map((each) => PromptContent.parse(each));
  /** Mostly small steps from one content: two drawn apart differ in everything. */
  const pair = fc.oneof(
    fc.tuple(content, content),
    content.chain((one) =>
      fc
        .tuple(fc.constant(one), fc.record(shared, { requiredKeys: [] }))
        .map(([before, change]): [PromptContent, PromptContent] => {
          const [key] = Object.keys(change) as (keyof typeof change)[];
          return [before, PromptContent.parse(key ? { ...before, [key]: change[key] } : before)];
        }),
    ),
    content.chain((one) =>
      one.kind === "chat"
        ? fc
            .shuffledSubarray(one.messages, { minLength: 1 })
            .map((messages): [PromptContent, PromptContent] => [
              one,
              PromptContent.parse({ ...one, messages }),
            ])
        : fc.constant<[PromptContent, PromptContent]>([one, one]),
    ),
  );
  it("agree: another hash is always shown, and the same hash never", () => {
    let different = 0;
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const diff = diffContents(before, after);
        const isSame = hashOfContent(before) === hashOfContent(after);
        if (!isSame) different += 1;
        const shown = touched(diff).length + diff.settings.length;
        expect(diff.isSame).toBe(isSame);
        expect(shown > 0).toBe(!isSame);
        expect(diff.summary === "nothing").toBe(isSame);
        for (const row of diff.settings) expect(row.before).not.toBe(row.after);
      }),
      { numRuns: 3_000 },
    );
    expect(different).toBeGreaterThan(500);
  });
  it("show every message of both sides once, and both texts of each", () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const textsOf = (each: PromptContent) =>
          each.kind === "text" ? [each.text] : each.messages.map((m) => m.content);
        const { messages } = diffContents(before, after);
        const old = messages
          .filter(({ change }) => change !== "added")
          .map(({ words: parts }) => join(parts, "added"));
        const now = messages
          .filter(({ change }) => change !== "removed")
          .map(({ words: parts }) => join(parts, "removed"));
        expect(now).toEqual(textsOf(after));
        expect(old.toSorted()).toEqual(textsOf(before).toSorted());
      }),
    );
  });
});

describe("a large prompt", () => {
  it("is compared in bounded time, however much of it changed", async () => {
    const text = (seed: number) =>
      Array.from(
        { length: 40_000 },
        (_none, at) => `w${(at * 7_919 * seed) % 9_973}${at % 12 === 11 ? "\n" : " "}`,
      ).join("");
    const ofSeed = (seed: number) =>
      PromptContent.parse({ kind: "text", text: text(seed).slice(0, 250_000) });
    const ms = await cpuMs(() => expect(diffContents(ofSeed(1), ofSeed(3)).isSame).toBe(false));
    // Half a second on the machine this was written on, with much room for another.
    expect(ms).toBeLessThan(5_000);
    const many = (from: number) =>
      chat(
        Array.from({ length: 100 }, (_none, at) => ({
          role: "user" as const,
          content: text(at + from).slice(0, 2_000),
        })),
      );
    const [before, after] = [many(1), many(2)];
    expect(await cpuMs(() => diffContents(before, after))).toBeLessThan(5_000);
  });
});

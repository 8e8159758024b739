import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { tool } from "@langchain/core/tools";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { ChatEvent, ChatMessage, ChatRequest } from "./schema.ts";
import { ChatModel } from "./chat-model.ts";
import { chatMessageOf, langchainMessageOf, usageOf } from "./messages.ts";
import { makeUsage } from "./usage.ts";

const asked: ChatRequest[] = [];
let events: ChatEvent[];
const end = (more: Partial<Extract<ChatEvent, { type: "end" }>> = {}): ChatEvent => ({
  type: "end",
  usage: makeUsage({ inputTokens: 7, outputTokens: 3, cachedInputTokens: 2 }),
  finishReason: "stop",
  toolCalls: [],
  refusal: null,
  model: "m-1",
  computeMs: null,
  ...more,
});

const model = new ChatModel({
  name: "Loop",
  model: "m",
  transport: {
    async *stream(request) {
      asked.push(request);
      yield* events;
    },
  },
  isSimulated: false,
  isLocal: false,
});

beforeEach(() => {
  asked.length = 0;
  events = [
    { type: "reasoning", text: "Hm. " },
    { type: "delta", text: "Hel" },
    { type: "delta", text: "lo" },
    end(),
  ];
});

describe("the chat model is LangChain's", () => {
  it("invoke, with settings of a call", async () => {
    const message = await model.invoke([new HumanMessage("Hi")], { temperature: 0.2, stop: ["END"] });
    expect(message.text).toBe("Hello");
    expect(message.additional_kwargs["reasoning_content"]).toBe("Hm. ");
    expect(usageOf(message)).toMatchObject({ inputTokens: 7, outputTokens: 3, cachedInputTokens: 2 });
    expect(asked[0]).toMatchObject({
      messages: [{ role: "user", content: "Hi" }],
      temperature: 0.2,
      stop: ["END"],
    });
  });

  it("stream, in pieces that add up", async () => {
    let whole;
    for await (const chunk of await model.stream("Hi")) whole = whole ? whole.concat(chunk) : chunk;
    expect(whole?.text).toBe("Hello");
    expect(whole?.response_metadata).toMatchObject({ finish_reason: "stop", model_name: "m-1" });
  });

  it("batch, each with its own answer", async () => {
    const answers = await model.batch(["One", "Two", "Three"]);
    expect(answers.map((answer) => answer.text)).toEqual(["Hello", "Hello", "Hello"]);
    expect(asked.map(({ messages }) => messages[0]?.content).toSorted()).toEqual(["One", "Three", "Two"]);
  });

  it("streamEvents tells of each piece", async () => {
    const names: string[] = [];
    let said = "";
    for await (const event of model.streamEvents("Hi", { version: "v2" })) {
      names.push(event.event);
      if (event.event === "on_chat_model_stream") said += event.data.chunk.text;
    }
    expect(names).toEqual(expect.arrayContaining(["on_chat_model_start", "on_chat_model_end"]));
    expect(said).toBe("Hello");
  });

  it("bindTools sends LangChain's tools in OpenAI's form, and its answer's calls can be run", async () => {
    const add = tool(({ a, b }) => String(a + b), {
      name: "add",
      description: "Adds",
      schema: z.object({ a: z.number(), b: z.number() }),
    });
    events = [
      end({ finishReason: "tool_calls", toolCalls: [{ id: "c1", name: "add", arguments: '{"a":1,"b":2}' }] }),
    ];
    const message = await model.bindTools([add], { tool_choice: "add" }).invoke("1 + 2?");
    expect(asked[0]?.tools).toMatchObject([
      { type: "function", function: { name: "add", parameters: { properties: { a: { type: "number" } } } } },
    ]);
    expect(asked[0]?.toolChoice).toEqual({ type: "function", function: { name: "add" } });
    const [call] = message.tool_calls ?? [];
    if (!call) throw new Error("no call");
    expect(await add.invoke({ ...call, type: "tool_call" })).toBeInstanceOf(ToolMessage);
  });

  it.each(["jsonSchema", undefined] as const)(
    "withStructuredOutput by %s reads and checks the answer",
    async (method) => {
      const Ticket = z.object({ category: z.enum(["card", "other"]) });
      events = [{ type: "delta", text: '{"category":"card"}' }, end()];
      const structured = model.withStructuredOutput(Ticket, {
        name: "ticket",
        ...(method ? { method } : {}),
      });
      expect(await structured.invoke("Sort.")).toEqual({ category: "card" });
      expect(asked[0]?.responseSchema).toMatchObject({ type: "object", required: ["category"] });
      events = [{ type: "delta", text: '{"category":"bird"}' }, end()];
      await expect(structured.invoke("Sort.")).rejects.toThrow(/category|parse/i);
      const raw = await model.withStructuredOutput(Ticket, { includeRaw: true }).invoke("Sort.");
      expect(raw).toMatchObject({ parsed: null });
      expect(raw.raw.text).toBe('{"category":"bird"}');
    },
  );

  it("withStructuredOutput by functionCalling reads the tool's arguments", async () => {
    events = [
      end({
        toolCalls: [{ id: "c", name: "ticket", arguments: '{"category":"card"}' }],
        finishReason: "tool_calls",
      }),
    ];
    const schema = { type: "object", properties: { category: { type: "string" } } };
    const structured = model.withStructuredOutput(schema, { name: "ticket", method: "functionCalling" });
    expect(await structured.invoke("Sort.")).toEqual({ category: "card" });
    expect(asked[0]?.toolChoice).toEqual({ type: "function", function: { name: "ticket" } });
  });

  it("stands in a chain of LangChain's parts, with retry and fallback", async () => {
    const chain = ChatPromptTemplate.fromMessages([["user", "Say {word}"]])
      .pipe(model)
      .pipe(new StringOutputParser());
    expect(await chain.invoke({ word: "hello" })).toBe("Hello");
    const broken = new ChatModel({
      name: "Broken",
      model: "b",
      transport: {
        stream: () => {
          throw new Error("down");
        },
      },
      isSimulated: false,
      isLocal: false,
    });
    expect((await broken.withFallbacks([model]).invoke("Hi")).text).toBe("Hello");
  });
});

describe("messages", () => {
  const ours: ChatMessage[] = [
    { role: "system", content: "Sort." },
    { role: "user", content: "Hi", name: "ada", asSent: { note: 1 } },
    { role: "assistant", content: "", toolCalls: [{ id: "a", name: "f", arguments: '{"x": 1}' }] },
    { role: "assistant", content: "", toolCalls: [{ id: "a", name: "f", arguments: "not json" }] },
    { role: "tool", content: "done", toolCallId: "a" },
  ];
  it.each(ours)("go to LangChain and back unchanged: $role $content", (message) => {
    expect(chatMessageOf(langchainMessageOf(message))).toEqual(message);
  });
  it("are read again where somebody changed the text", () => {
    const changed = langchainMessageOf({ role: "user", content: "Hi", asSent: { note: 1 } });
    changed.content = "Hello";
    expect(chatMessageOf(changed)).toEqual({ role: "user", content: "Hello" });
  });
  it("of LangChain's own making are ours", () => {
    const call = { id: "a", name: "f", args: { x: 1 }, type: "tool_call" as const };
    expect(chatMessageOf(new AIMessage({ content: "", tool_calls: [call] }))).toEqual({
      role: "assistant",
      content: "",
      toolCalls: [{ id: "a", name: "f", arguments: '{"x":1}' }],
    });
    expect(chatMessageOf(new ToolMessage({ content: "3", tool_call_id: "a" }))).toEqual({
      role: "tool",
      content: "3",
      toolCallId: "a",
    });
  });
});

import { HumanMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { usageOf } from "./messages.ts";
import { makeUsage } from "./usage.ts";
import { chunk, collect, hello, modelAt, provider, startStream, usageChunk } from "./openai.testing.ts";

describe("an OpenAI-compatible provider", () => {
  it("streams deltas and ends with the provider's own usage", async () => {
    const url = await provider((request, response) => {
      expect(request.url).toBe("/v1/chat/completions");
      expect(request.headers.authorization).toBe("Bearer sk-secret-1234567890");
      expect(request.json).toMatchObject({
        model: "m",
        stream: true,
        stream_options: { include_usage: true },
        messages: hello.messages,
      });
      startStream(response).end(`${chunk("Hel")}${chunk("lo", "stop")}${usageChunk}data: [DONE]\n\n`);
    });
    expect(await collect(modelAt(url))).toEqual([
      { type: "head", model: "m-1", members: {} },
      { type: "delta", text: "Hel" },
      { type: "delta", text: "lo" },
      {
        type: "end",
        usage: makeUsage({ inputTokens: 9, outputTokens: 2, cachedInputTokens: 4 }),
        finishReason: "stop",
        toolCalls: [],
        refusal: null,
        model: "m-1",
        computeMs: null,
      },
    ]);
  });

  it("passes settings, schema and tools on in OpenAI's form", async () => {
    let sent: Record<string, unknown> = {};
    const url = await provider((request, response) => {
      sent = request.json;
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify({ choices: [{ message: { content: "{}" }, finish_reason: "stop" }] }));
    });
    const schema = { type: "object", properties: {} };
    const tools = [{ type: "function", function: { name: "f", parameters: schema } }];
    const settings = {
      temperature: 0,
      maxTokens: 5,
      topP: 0.5,
      stop: ["\n"],
      seed: 7,
      responseSchema: schema,
      tools,
      toolChoice: "auto",
    };
    await modelAt(url).answer({ ...hello, ...settings });
    expect(sent).toEqual({
      model: "m",
      messages: hello.messages,
      temperature: 0,
      max_tokens: 5,
      top_p: 0.5,
      stop: ["\n"],
      seed: 7,
      response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
      tools,
      tool_choice: "auto",
    });
  });

  it("puts streamed tool calls together", async () => {
    const part = (call: object, finish: string | null = null) =>
      `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [call] }, finish_reason: finish }] })}\n\n`;
    const url = await provider((_, response) => {
      startStream(response).end(
        `${part({ index: 0, id: "c1", function: { name: "look", arguments: '{"a"' } })}${part({ index: 0, function: { arguments: ":1}" } }, "tool_calls")}data: [DONE]\n\n`,
      );
    });
    const end = (await collect(modelAt(url))).at(-1);
    expect(end).toMatchObject({
      finishReason: "tool_calls",
      toolCalls: [{ id: "c1", name: "look", arguments: '{"a":1}' }],
    });
  });

  it("takes tool calls by whatever numbers the provider gives them", async () => {
    const call = (index: number, name: string) => ({ index, id: name, function: { name, arguments: "{}" } });
    const tool_calls = [call(4_294_967_294, "last"), call(3, "first")];
    const url = await provider((_, response) => {
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify({ choices: [{ message: { tool_calls }, finish_reason: "tool_calls" }] }));
    });
    const end = (await collect(modelAt(url))).at(-1);
    expect(end).toMatchObject({ toolCalls: [{ name: "first" }, { name: "last" }] });
  });

  it.each([
    ["does not count", undefined],
    ["counts what is no count", { prompt_tokens: 1.5, completion_tokens: 1e300 }],
    ["counts in words", { prompt_tokens: "many", completion_tokens: 2 }],
  ])("estimates usage and says so when the provider %s", async (_how, usage) => {
    const url = await provider((_, response) => {
      const counted = usage ? `data: ${JSON.stringify({ choices: [], usage })}\n\n` : "";
      startStream(response).end(`${chunk("Hello there", "stop")}${counted}data: [DONE]\n\n`);
    });
    const end = (await collect(modelAt(url))).at(-1);
    expect(end).toMatchObject({ usage: { isEstimated: true, inputTokens: 7, outputTokens: 2 } });
  });

  it("asks again without stream_options where a server refuses them", async () => {
    const url = await provider((request, response) => {
      if (request.json["stream_options"])
        response.writeHead(422).end('{"error":{"message":"extra field stream_options"}}');
      else startStream(response).end(`${chunk("ok", "stop")}data: [DONE]\n\n`);
    });
    expect((await collect(modelAt(url)))[1]).toEqual({ type: "delta", text: "ok" });
  });

  it("takes one JSON answer to a streaming request", async () => {
    const url = await provider((_, response) => {
      response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify({ choices: [{ message: { content: "whole" }, finish_reason: "stop" }] }));
    });
    expect((await collect(modelAt(url)))[0]).toEqual({ type: "delta", text: "whole" });
  });

  it("works as a LangChain model: invoke, stream and usage", async () => {
    const url = await provider((request, response) => {
      if (request.json["stream"])
        startStream(response).end(`${chunk("a")}${chunk("b", "stop")}${usageChunk}data: [DONE]\n\n`);
      else {
        const body = {
          choices: [{ message: { content: "ab" }, finish_reason: "stop" }],
          usage: { prompt_tokens: 9, completion_tokens: 2 },
        };
        response.setHeader("content-type", "application/json").end(JSON.stringify(body));
      }
    });
    const model = modelAt(url);
    const message = await model.invoke([new HumanMessage("Say ab.")]);
    expect(message.text).toBe("ab");
    expect(usageOf(message)).toMatchObject({ inputTokens: 9, outputTokens: 2 });
    let text = "";
    let usage = null;
    for await (const part of await model.stream("Say ab.")) {
      text += part.text;
      usage = usageOf(part) ?? usage;
    }
    expect(text).toBe("ab");
    expect(usage).toMatchObject({ inputTokens: 9, outputTokens: 2, cachedInputTokens: 4 });
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HumanMessage } from "@langchain/core/messages";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ChatEvent, ChatRequest } from "./schema.ts";
import { ChatModel } from "./chat-model.ts";
import { usageOf } from "./messages.ts";
import { closePools } from "./http-pool.ts";
import { openAiTransport } from "./openai.ts";
import type { UpstreamTimeouts } from "./transport.ts";
import { makeUsage } from "./usage.ts";

type Handler = (
  request: IncomingMessage & { json: Record<string, unknown> },
  response: ServerResponse,
) => void | Promise<void>;
const servers: Server[] = [];

/** A provider on loopback that answers as the test says. */
async function provider(handler: Handler): Promise<string> {
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const json = JSON.parse(Buffer.concat(parts).toString() || "{}") as Record<string, unknown>;
      void handler(Object.assign(request, { json }), response);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

afterEach(closePools);
afterAll(() => servers.forEach((server) => server.closeAllConnections()));

const now = () => new Date("2026-11-23T09:00:00Z");
const hello: ChatRequest = { messages: [{ role: "user", content: "Say hello." }] };

function modelAt(baseUrl: string, timeouts: Partial<UpstreamTimeouts> = {}): ChatModel {
  const transport = openAiTransport({
    name: "Loop",
    baseUrl,
    apiKey: "sk-secret-1234567890",
    model: "m",
    allowPrivate: true,
    timeouts,
    now,
  });
  return new ChatModel({ name: "Loop", model: "m", transport, isSimulated: false, isLocal: false });
}

async function collect(model: ChatModel, request = hello, signal?: AbortSignal): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of model.converse(request, { signal })) events.push(event);
  return events;
}

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ model: "m-1", choices: [{ delta: { content }, finish_reason: finish }] })}\n\n`;
const usageChunk = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } } })}\n\n`;
const startStream = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "text/event-stream" });

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

describe("a provider that fails", () => {
  const failing = async (handler: Handler, timeouts: Partial<UpstreamTimeouts> = {}) =>
    collect(modelAt(await provider(handler), timeouts));

  it("refused: says the key is wrong and never repeats it", async () => {
    const body = '{"error":{"message":"Incorrect API key provided: sk-secret-1234567890"}}';
    const error = await failing((_, response) => void response.writeHead(401).end(body)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("refused the key"),
      details: { status: 401, isRetryable: false },
    });
    expect(String(error)).not.toContain("secret");
  });

  it("429: gives the time to wait from Retry-After in seconds or as a date", async () => {
    const answer = (value: string) =>
      failing((_, response) => void response.writeHead(429, { "retry-after": value }).end("{}"));
    const details = { status: 429, isRetryable: true };
    await expect(answer("3")).rejects.toMatchObject({
      code: "rate_limited",
      details: { ...details, retryAfterMs: 3000 },
    });
    await expect(answer("Mon, 23 Nov 2026 09:00:05 GMT")).rejects.toMatchObject({
      details: { ...details, retryAfterMs: 5000 },
    });
    for (const [said, ms] of [
      ["-5", 0],
      ["0.5", 500],
      ["Mon, 23 Nov 2026 08:00:00 GMT", 0],
      // A day at most: what is longer, or no number any more, would be told to clients as it is.
      ["1e999", null],
      ["9".repeat(400), 86_400_000],
      ["Fri, 31 Dec 9999 23:59:59 GMT", 86_400_000],
      ["soon", null],
      ["in 5 minutes", null],
      ["0x10", null],
      ["NaN", null],
    ] as const)
      await expect(answer(said), said).rejects.toMatchObject({ details: { ...details, retryAfterMs: ms } });
  });

  it("429: reads the finer retry-after-ms of OpenAI and Azure, and the first of several", async () => {
    const answer = (headers: Record<string, string | string[]>) =>
      failing((_, response) => void response.writeHead(429, headers).end("{}"));
    await expect(answer({ "retry-after": "1", "retry-after-ms": "250" })).rejects.toMatchObject({
      details: { retryAfterMs: 250 },
    });
    await expect(answer({ "retry-after": ["2", "9"] })).rejects.toMatchObject({
      details: { retryAfterMs: 2_000 },
    });
    await expect(answer({ "retry-after": "3", "retry-after-ms": "soon" })).rejects.toMatchObject({
      details: { retryAfterMs: 3_000 },
    });
  });

  it("5xx: may be tried again", async () => {
    await expect(failing((_, response) => void response.writeHead(503).end("<html>"))).rejects.toMatchObject({
      code: "upstream_failed",
      details: { status: 503, isRetryable: true },
    });
  });

  it("redirects: is not followed", async () => {
    await expect(
      failing((_, response) => void response.writeHead(302, { location: "http://169.254.169.254/" }).end()),
    ).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("redirects"),
    });
  });

  it("nobody listens: says so", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    await expect(collect(modelAt(`http://127.0.0.1:${port}/v1`))).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("nothing listens"),
    });
  });

  it("never begins to answer: times out", async () => {
    await expect(failing(() => undefined, { headersMs: 60 })).rejects.toMatchObject({
      code: "upstream_timeout",
    });
  });

  it("thinks before its first byte longer than it may be silent later: waits for it", async () => {
    const model = modelAt(
      await provider((_, response) => {
        startStream(response).flushHeaders();
        setTimeout(() => response.end(`${chunk("a")}data: [DONE]\n\n`), 300);
      }),
      { idleMs: 60 },
    );
    expect((await Array.fromAsync(model.converse(hello))).map(({ type }) => type)).toContain("end");
  });

  it("goes silent in the middle: times out", async () => {
    await expect(
      failing((_, response) => void startStream(response).write(chunk("a")), { idleMs: 60 }),
    ).rejects.toMatchObject({
      code: "upstream_timeout",
      message: expect.stringContaining("middle"),
    });
  });

  it("may be silent for as long as the call says", async () => {
    const model = modelAt(
      await provider((_, response) => {
        startStream(response).write(chunk("a"));
        setTimeout(() => response.end("data: [DONE]\n\n"), 300);
      }),
      { idleMs: 60 },
    );
    const ended = await collect(model, { ...hello, idleTimeoutMs: 10_000 });
    expect(ended.at(-1)?.type).toBe("end");
    await expect(collect(model, { ...hello, idleTimeoutMs: 50 })).rejects.toMatchObject({
      code: "upstream_timeout",
    });
  });

  it("drops the socket mid-stream: fails after the deltas that came", async () => {
    const model = modelAt(
      await provider((_, response) => {
        startStream(response).write(chunk("a"), () => response.socket?.destroy());
      }),
    );
    const texts: string[] = [];
    const reading = (async () => {
      for await (const event of model.converse(hello)) if (event.type === "delta") texts.push(event.text);
    })();
    await expect(reading).rejects.toMatchObject({ code: "upstream_failed", details: { isRetryable: true } });
    expect(texts).toEqual(["a"]);
  });

  it("ends without an end: fails", async () => {
    await expect(failing((_, response) => void startStream(response).end(chunk("a")))).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("broke off"),
    });
  });

  it("sends something that is no JSON: fails", async () => {
    await expect(
      failing((_, response) => void startStream(response).end("data: {oops\n\n")),
    ).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("cannot be read"),
    });
    await expect(
      failing((_, response) => void startStream(response).end("<html>hello</html>")),
    ).rejects.toMatchObject({ code: "upstream_failed" });
  });

  it("streams an error: fails with its words", async () => {
    const body = 'data: {"error":{"message":"the engine is overloaded","code":503}}\n\n';
    await expect(failing((_, response) => void startStream(response).end(body))).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("overloaded"),
    });
  });

  it("is a private address that is not allowed: is never called", async () => {
    const transport = openAiTransport({
      name: "Loop",
      baseUrl: "http://127.0.0.1:9/v1",
      apiKey: null,
      model: "m",
      allowPrivate: false,
    });
    const model = new ChatModel({ name: "Loop", model: "m", transport, isSimulated: false, isLocal: false });
    await expect(collect(model)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("VALUELOOP_ALLOW_PRIVATE_URLS"),
    });
  });
});

describe("stopping", () => {
  it("closes the provider's socket when the signal fires", async () => {
    const closed = Promise.withResolvers<void>();
    const url = await provider((_, response) => {
      response.on("close", closed.resolve);
      startStream(response).write(chunk("a"));
    });
    const controller = new AbortController();
    const reading = (async () => {
      for await (const event of modelAt(url).converse(hello, { signal: controller.signal }))
        if (event.type === "delta") controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    await closed.promise;
  });

  it("closes the provider's socket when the reader leaves", async () => {
    const closed = Promise.withResolvers<void>();
    const url = await provider((_, response) => {
      response.on("close", closed.resolve);
      startStream(response).write(chunk("a"));
    });
    for await (const _ of modelAt(url).converse(hello)) break;
    await closed.promise;
  });

  it("does not call at all when already stopped", async () => {
    let calls = 0;
    const url = await provider(() => void (calls += 1));
    await expect(collect(modelAt(url), hello, AbortSignal.abort())).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(calls).toBe(0);
  });
});

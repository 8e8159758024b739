import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { savePolicy } from "#lib/guardrails";
import { closePools, createConnection, listConnections } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { createApi } from "../app.ts";
import { ChunkWriter } from "./chat-stream.ts";
import { streamAnswer } from "./stream.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

type Json = Record<string, unknown>;
type LoopbackHandler = (request: { json: Json }, response: ServerResponse) => unknown;
type Answer = Json & { id: string; choices: (Json & { delta?: Json; message?: Json })[] };

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;
let behave: LoopbackHandler;
const bodies: Json[] = [];
const heard: Json[] = [];
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const json = JSON.parse(Buffer.concat(parts).toString()) as Json;
    bodies.push(json);
    heard.push(request.headers);
    void behave({ json }, response);
  });
});

beforeAll(async () => {
  tenant = await createTenant();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  await createConnection(await tenant.as("admin"), {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    models: ["m"],
  });
  secret = (await createApiKey(tenant.ctx, { name: "t", scopes: ["generations:write"] })).secret;
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
});
beforeEach(() => {
  bodies.length = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.closeAllConnections();
  server.close();
});

const headers = () => ({ authorization: `Bearer ${secret}`, "content-type": "application/json" });
const post = (body: object, more: Record<string, string> = {}) =>
  api.request("/api/v1/chat/completions", {
    method: "POST",
    headers: { ...headers(), ...more },
    body: JSON.stringify({ model: "loop/m", messages: [{ role: "user", content: "Say it." }], ...body }),
  });
const whole = async (body: object = {}) => (await (await post(body)).json()) as Answer;
const chunksOf = (text: string) =>
  text
    .split("\n\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)) as Answer);
const streamed = async (body: object = {}) =>
  chunksOf(await (await post({ stream: true, stream_options: { include_usage: true }, ...body })).text());
async function stored(id: string): Promise<Json> {
  await flushGenerations();
  return (await (await api.request(`/api/v1/generations/${id}`, { headers: headers() })).json()) as Json;
}

const top = { model: "m-2026-01-01", system_fingerprint: "fp_1", service_tier: "flex" };
const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
const answering =
  (choices: Json[], more: Json = {}): LoopbackHandler =>
  (_request, response) =>
    void response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ ...top, choices, usage, ...more }));
const streaming =
  (...chunks: Json[]): LoopbackHandler =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const chunk of [...chunks, { choices: [], usage }])
      response.write(`data: ${JSON.stringify({ ...top, ...chunk })}\n\n`);
    response.end("data: [DONE]\n\n");
  };
const delta = (value: Json, more: Json = {}) => ({ choices: [{ index: 0, delta: value, ...more }] });
const stop = delta({}, { finish_reason: "stop" });
const spelled = (...tokens: string[]) => ({
  content: tokens.map((token) => ({
    token,
    logprob: -0.1,
    bytes: [...Buffer.from(token)],
    top_logprobs: [],
  })),
});
const citation = { type: "url_citation", url_citation: { url: "https://a.example", title: "A" } };

describe("every member of an answer reaches the caller and the record", () => {
  it("of an answer in one piece", async () => {
    const logprobs = spelled("It", ".");
    const message = { role: "assistant", content: "It.", annotations: [citation], odd: { x: 1 } };
    behave = answering([{ index: 0, message, logprobs, finish_reason: "stop" }], {
      citations: ["https://a.example"],
      usage: { ...usage, completion_tokens_details: { accepted_prediction_tokens: 1 } },
    });
    const answer = await whole();
    expect(answer).toMatchObject({
      ...top,
      citations: ["https://a.example"],
      choices: [{ message, logprobs }],
      usage: { ...usage, completion_tokens_details: { accepted_prediction_tokens: 1 } },
    });
    expect(await stored(answer.id)).toMatchObject({
      model: "m",
      answerMembers: {
        model: top.model,
        answer: { system_fingerprint: "fp_1", citations: ["https://a.example"] },
        choice: { logprobs },
        message: { annotations: [citation], odd: { x: 1 } },
      },
    });
  });

  it("of a stream, its names from the first chunk on", async () => {
    behave = streaming(
      delta({ role: "assistant", content: "It" }, { logprobs: spelled("It") }),
      delta({ content: ".", annotations: [citation] }, { logprobs: spelled(".") }),
      stop,
    );
    const chunks = await streamed();
    for (const chunk of chunks) expect(chunk).toMatchObject(top);
    const said = chunks.flatMap(({ choices }) => choices);
    expect(said.flatMap((choice) => choice.delta?.["annotations"] ?? [])).toEqual([citation]);
    expect(said.flatMap((choice) => choice["logprobs"] ?? [])).toEqual([spelled("It", ".")]);
    expect(await stored(chunks[0]?.id ?? "")).toMatchObject({
      answerMembers: { choice: { logprobs: spelled("It", ".") } },
    });
  });

  it("of every choice of several", async () => {
    const both = ["One.", "Two."];
    behave = answering(
      both.map((content, index) => ({
        index,
        message: { content },
        finish_reason: index ? "length" : "stop",
      })),
    );
    const answer = await whole({ n: 2 });
    expect(answer.choices).toMatchObject([
      { index: 0, message: { content: "One." }, finish_reason: "stop" },
      { index: 1, message: { content: "Two." }, finish_reason: "length" },
    ]);
    expect(await stored(answer.id)).toMatchObject({
      output: "One.",
      answerMembers: { choices: [{ index: 1, output: "Two." }] },
    });
    behave = streaming(
      { choices: [{ index: 1, delta: { content: "Tw" } }] },
      { choices: [{ index: 0, delta: { content: "One." } }] },
      { choices: [{ index: 1, delta: { content: "o." }, finish_reason: "length" }] },
      stop,
    );
    const texts = ["", ""];
    const ends: unknown[] = [];
    for (const { choices } of await streamed({ n: 2 }))
      for (const { index, delta: piece, finish_reason: reason } of choices) {
        if (typeof piece?.["content"] === "string") texts[Number(index)] += piece["content"];
        if (reason !== null) ends.push([index, reason]);
      }
    expect(texts).toEqual(both);
    expect(ends).toEqual([
      [0, "stop"],
      [1, "length"],
    ]);
  });

  it("an only choice is the answer, whatever its number", async () => {
    behave = answering([{ index: 3, message: { content: "It." }, finish_reason: "stop" }]);
    expect((await whole()).choices).toMatchObject([{ index: 0, message: { content: "It." } }]);
  });
});

describe("thinking", () => {
  it.each(["reasoning", "thinking"])(
    "keeps the name %s that a provider gives it, beside the usual one",
    async (name) => {
      behave = answering([{ message: { content: "It.", [name]: "hm" }, finish_reason: "stop" }]);
      expect((await whole()).choices[0]?.message).toMatchObject({ [name]: "hm", reasoning_content: "hm" });
      behave = streaming(delta({ [name]: "h" }), delta({ [name]: "m" }), delta({ content: "It." }), stop);
      const said = (await streamed()).flatMap(({ choices }) => choices.map((choice) => choice.delta ?? {}));
      for (const member of [name, "reasoning_content"])
        expect(said.flatMap((part) => part[member] ?? [])).toEqual(["h", "m"]);
    },
  );
});

describe("calls of tools", () => {
  it("come in the pieces in which the provider sends them, while it still sends", async () => {
    const { promise: more, resolve: sendMore } = Promise.withResolvers<void>();
    behave = async (_request, response) => {
      const send = (value: Json) => response.write(`data: ${JSON.stringify(delta(value))}\n\n`);
      response.writeHead(200, { "content-type": "text/event-stream" });
      send({ tool_calls: [{ index: 0, id: "c1", function: { name: "weather", arguments: "" } }] });
      await more;
      for (const given of ['{"city":', '"Bonn"}'])
        send({ tool_calls: [{ index: 0, function: { arguments: given } }] });
      response.write(`data: ${JSON.stringify(delta({}, { finish_reason: "tool_calls" }))}\n\n`);
      response.end("data: [DONE]\n\n");
    };
    const { body } = await post({ stream: true });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("weather")) text += (await reader?.read())?.value ?? "";
    sendMore();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) text += read.value;
    const chunks = chunksOf(text);
    const pieces = chunks.flatMap(({ choices }) => (choices[0]?.delta?.["tool_calls"] as Json[]) ?? []);
    expect(pieces).toEqual([
      { index: 0, id: "c1", type: "function", function: { name: "weather", arguments: "" } },
      { index: 0, function: { arguments: '{"city":' } },
      { index: 0, function: { arguments: '"Bonn"}' } },
    ]);
    expect(await stored(chunks[0]?.id ?? "")).toMatchObject({
      toolCalls: [{ id: "c1", name: "weather", arguments: '{"city":"Bonn"}' }],
    });
  });

  it("keep what a provider wants back with them, there and back", async () => {
    const extra_content = { google: { thought_signature: "abc" } };
    const call = { id: "c1", type: "function", function: { name: "f", arguments: "{}" }, extra_content };
    behave = answering([{ message: { content: null, tool_calls: [call] }, finish_reason: "tool_calls" }]);
    expect((await whole()).choices[0]?.message?.["tool_calls"]).toEqual([call]);
    behave = streaming(delta({ tool_calls: [{ index: 0, ...call }] }), stop);
    const [piece] = (await streamed()).flatMap(({ choices }) => choices[0]?.delta?.["tool_calls"] ?? []);
    expect(piece).toEqual({ index: 0, ...call });
  });
});

describe("a caller's trace", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

  it("holds the call under the caller's span, and the provider hears of it", async () => {
    behave = answering([{ message: { content: "It." }, finish_reason: "stop" }]);
    const { id } = (await (await post({}, { traceparent })).json()) as Answer;
    expect(await stored(id)).toMatchObject({ traceId });
    const trace = await (await api.request(`/api/v1/traces/${traceId}`, { headers: headers() })).json();
    const root = (trace as { roots: Json[] }).roots[0];
    expect(root).toMatchObject({ name: "generate", parentSpanId: "00f067aa0ba902b7" });
    expect(heard.at(-1)?.["traceparent"]).toBe(`00-${traceId}-${String(root?.["spanId"])}-01`);
    behave = streaming(delta({ content: "It." }), stop);
    const [first] = chunksOf(await (await post({ stream: true }, { traceparent })).text());
    expect(await stored(first?.id ?? "")).toMatchObject({ traceId });
    // Nobody's trace is nobody's business.
    await (await post({ stream: true })).text();
    expect(heard.at(-1)).not.toHaveProperty("traceparent");
  });
});

describe("streams", () => {
  it("say that they are alive while a model is silent, and end as ever", async () => {
    behave = async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      await new Promise((done) => setTimeout(done, 300));
      response.end(`data: ${JSON.stringify(delta({ content: "It." }))}\n\ndata: ${JSON.stringify(stop)}\n\n`);
    };
    const { id: connectionId } = (await listConnections(tenant.ctx))[0] ?? { id: "" };
    const messages = [{ role: "user" as const, content: "Hi" }];
    const input = { source: "api" as const, targets: [{ connectionId, model: "m" }], messages };
    const options = { signal: new AbortController().signal, generationId: newId() };
    const request = { input, options };
    const { generationId } = options;
    const writer = new ChunkWriter({
      generationId,
      model: "m",
      created: 0,
      withUsage: false,
      isLegacy: false,
    });
    const response = await streamAnswer(tenant.ctx, request, writer, { keepAliveMs: 50 });
    const text = await response.text();
    expect(text.match(/^: keep-alive$/gm)?.length).toBeGreaterThan(1);
    expect(text.startsWith(": keep-alive\n\n")).toBe(true);
    expect(chunksOf(text).map(({ choices }) => choices[0]?.delta?.["content"])).toContain("It.");
    expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
  });

  it("of a reader who left say no more, while the call is still being recorded", async () => {
    const closed = Promise.withResolvers<void>();
    behave = (_request, response) => {
      response.on("close", () => closed.resolve());
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    };
    const { id: connectionId } = (await listConnections(tenant.ctx))[0] ?? { id: "" };
    const messages = [{ role: "user" as const, content: "Hi" }];
    const input = { source: "api" as const, targets: [{ connectionId, model: "m" }], messages };
    const options = { signal: new AbortController().signal, generationId: newId() };
    const request = { input, options };
    const { generationId } = options;
    const writer = new ChunkWriter({
      generationId,
      model: "m",
      created: 0,
      withUsage: false,
      isLegacy: false,
    });
    const clear = vi.spyOn(globalThis, "clearInterval");
    const response = await streamAnswer(tenant.ctx, request, writer, { keepAliveMs: 20 });
    const before = clear.mock.calls.length;
    const reader = response.body?.getReader();
    await reader?.read();
    const left = reader?.cancel();
    expect(clear.mock.calls.length).toBeGreaterThan(before);
    await left;
    await closed.promise;
    clear.mockRestore();
  });

  it("say that they are not to be gathered", async () => {
    behave = streaming(delta({ content: "It." }), stop);
    const response = await post({ stream: true });
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    await response.text();
  });
});

describe("pictures", () => {
  const url = `data:image/png;base64,${Buffer.from("a dot").toString("base64")}`;
  const picture = { type: "image_url", image_url: { url } };

  it("reach the provider, and of them is stored what they were", async () => {
    behave = answering([{ message: { content: "A dot." }, finish_reason: "stop" }]);
    const content = [{ type: "text", text: "What is it?" }, picture];
    const { id } = await whole({ messages: [{ role: "user", content }] });
    expect(bodies.at(-1)).toMatchObject({ messages: [{ role: "user", content }] });
    const row = JSON.stringify(await stored(id));
    expect(row).toContain("What is it?");
    expect(row).toContain("image/png, 5 bytes");
    expect(row).not.toContain(url.slice(22));
  });
});

describe("policies see what is passed through", () => {
  const address = "ada@example.org";
  const rules = (input: "redact" | "off", output: "redact" | "off") => ({
    pii: [{ type: "EMAIL_ADDRESS" as const, input, output, stored: "redact" as const }],
    placeholder: "type" as const,
    blocklist: [],
    patterns: [],
  });
  const logprobs = spelled("ada", "@", "example.org");
  const leaky: Json = {
    message: {
      content: `Ask ${address}`,
      annotations: [{ note: address }],
      tool_calls: [
        { id: "c1", type: "function", function: { name: "mail", arguments: `{"to":"${address}"}` } },
      ],
    },
    logprobs,
    finish_reason: "tool_calls",
  };

  it("personal data in members, in pieces of calls and in probabilities is not stored", async () => {
    behave = answering([leaky, { ...leaky, index: 1 }], { odd: address });
    const answer = await whole({ n: 2, odd: { note: address }, logprobs: true });
    // Without a policy for what goes out the caller gets it as it was said.
    expect(answer).toMatchObject({ odd: address, choices: [leaky, leaky] });
    const row = await stored(answer.id);
    expect(JSON.stringify(row)).not.toContain(address);
    expect(JSON.stringify(row)).not.toContain('"logprob":');
    expect(row["answerMembers"]).toMatchObject({
      answer: { odd: "<EMAIL_ADDRESS>" },
      message: { annotations: [{ note: "<EMAIL_ADDRESS>" }] },
      choices: [{ output: "Ask <EMAIL_ADDRESS>" }],
    });
  });

  it("nor sent or told, where a policy says so", async () => {
    const admin = await tenant.as("admin");
    await savePolicy(admin, { name: "Strict", message: "strict", rules: rules("redact", "redact") });
    behave = answering([leaky], { odd: address });
    const asked = {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: `I am ${address}` },
            { type: "file", file: { file_data: `data:text/plain,${address}` } },
            { type: "image_url", image_url: { url: "https://a.example/1.png" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "c1", type: "function", function: { name: "f", arguments: `{"to":"${address}"}` } },
          ],
        },
        { role: "tool", tool_call_id: "c1", content: "sent" },
        { role: "user", name: address, content: [{ type: "text", text: "hi", note: address }] },
      ],
      stop: [address],
      tool_choice: { type: "function", function: { name: address } },
      prediction: { type: "content", content: address },
      tools: [{ type: "function", function: { name: "f", description: `Mails ${address}` } }],
    };
    const answer = await whole(asked);
    expect(JSON.stringify(bodies.at(-1))).not.toContain(address);
    expect(bodies.at(-1)).toMatchObject({
      messages: [
        {
          content: [{ type: "text", text: "I am <EMAIL_ADDRESS>" }, { type: "file" }, { type: "image_url" }],
        },
        { tool_calls: [{ id: "c1", function: { arguments: '{"to":"<EMAIL_ADDRESS>"}' } }] },
        { tool_call_id: "c1" },
        { name: "<EMAIL_ADDRESS>", content: [{ type: "text", text: "hi", note: "<EMAIL_ADDRESS>" }] },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain(address);
    expect(JSON.stringify(answer)).not.toContain("logprob");
    behave = streaming(
      delta({ tool_calls: [{ index: 0, id: "c1", function: { name: "mail", arguments: '{"to":"ada@' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: 'example.org"}' } }] }, { logprobs }),
      stop,
    );
    const chunks = await streamed();
    const given = chunks
      .flatMap(({ choices }) => (choices[0]?.delta?.["tool_calls"] as { function: Json }[]) ?? [])
      .map((piece) => piece.function["arguments"]);
    expect(given.join("")).toBe('{"to":"<EMAIL_ADDRESS>"}');
    expect(JSON.stringify(chunks)).not.toContain("logprob");
    // What a provider adds to a call is told before the call is whole; what it signs goes back as it was.
    const signed = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4";
    const extra = { extra_content: { note: address, google: { thought_signature: signed } } };
    behave = streaming(
      delta({ tool_calls: [{ index: 0, id: "c1", function: { name: "mail", arguments: "{}" }, ...extra }] }),
      stop,
    );
    const text = JSON.stringify(await streamed());
    expect(text).not.toContain(address);
    expect(text).toContain(signed);
  });
});

import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { closePools, createConnection } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import { createApi } from "../app.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const dot = "data:image/png;base64,iVBORw0KGgo=";
const picture = { type: "image_url", image_url: { url: dot, detail: "low" } };
const sound = { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } };

type Json = Record<string, unknown>;
type Upstream = (json: Json, response: ServerResponse) => unknown;

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;
let behave: Upstream;
const bodies: Json[] = [];
const upstream = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const json = JSON.parse(Buffer.concat(parts).toString()) as Json;
    bodies.push(json);
    behave(json, response);
  });
});

beforeAll(async () => {
  tenant = await createTenant();
  await new Promise<void>((done) => upstream.listen(0, "127.0.0.1", done));
  const { port } = upstream.address() as AddressInfo;
  const admin = await tenant.as("admin");
  const shared = { kind: "openai_compatible" as const, baseUrl: `http://127.0.0.1:${port}/v1` };
  await createConnection(admin, { ...shared, name: "loop", models: ["m"] });
  await createConnection(admin, { ...shared, name: "deepseek", preset: "deepseek" });
  await createConnection(admin, {
    kind: "anthropic",
    name: "claude",
    preset: "anthropic",
    apiKey: "key-12345678",
  });
  await createConnection(admin, { kind: "simulated", name: "sim", models: ["simulated-instant"] });
  secret = (await createApiKey(tenant.ctx, { name: "t", scopes: ["generations:write"] })).secret;
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  upstream.closeAllConnections();
  upstream.close();
});

const headers = () => ({ authorization: `Bearer ${secret}`, "content-type": "application/json" });

async function call(body: object, model = "loop/m") {
  const { status, text } = await respond(body, model);
  return { status, text };
}

async function respond(body: object, model = "loop/m") {
  const messages = [{ role: "user", content: "Say it." }];
  const response = await api.request("/api/v1/chat/completions", {
    method: "POST",
    headers: headers(),
    body: JSON.stringify({ model, messages, ...body }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

type Part = Json & {
  content?: string | null;
  reasoning_content?: string;
  refusal?: string | null;
  tool_calls?: Json[];
};
/** An answer, or a chunk of one, as far as these tests look. */
type Answer = Json & {
  id: string;
  usage?: Json;
  valueloop?: Json & { cost_usd: number | null };
  choices: { message?: Part; delta?: Part; finish_reason: string | null }[];
};

async function whole(body: object = {}, model?: string): Promise<Answer> {
  const { text } = await call(body, model);
  return JSON.parse(text) as Answer;
}

/** The chunks of a streamed answer. */
async function streamed(body: object = {}, model?: string): Promise<Answer[]> {
  const { text } = await call({ stream: true, stream_options: { include_usage: true }, ...body }, model);
  return text
    .split("\n\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)) as Answer);
}

async function stored(id: string): Promise<Json> {
  await flushGenerations();
  return (await (await api.request(`/api/v1/generations/${id}`, { headers: headers() })).json()) as Json;
}

/** Answers both ways: a whole message, or the same as one delta. */
const answering =
  (message: object, more: { usage?: object; finish_reason?: string } = {}): Upstream =>
  (json, response) => {
    const { usage = { prompt_tokens: 10, completion_tokens: 2 }, finish_reason = "stop" } = more;
    const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
    if (json["stream"])
      return response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(
          `${event({ choices: [{ delta: message }] })}${event({ choices: [{ delta: {}, finish_reason }] })}${event({ choices: [], usage })}data: [DONE]\n\n`,
        );
    return response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ choices: [{ message, finish_reason }], usage }));
  };

const deltasOf = (chunks: Answer[], member: "content" | "reasoning_content" | "refusal") =>
  chunks.map((chunk) => chunk.choices[0]?.delta?.[member] ?? "").join("");

describe("what a provider counts (GW-ANS-1, COST-1)", () => {
  const usage = {
    prompt_tokens: 1000,
    completion_tokens: 100,
    prompt_tokens_details: { cached_tokens: 800 },
    completion_tokens_details: { reasoning_tokens: 60 },
  };
  const details = {
    prompt_tokens_details: { cached_tokens: 800 },
    completion_tokens_details: { reasoning_tokens: 60 },
  };

  it("is in the answer's usage, streamed and not, and on the stored generation", async () => {
    behave = answering({ content: "It." }, { usage });
    const answer = await whole();
    expect(answer.usage).toEqual({ ...usage, total_tokens: 1100, ...details });
    const chunks = await streamed();
    expect(chunks.at(-1)?.["usage"]).toMatchObject(details);
    for (const id of [answer.id, chunks[0]?.id])
      expect(await stored(String(id))).toMatchObject({
        inputTokens: 1000,
        cachedInputTokens: 800,
        reasoningTokens: 60,
        isUsageEstimated: false,
      });
  });

  it("is charged at the cache's price", async () => {
    const hits = { prompt_cache_hit_tokens: 900, prompt_cache_miss_tokens: 100 };
    behave = answering(
      { content: "It." },
      { usage: { prompt_tokens: 1000, completion_tokens: 100, ...hits } },
    );
    const answer = await whole({}, "deepseek/deepseek-chat");
    // DeepSeek's page: 0.28 in, 0.028 from the cache, 0.42 out, USD per million.
    expect(answer.valueloop?.cost_usd).toBeCloseTo((100 * 0.28 + 900 * 0.028 + 100 * 0.42) / 1e6, 12);
    const { costBasis } = await stored(answer.id);
    expect((costBasis as Json)["parts"]).toMatchObject([
      { kind: "input", tokens: 100 },
      { kind: "cachedInput", tokens: 900, usdPerMillion: 0.028 },
      { kind: "output", tokens: 100 },
    ]);
  });

  it("is marked as an estimate where the provider did not count", async () => {
    behave = answering({ content: "It." }, { usage: {} });
    const answer = await whole();
    expect(answer.valueloop).toMatchObject({ usage_is_estimated: true });
    expect(answer.usage).not.toHaveProperty("prompt_tokens_details");
    expect((await stored(answer.id))["isUsageEstimated"]).toBe(true);
    expect((await streamed()).at(-2)?.["valueloop"]).toMatchObject({ usage_is_estimated: true });
    await flushGenerations();
    const used = (await (
      await api.request("/api/v1/usage?from=2020-01-01&to=2040-01-01", { headers: headers() })
    ).json()) as Json;
    expect(used["usageEstimated"]).toBe(2);
  });
});

describe("what a program asks for (GW-REQ-1, GW-REQ-3)", () => {
  const sent = () => bodies.at(-1) ?? {};

  it.each([
    [{ response_format: { type: "json_object" } }],
    [
      {
        response_format: {
          type: "json_schema",
          json_schema: { name: "ticket", strict: true, description: "d", schema: { type: "object" } },
        },
      },
    ],
    [{ reasoning_effort: "high", parallel_tool_calls: false }],
    [{ top_k: 20, min_p: 0.1, repetition_penalty: 1.1, chat_template_kwargs: { enable_thinking: false } }],
    [{ service_tier: "flex", verbosity: "low", store: true, prediction: { type: "content", content: "x" } }],
    [{ functions: [{ name: "f", parameters: {} }], function_call: { name: "f" } }],
    [{ n: 2, logprobs: true, top_logprobs: 3, logit_bias: { "50256": -100 } }],
    [{ max_completion_tokens: 50 }],
    [{ stream: false }],
    [{ max_tokens: 50 }],
    [{ messages: [{ role: "user", content: [{ type: "text", text: "What is it?" }, picture] }] }],
    [{ user: "u-1", safety_identifier: "s", never_heard_of: { a: [1, null] } }],
  ])("reaches the server unchanged: %o", async (asked) => {
    behave = answering({ content: "It." });
    for (const stream of [false, true]) {
      expect((await call({ stream, ...asked })).status).toBe(200);
      expect(sent()).toMatchObject(asked);
    }
  });

  it("reaches it in the messages too", async () => {
    behave = answering({ content: "It." });
    const signature = { google: { thought_signature: "abc" } };
    const messages = [
      { role: "developer", content: "Be short." },
      { role: "user", content: [{ type: "text", text: "Hi", cache_control: { type: "ephemeral" } }] },
      {
        role: "assistant",
        content: null,
        reasoning_content: "hm",
        tool_calls: [
          { id: "c1", type: "function", function: { name: "f", arguments: "{}" }, extra_content: signature },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: "1" },
      { role: "assistant", content: "So", prefix: true },
    ];
    await call({ messages });
    expect(sent()["messages"]).toEqual(messages);
  });

  it.each([
    ["claude/claude-haiku-4-5", { reasoning_effort: "high" }, "reasoning_effort"],
    ["claude/claude-haiku-4-5", { seed: 7 }, "seed"],
    ["claude/claude-haiku-4-5", { parallel_tool_calls: false, frequency_penalty: 1 }, "frequency_penalty"],
    ["sim/simulated-instant", { tool_choice: "required", tools: [{ type: "function" }] }, "tool_choice"],
    ["sim/simulated-instant", { logprobs: true }, "logprobs"],
    ["sim/simulated-instant", { n: 2 }, "n:"],
    ["claude/claude-haiku-4-5", { logit_bias: { "50256": -100 } }, "logit_bias"],
    ["claude/claude-haiku-4-5", { messages: [{ role: "user", content: [sound] }] }, "input_audio"],
    ["sim/simulated-instant", { messages: [{ role: "user", content: [picture] }] }, "image_url"],
    ["loop/m", { modalities: ["text", "audio"], audio: { voice: "x" } }, "audio"],
  ])("or is refused with words: %s %o", async (model, asked, name) => {
    behave = answering({ content: "It." });
    const { status, text } = await call(asked, model);
    expect(status).toBe(400);
    expect((JSON.parse(text) as { error: { message: string } }).error.message).toContain(name);
  });

  it("does not mind members that ask for nothing", async () => {
    const asked = { parallel_tool_calls: true, store: false, service_tier: "auto", user: "u", seed: 3 };
    expect((await call(asked, "sim/simulated-instant")).status).toBe(200);
  });
});

describe("what a provider answers", () => {
  it("TOOL-1: two calls under one number stay two", async () => {
    const piece = (id: string, name: string, given: string) =>
      `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [{ index: 0, id, function: { name, arguments: given } }] } }] })}\n\n`;
    behave = (_, response) =>
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(
          `${piece("c1", "weather", '{"city":"Bonn"}')}${piece("c2", "clock", '{"tz":"CET"}')}data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}\n\ndata: [DONE]\n\n`,
        );
    const calls = (await streamed()).flatMap((chunk) => chunk.choices[0]?.delta?.tool_calls ?? []);
    expect(calls).toMatchObject([
      { id: "c1", function: { name: "weather", arguments: '{"city":"Bonn"}' } },
      { id: "c2", function: { name: "clock", arguments: '{"tz":"CET"}' } },
    ]);
  });

  it("TOOL-3: arguments as an object become their text", async () => {
    const call_ = { id: "c1", type: "function", function: { name: "weather", arguments: { city: "Bonn" } } };
    behave = answering({ content: null, tool_calls: [call_] }, { finish_reason: "tool_calls" });
    const answer = await whole();
    expect(answer.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: { tool_calls: [{ function: { arguments: '{"city":"Bonn"}' } }] },
    });
  });

  it("answers a program that used `functions` in that form", async () => {
    behave = answering(
      { content: null, function_call: { name: "weather", arguments: "{}" } },
      { finish_reason: "function_call" },
    );
    const asked = { functions: [{ name: "weather", parameters: {} }] };
    expect((await whole(asked)).choices[0]).toMatchObject({
      finish_reason: "function_call",
      message: { function_call: { name: "weather", arguments: "{}" } },
    });
    expect((await streamed(asked)).some((chunk) => chunk.choices[0]?.delta?.["function_call"])).toBe(true);
  });

  it("CONTENT-1: an answer as a list of parts, thinking kept apart", async () => {
    const thinking = { type: "thinking", thinking: [{ type: "text", text: "hm" }] };
    behave = answering({ content: [thinking, { type: "text", text: "Answer" }] });
    const answer = await whole();
    expect(answer.choices[0]?.message).toMatchObject({ content: "Answer", reasoning_content: "hm" });
    const chunks = await streamed();
    expect(deltasOf(chunks, "content")).toBe("Answer");
    expect(deltasOf(chunks, "reasoning_content")).toBe("hm");
    expect(await stored(answer.id)).toMatchObject({ output: "Answer", reasoning: "hm" });
  });

  it("REFUSE-1: a refusal is answered and stored", async () => {
    behave = answering({ content: null, refusal: "I can't help with that." });
    const answer = await whole();
    expect(answer.choices[0]?.message).toMatchObject({ content: null, refusal: "I can't help with that." });
    expect(deltasOf(await streamed(), "refusal")).toBe("I can't help with that.");
    expect(await stored(answer.id)).toMatchObject({ refusal: "I can't help with that.", output: "" });
  });

  it("UTF8-1: an error's words survive wherever its bytes were cut", async () => {
    const words = "参数错误：最大长度为 4096 🙂";
    const bytes = Buffer.from(JSON.stringify({ error: { message: words } }));
    for (const cut of [bytes.indexOf("错") + 1, bytes.indexOf("错") + 2, bytes.indexOf("🙂") + 3]) {
      behave = (_, response) => {
        response.writeHead(400, { "content-type": "application/json" });
        response.write(bytes.subarray(0, cut), () => setImmediate(() => response.end(bytes.subarray(cut))));
      };
      const { status, text } = await call({});
      expect(status).toBe(400);
      expect(text).toContain(words);
    }
  });
});

describe("what a provider refuses (M9, M10)", () => {
  const refusing =
    (status: number, error: Json, more: Record<string, string> = {}): Upstream =>
    (_, response) =>
      response
        .writeHead(status, { "content-type": "application/json", ...more })
        .end(JSON.stringify({ error: { message: "No.", ...error } }));

  it.each([
    [401, { type: "invalid_request_error", param: null, code: "invalid_api_key" }],
    [404, { type: "invalid_request_error", param: "model", code: "model_not_found" }],
    [400, { type: "invalid_request_error", param: "messages", code: "context_length_exceeded" }],
    [400, { type: null, param: "prompt", code: "content_filter" }],
    [429, { type: "insufficient_quota", param: null, code: "insufficient_quota" }],
    [500, { type: "server_error", param: null, code: null }],
  ])("keeps status, type, code and param, and is asked once: %i %o", async (status, error) => {
    behave = refusing(status, error);
    for (const stream of [false, true]) {
      bodies.length = 0;
      const answered = await respond({ stream });
      expect(answered.status).toBe(status);
      const said = (JSON.parse(answered.text) as { error: Json }).error;
      expect(said).toMatchObject(error);
      expect(said["message"]).toContain("No.");
      expect(bodies).toHaveLength(1);
    }
  });

  it("keeps how long to wait", async () => {
    behave = refusing(429, { type: "requests", code: "rate_limit_exceeded" }, { "retry-after": "7" });
    const answered = await respond({});
    expect([answered.status, answered.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(JSON.parse(answered.text)).toMatchObject({ error: { code: "rate_limit_exceeded" } });
  });

  it("says no key that the provider quoted", async () => {
    behave = refusing(401, { code: "invalid_api_key", message: "No:\nsk-abcdefghijkl is not a key" });
    const { text } = await call({});
    expect(text).not.toContain("abcdefghijkl");
    expect(text).toContain("[key] is not a key");
  });

  it("says nothing of an error that quotes the call beside its message", async () => {
    const failed_generation = '<function=mail>{"to":"anna@example.org"}';
    behave = refusing(400, { code: "tool_use_failed", failed_generation, innererror: { code: "Policy" } });
    const { text } = await call({});
    const { error } = JSON.parse(text) as { error: Json };
    expect(error).toEqual({
      type: "invalid_request_error",
      param: null,
      code: "tool_use_failed",
      message: expect.stringContaining("No."),
    });
  });

  it("keeps the provider's code where a stream breaks off with an error", async () => {
    behave = (_, response) =>
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(
          `data: ${JSON.stringify({ choices: [{ delta: { content: "I" } }] })}\n\ndata: ${JSON.stringify({ error: { message: "Busy.", type: "server_error", code: "overloaded" } })}\n\n`,
        );
    expect((await streamed()).at(-1)).toMatchObject({ error: { type: "server_error", code: "overloaded" } });
  });

  it("is ours where the provider said nothing of the kind", async () => {
    behave = (_, response) => response.writeHead(503, { "content-type": "text/html" }).end("<p>busy</p>");
    const { status, text } = await call({});
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ error: { type: "api_error", code: "upstream_failed" } });
  });
});

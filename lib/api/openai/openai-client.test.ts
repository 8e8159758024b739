import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { closePools, createConnection, currentEmbeddingModel } from "#lib/models";
import { flushGenerations, getGeneration } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { createApi } from "../app.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

type Upstream = (body: Record<string, unknown>, response: ServerResponse) => void;

let tenant: Tenant;
let client: OpenAI;
let secretOfClient: string;
let gateway: { url: string; server: Server };
let upstream: { url: string; server: Server };
let answer: Upstream;
let lastBody: Record<string, unknown> = {};

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };

beforeAll(async () => {
  tenant = await createTenant();
  const upstreamServer = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      lastBody = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
      answer(lastBody, response);
    });
  });
  upstream = { server: upstreamServer, url: `${await listen(upstreamServer)}/v1` };
  const admin = await tenant.as("admin");
  await createConnection(admin, {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: upstream.url,
    models: ["org/m", "shared"],
  });
  await createConnection(admin, {
    name: "Simulated",
    kind: "simulated",
    models: ["simulated-instant", "shared"],
  });
  await createPrompt(tenant.ctx, {
    path: "support/triage",
    content: {
      kind: "chat",
      messages: [{ role: "user", content: "Sort: {{ticket}}" }],
      variables: [{ name: "ticket" }],
    },
  });
  const { secret } = await createApiKey(tenant.ctx, { name: "test", scopes: ["generations:write"] });
  const api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
  const server = createServer(
    { keepAliveTimeout: 0 },
    getRequestListener(api.fetch, { overrideGlobalObjects: false }),
  );
  gateway = { server, url: `${await listen(server)}/api/v1` };
  secretOfClient = secret;
  client = new OpenAI({ apiKey: secret, baseURL: gateway.url, maxRetries: 0 });
});

beforeEach(() => {
  answer = (body, response) => {
    if (body["stream"]) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(
        event({ model: "m", choices: [{ delta: { content: "Hello" } }] }) +
          event({ choices: [{ delta: {}, finish_reason: "stop" }] }) +
          event({ choices: [], usage }) +
          "data: [DONE]\n\n",
      );
      return;
    }
    const choices = [{ message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }];
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ model: "m", choices, usage }));
  };
});

afterAll(async () => {
  await flushGenerations();
  await closePools();
  for (const { server } of [gateway, upstream]) {
    server.closeAllConnections();
    server.close();
  }
});

const messages = [{ role: "user" as const, content: "Say hello" }];

it("answers the unmodified client in one piece, and the id is a recorded generation's", async () => {
  const { data, response } = await client.chat.completions
    .create({
      model: "loop/org/m",
      messages,
      temperature: 0.5,
      max_tokens: 7,
      frequency_penalty: 0.3,
      presence_penalty: -1,
    })
    .withResponse();
  expect(data.choices[0]?.message.content).toBe("Hello");
  expect(data.usage).toEqual(usage);
  expect(response.headers.get("x-valueloop-generation-id")).toBe(data.id);
  expect(lastBody).toMatchObject({
    model: "org/m",
    temperature: 0.5,
    max_tokens: 7,
    frequency_penalty: 0.3,
    presence_penalty: -1,
    messages,
  });
  expect(await getGeneration(tenant.ctx, { generationId: data.id })).toMatchObject({
    source: "api",
    output: "Hello",
    inputTokens: 12,
    actorKind: "api_key",
  });
});

it("streams to the unmodified client, with usage when asked", async () => {
  const stream = await client.chat.completions.create({
    model: "org/m",
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let last: OpenAI.ChatCompletionChunk | undefined;
  const finishes: string[] = [];
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason);
    last = chunk;
  }
  expect(text).toBe("Hello");
  expect(finishes).toEqual(["stop"]);
  expect(last?.usage).toEqual(usage);
  expect((await getGeneration(tenant.ctx, { generationId: last?.id ?? "" })).output).toBe("Hello");
});

it("runs the client's own stream helper on a simulated model", async () => {
  const final = await client.chat.completions
    .stream({ model: "Simulated/simulated-instant", messages })
    .finalChatCompletion();
  expect(final.choices[0]?.message.content).toBeTruthy();
  const generation = await getGeneration(tenant.ctx, { generationId: final.id });
  expect(generation).toMatchObject({ isSimulated: true, costUsd: null });
});

it("runs a stored prompt by its name and label, with variables", async () => {
  const extra = { variables: { ticket: "Lost card" }, target: "loop/org/m" };
  const data = await client.chat.completions.create({
    model: "prompt:support/triage@latest",
    messages: [],
    ...extra,
  });
  expect(lastBody["messages"]).toEqual([{ role: "user", content: "Sort: Lost card" }]);
  expect(await getGeneration(tenant.ctx, { generationId: data.id })).toMatchObject({
    promptPath: "support/triage",
    promptVersionNumber: 1,
    label: "latest",
  });
});

it("runs a prompt on the model it was released with, whatever connections are added, and refuses one without", async () => {
  const models = await fetch(`${gateway.url}/models`, {
    headers: { authorization: `Bearer ${secretOfClient}` },
  });
  const { data: offered } = (await models.json()) as {
    data: { id: string; valueloop: { connection_id: string; model: string } }[];
  };
  const pin = offered.find(({ id }) => id === "loop/org/m")?.valueloop;
  await createPrompt(tenant.ctx, {
    path: "support/pinned",
    content: {
      kind: "chat",
      messages: [{ role: "user", content: "Hi" }],
      settings: { model: { connectionId: pin?.connection_id ?? "", model: pin?.model ?? "" } },
    },
  });
  const ask = (model: string, more: object = {}) =>
    client.chat.completions.create({ model, messages: [], ...more });
  await ask("prompt:support/pinned@1");
  expect(lastBody["model"]).toBe("org/m");
  // Sorts before every other connection.
  await createConnection(await tenant.as("admin"), {
    name: "aaa",
    kind: "simulated",
    models: ["simulated-fast"],
  });
  // The answer says the provider's own name of the model.
  expect((await ask("prompt:support/pinned@latest")).model).toBe("m");
  expect(lastBody["model"]).toBe("org/m");
  const refused = ask("prompt:support/triage@latest", { variables: { ticket: "x" } });
  await expect(refused).rejects.toBeInstanceOf(OpenAI.BadRequestError);
  await expect(refused).rejects.toMatchObject({ code: "no_model", type: "invalid_request_error" });
  await expect(refused).rejects.toThrow("support/triage v1 has no model. Set one in its settings");
  const streamed = client.chat.completions.create({
    model: "prompt:support/triage",
    messages: [],
    stream: true,
  });
  await expect(streamed).rejects.toMatchObject({ status: 400, code: "no_model" });
});

it("passes tools through and gives tool calls back, streamed and not", async () => {
  const tools = [
    {
      type: "function" as const,
      function: { name: "look_up", parameters: { type: "object", properties: {} } },
    },
  ];
  const call = { index: 0, id: "call_1", function: { name: "look_up", arguments: '{"id":7}' } };
  answer = (body, response) => {
    if (body["stream"]) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(
        event({ choices: [{ delta: { tool_calls: [call] }, finish_reason: "tool_calls" }] }) +
          "data: [DONE]\n\n",
      );
    } else {
      const choices = [
        {
          message: { content: null, tool_calls: [{ ...call, type: "function" }] },
          finish_reason: "tool_calls",
        },
      ];
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ choices, usage }));
    }
  };
  const whole = await client.chat.completions.create({ model: "loop/org/m", messages, tools });
  expect(whole.choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: { content: null, tool_calls: [{ id: "call_1", function: { name: "look_up" } }] },
  });
  const streamed = await client.chat.completions
    .stream({ model: "loop/org/m", messages, tools })
    .finalChatCompletion();
  expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({
    id: "call_1",
    function: { name: "look_up", arguments: '{"id":7}' },
  });
  expect(lastBody["tools"]).toEqual(tools);
});

it("raises the client's own errors: wrong key, unknown and ambiguous model, bad input, upstream failure", async () => {
  const stranger = new OpenAI({ apiKey: "vl_wrong", baseURL: gateway.url, maxRetries: 0 });
  await expect(stranger.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  await expect(client.chat.completions.create({ model: "nope", messages })).rejects.toBeInstanceOf(
    OpenAI.NotFoundError,
  );
  await expect(client.chat.completions.create({ model: "shared", messages })).rejects.toThrow(
    "loop/shared, Simulated/shared",
  );
  await expect(
    client.chat.completions.create({ model: "loop/org/m", messages, temperature: 9 }),
  ).rejects.toBeInstanceOf(OpenAI.BadRequestError);
  for (const model of ["prompt:support/triage@", "prompt:support/triage@0", "prompt:"])
    await expect(client.chat.completions.create({ model, messages })).rejects.toBeInstanceOf(
      OpenAI.BadRequestError,
    );
  await expect(
    client.chat.completions.create({ model: "loop/org/m", messages, max_tokens: 2_000_000 }),
  ).rejects.toThrow("max_tokens");
  answer = (_body, response) =>
    void response.writeHead(400).end(JSON.stringify({ error: { message: "no such thing" } }));
  const failed = client.chat.completions.create({ model: "loop/org/m", messages, stream: true });
  // The client sends a 5xx again, which would be no use.
  await expect(failed).rejects.toMatchObject({ status: 400, code: "invalid_input" });
  await expect(failed).rejects.toThrow("no such thing");
  answer = (_body, response) => void response.writeHead(403).end("{}");
  await expect(
    client.chat.completions.create({ model: "loop/org/m", messages }, { maxRetries: 0 }),
  ).rejects.toMatchObject({ status: 403, code: "upstream_failed" });
});

it("raises an error in the middle of a stream that breaks", async () => {
  answer = (_body, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(event({ choices: [{ delta: { content: "A whole line.\n" } }] }));
    setTimeout(() => response.destroy(), 20);
  };
  const stream = await client.chat.completions.create({ model: "loop/org/m", messages, stream: true });
  const read = async () => {
    for await (const chunk of stream) expect(chunk.id).toBeTruthy();
  };
  await expect(read()).rejects.toThrow("broke off");
});

it("lets go of the provider when the client goes away", async () => {
  const closed = Promise.withResolvers<void>();
  answer = (_body, response) => {
    response.on("close", () => closed.resolve());
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(event({ choices: [{ delta: { content: "A whole line.\n" } }] }));
  };
  const stream = await client.chat.completions.create({ model: "loop/org/m", messages, stream: true });
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  await closed.promise;
});

it("lists models and embeds texts", async () => {
  const models = await client.models.list();
  expect(models.data.map((model) => model.id)).toContain("loop/org/m");
  expect(await client.models.retrieve("loop/org/m")).toMatchObject({ id: "loop/org/m", object: "model" });
  expect((await client.models.retrieve("org/m")).id).toBe("loop/org/m");
  await expect(client.models.retrieve("nobody/knows")).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  const model = await currentEmbeddingModel(tenant.ctx);
  const embedded = await client.embeddings.create({ model, input: ["a", "b"] });
  expect(embedded.data[1]?.embedding.length).toBeGreaterThan(100);
  expect(embedded.usage.prompt_tokens).toBe(2);
  await expect(client.embeddings.create({ model: "any", input: "a" })).rejects.toBeInstanceOf(
    OpenAI.NotFoundError,
  );
});

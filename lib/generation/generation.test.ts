import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { closePools, createConnection, addModel } from "#lib/models";
import { flushGenerations, getGeneration, getTrace, listGenerations, usageSummary } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { newId } from "#platform/ids";
import { generate, streamGeneration } from "./index.ts";
import {
  answerWith,
  chunk,
  lastChunks,
  loopbackProvider,
  type LoopbackHandler,
  startStream,
} from "./loopback.testing.ts";
import type { GenerateInput, GenerationEvent } from "./schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let first: Awaited<ReturnType<typeof provider>>;
let second: Awaited<ReturnType<typeof provider>>;
let behave: LoopbackHandler;
let fallbackBehaves: LoopbackHandler;

async function provider(handler: LoopbackHandler) {
  const server = await loopbackProvider(handler);
  const admin = await tenant.as("admin");
  const connection = await createConnection(admin, {
    name: `loop ${newId().slice(-6)}`,
    kind: "openai_compatible",
    baseUrl: server.url,
  });
  await addModel(admin, {
    connectionId: connection.id,
    name: "m",
    inputPrice: 1,
    outputPrice: 10,
    activeParametersBillions: 7,
    totalParametersBillions: 7,
  });
  return { ...server, target: { connectionId: connection.id, model: "m" } };
}

beforeAll(async () => {
  tenant = await createTenant();
  first = await provider((...all) => behave(...all));
  second = await provider((...all) => fallbackBehaves(...all));
});
beforeEach(() => {
  behave = answerWith("Hello");
  fallbackBehaves = answerWith("From the second");
  first.seen.calls = 0;
  second.seen.calls = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  first.close();
  second.close();
});

const input = (overrides: Partial<GenerateInput> = {}): GenerateInput => ({
  source: "test",
  targets: [first.target],
  messages: [{ role: "user", content: "Say hello" }],
  ...overrides,
});
const noSleep = { sleep: async () => undefined, random: () => 0.5 };

async function collect(given: GenerateInput, options: Parameters<typeof streamGeneration>[2] = noSleep) {
  const events: GenerationEvent[] = [];
  for await (const event of streamGeneration(tenant.ctx, given, options)) events.push(event);
  const last = events.at(-1);
  if (last?.type !== "done" && last?.type !== "error") throw new Error("the stream did not end");
  const text = events.map((event) => (event.type === "delta" ? event.text : "")).join("");
  return { events, last, text, generation: last.generation };
}

it("streams an answer and records it with usage, cost, carbon and spans", async () => {
  behave = (_request, response) => startStream(response).end(chunk("Hel") + chunk("lo.\n") + lastChunks());
  const { events, text, last } = await collect(input({ settings: { temperature: 0.3 } }));
  expect(events[0]).toMatchObject({ type: "start", model: "m", isSimulated: false });
  expect(last.type).toBe("done");
  expect(text).toBe("Hello.\n");
  const kept = await getGeneration(tenant.ctx, { generationId: last.generation.id });
  expect(kept).toMatchObject({
    status: "succeeded",
    output: "Hello.\n",
    inputTokens: 100,
    outputTokens: 20,
    costUsd: 0.0003,
    finishReason: "stop",
  });
  expect(kept.timeToFirstTokenMs).toBeGreaterThan(0);
  expect(kept.carbonGrams).toBeGreaterThan(0);
  expect(kept.carbonGramsLow ?? 0).toBeLessThanOrEqual(kept.carbonGrams ?? 0);
  const trace = await getTrace(tenant.ctx, { traceId: kept.traceId });
  expect(trace.roots.map((root) => root.name)).toEqual(["generate"]);
  const chat = trace.roots[0]?.children.find((span) => span.name === "chat m");
  expect(chat).toMatchObject({ kind: "client", status: "ok" });
  expect(chat?.attributes).toMatchObject({
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "m",
    "gen_ai.request.temperature": 0.3,
    "gen_ai.usage.input_tokens": 100,
    "gen_ai.usage.output_tokens": 20,
    "gen_ai.response.finish_reasons": ["stop"],
  });
});

it("gives the same generation without streaming", async () => {
  const generation = await generate(tenant.ctx, input());
  expect(generation).toMatchObject({
    status: "succeeded",
    output: "Hello",
    storedOutput: "Hello",
    timeToFirstTokenMs: null,
  });
  expect(first.seen.bodies.at(-1)).not.toHaveProperty("stream");
});

it("renders a stored version, by label, and records which one it was", async () => {
  const prompt = await createPrompt(tenant.ctx, {
    path: "support/triage",
    content: {
      kind: "chat",
      messages: [
        { role: "system", content: "Sort." },
        { role: "user", content: "{{ticket}}" },
      ],
      variables: [{ name: "ticket" }],
      settings: { temperature: 0.1, maxTokens: 50, frequencyPenalty: 0.5, presencePenalty: -0.5 },
    },
  });
  const generation = await generate(tenant.ctx, {
    source: "test",
    targets: [first.target],
    prompt: { promptPath: "support/triage", label: "latest", variables: { ticket: "My card is lost" } },
    settings: { maxTokens: 9 },
  });
  expect(generation).toMatchObject({
    promptId: prompt.id,
    promptPath: "support/triage",
    promptVersionNumber: 1,
    label: "latest",
  });
  expect(first.seen.bodies.at(-1)).toMatchObject({
    temperature: 0.1,
    max_tokens: 9,
    frequency_penalty: 0.5,
    presence_penalty: -0.5,
    messages: [{ role: "system" }, { role: "user", content: "My card is lost" }],
  });
  await generate(tenant.ctx, {
    source: "test",
    targets: [first.target],
    prompt: { promptPath: "support/triage", versionNumber: 1, variables: { ticket: "One" } },
    messages: [
      { role: "assistant", content: "Card" },
      { role: "user", content: "Sure?" },
    ],
  });
  expect(first.seen.bodies.at(-1)?.["messages"]).toHaveLength(4);
  const missing = generate(tenant.ctx, {
    source: "test",
    targets: [first.target],
    prompt: { promptPath: "support/triage", variables: {} },
  });
  await expect(missing).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("ticket"),
  });
});

it("waits as long as Retry-After says, then succeeds", async () => {
  behave = (request, response, raw) =>
    request.call === 1
      ? void response.writeHead(429, { "retry-after": "2" }).end("{}")
      : answerWith("At last")(request, response, raw);
  const slept: number[] = [];
  const generation = await generate(tenant.ctx, input(), {
    sleep: async (ms) => void slept.push(ms),
    random: () => 0,
  });
  expect(generation).toMatchObject({ status: "succeeded", output: "At last" });
  expect(slept).toEqual([2_000]);
  const trace = await getTrace(tenant.ctx, { traceId: generation.traceId });
  const tries = trace.roots[0]?.children.filter((span) => span.name === "chat m") ?? [];
  expect(tries.map((span) => span.status)).toEqual(["error", "ok"]);
  expect(tries[0]?.attributes["error.type"]).toBe("rate_limited");
});

it("falls back to the next target when the first is down, and says so in the trace", async () => {
  behave = (_request, response) => void response.writeHead(503).end("{}");
  const { generation, events } = await collect(input({ targets: [first.target, second.target] }));
  expect(generation).toMatchObject({
    status: "succeeded",
    output: "From the second",
    connectionId: second.target.connectionId,
  });
  expect(first.seen.calls).toBe(3);
  expect(events.filter((event) => event.type === "start").length).toBe(4);
});

it("does not fall back once a token was shown", async () => {
  behave = (_request, response) => {
    startStream(response).write(chunk("The first sentence is whole.\n"));
    setTimeout(() => response.destroy(), 20);
  };
  const { last, generation, text } = await collect(input({ targets: [first.target, second.target] }));
  expect(last).toMatchObject({ type: "error", code: "upstream_failed" });
  expect(text).toBe("The first sentence is whole.\n");
  expect(second.seen.calls).toBe(0);
  expect(generation).toMatchObject({ status: "failed", output: text, errorCode: "upstream_failed" });
  expect(generation.outputTokens).toBeGreaterThan(0);
});

it("fails and is recorded when the provider refuses the key, without asking again", async () => {
  behave = (_request, response) =>
    void response.writeHead(401).end(JSON.stringify({ error: { message: "bad key" } }));
  const generation = await generate(tenant.ctx, input(), noSleep);
  expect(generation).toMatchObject({
    status: "failed",
    errorCode: "upstream_failed",
    costUsd: null,
    inputTokens: null,
  });
  expect(first.seen.calls).toBe(1);
  expect((await getGeneration(tenant.ctx, { generationId: generation.id })).errorMessage).toContain("401");
});

it("fails on malformed SSE", async () => {
  behave = (_request, response) => void startStream(response).end("data: {not json\n\n");
  const { last } = await collect(input());
  expect(last).toMatchObject({ type: "error", code: "upstream_failed" });
});

it("gives up on a provider that does not begin in time, and takes the fallback", async () => {
  behave = () => undefined;
  const { generation } = await collect(
    input({ targets: [first.target, second.target], firstTokenTimeoutMs: 1_000 }),
  );
  expect(generation).toMatchObject({ status: "succeeded", output: "From the second" });
  expect(first.seen.calls).toBe(1);
});

it("ends a whole call at its time-out, tokens or not", async () => {
  behave = (_request, response) => {
    const timer = setInterval(() => response.write(chunk("more.\n")), 5);
    response.on("close", () => clearInterval(timer));
    startStream(response);
  };
  const { last } = await collect(input({ timeoutMs: 80 }));
  expect(last).toMatchObject({ type: "error", code: "upstream_timeout" });
});

it("cancels down to the provider's socket and records what came", async () => {
  const closed = Promise.withResolvers<void>();
  behave = (_request, response) => {
    response.on("close", () => closed.resolve());
    startStream(response).write(chunk("One whole line.\n"));
  };
  const controller = new AbortController();
  const events: GenerationEvent[] = [];
  for await (const event of streamGeneration(tenant.ctx, input(), {
    ...noSleep,
    signal: controller.signal,
  })) {
    events.push(event);
    if (event.type === "delta") controller.abort();
  }
  await closed.promise;
  expect(events.at(-1)).toMatchObject({
    type: "error",
    code: "cancelled",
    generation: { status: "cancelled", output: "One whole line.\n" },
  });
});

it("cancels when the reader goes away, and still records", async () => {
  const closed = Promise.withResolvers<void>();
  behave = (_request, response) => {
    response.on("close", () => closed.resolve());
    startStream(response).write(chunk("One whole line.\n"));
  };
  let id = "";
  for await (const event of streamGeneration(tenant.ctx, input(), noSleep)) {
    if (event.type === "start") id = event.generationId;
    if (event.type === "delta") break;
  }
  await closed.promise;
  expect(await getGeneration(tenant.ctx, { generationId: id })).toMatchObject({ status: "cancelled" });
});

it("keeps personal data out of what is stored, not out of the answer", async () => {
  behave = answerWith("Write to anna.berg@example.org.");
  const generation = await generate(
    tenant.ctx,
    input({ messages: [{ role: "user", content: "I am reachable at bert@example.org" }] }),
  );
  expect(generation.output).toContain("anna.berg@example.org");
  const kept = await getGeneration(tenant.ctx, { generationId: generation.id });
  expect(JSON.stringify(kept)).not.toContain("example.org");
  expect(kept.guardrails).toEqual(
    expect.arrayContaining([expect.objectContaining({ stage: "stored", rule: "EMAIL_ADDRESS" })]),
  );
});

it("blocks input and output by policy, on a stream too, and records why", async () => {
  const strict = await createTenant();
  const admin = await strict.as("admin");
  await savePolicy(admin, {
    name: "Strict",
    rules: {
      pii: [],
      blocklist: [{ term: "forbidden", action: "block", wholeWord: true, stages: ["input", "output"] }],
      patterns: [],
    },
  });
  const own = await createConnection(admin, {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: first.url,
    models: ["m"],
  });
  const ask = (content: string): GenerateInput => ({
    source: "test",
    targets: [{ connectionId: own.id, model: "m" }],
    messages: [{ role: "user", content }],
  });

  const blockedInput = await generate(strict.ctx, ask("This is forbidden."));
  expect(blockedInput).toMatchObject({ status: "failed", errorCode: "guardrail_blocked", output: "" });
  expect(first.seen.calls).toBe(0);

  behave = (_request, response) =>
    void startStream(response).end(chunk("Fine.\nThis is forb") + chunk("idden.\nMore.\n") + lastChunks());
  const events: GenerationEvent[] = [];
  for await (const event of streamGeneration(strict.ctx, ask("Hello"))) events.push(event);
  const text = events.map((event) => (event.type === "delta" ? event.text : "")).join("");
  expect(text).toContain("Fine.");
  expect(text).not.toMatch(/forb/);
  expect(events.at(-1)).toMatchObject({
    type: "error",
    code: "guardrail_blocked",
    generation: { finishReason: "content_filter" },
  });
});

it("marks simulated answers and counts them apart", async () => {
  const own = await createTenant();
  const simulated = await createConnection(await own.as("admin"), {
    name: "Simulated",
    kind: "simulated",
    models: ["simulated-instant"],
  });
  const targets = [{ connectionId: simulated.id, model: "simulated-instant" }];
  const generation = await generate(own.ctx, {
    source: "playground",
    targets,
    messages: [{ role: "user", content: "Hello" }],
  });
  expect(generation).toMatchObject({
    isSimulated: true,
    costUsd: null,
    carbonGrams: null,
    energyKwh: null,
    status: "succeeded",
  });
  await flushGenerations();
  const day = new Date("2026-11-23T00:00:00Z");
  expect(await usageSummary(own.ctx, { from: day, to: new Date("2026-11-24T00:00:00Z") })).toMatchObject({
    count: 0,
    simulatedCount: 1,
  });
});

it("refuses foreign connections and prompts, who may not, and bad input, and records nothing then", async () => {
  const foreign = await createTenant();
  await expect(generate(foreign.ctx, input())).rejects.toMatchObject({ code: "not_found" });
  const ownPrompt = { promptPath: "support/triage", variables: {} };
  await expect(
    generate(foreign.ctx, { source: "test", targets: [first.target], prompt: ownPrompt }),
  ).rejects.toMatchObject({ code: "not_found" });
  await expect(generate(tenant.ctx, { source: "test", targets: [first.target] })).rejects.toThrow(
    "Give a prompt or messages",
  );
  await expect(generate(await tenant.as("viewer"), input())).rejects.toMatchObject({ code: "forbidden" });
  await expect(collect({ ...input(), targets: [] })).rejects.toThrow();
  await flushGenerations();
  expect((await listGenerations(foreign.ctx)).items).toEqual([]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy, setPolicyEnabled } from "#lib/guardrails";
import { closePools, createConnection, updateConnection } from "#lib/models";
import { flushGenerations, getGeneration, getTrace, usageSummary } from "#lib/observability";
import { createRoute, forgetAnswers, saveRoute } from "#lib/routes";
import type { ModelTarget } from "#schema/models";
import type { Route, RouteDefinitionInput } from "#schema/routes";
import { generate, settleCaches, streamGeneration } from "../index.ts";
import { answerWith, loopbackProvider, type LoopbackHandler } from "../loopback.testing.ts";
import type { GenerateInput, GenerationEvent } from "../schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let target: ModelTarget;
let server: Awaited<ReturnType<typeof loopbackProvider>>;
let behave: LoopbackHandler;
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
  server = await loopbackProvider((...all) => behave(...all));
  const admin = await tenant.as("admin");
  const { id } = await createConnection(admin, {
    name: "one",
    kind: "openai_compatible",
    baseUrl: server.url,
    models: ["m"],
  });
  target = { connectionId: id, model: "m" };
});
beforeEach(() => {
  behave = answerWith("Hello there.");
  server.seen.calls = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

async function routed(more: Partial<RouteDefinitionInput> = { cache: { ttlSeconds: 60 } }): Promise<Route> {
  made += 1;
  return createRoute(await tenant.as("admin"), {
    name: `cached-${made}`,
    definition: { targets: [target], retries: { attempts: 1 }, ...more },
  });
}
const ask = async (route: string, more: Partial<GenerateInput> = {}, fuse = true) => {
  const generation = await generate(
    tenant.ctx,
    { source: "api", route, messages: [{ role: "user", content: "Hi" }], ...more },
    { fuse },
  );
  // What is kept of it is kept after the answer.
  await settleCaches();
  return generation;
};

const said = (content: string, index: number) => ({
  index,
  message: { role: "assistant", content },
  finish_reason: "stop",
});

describe.each([
  ["fused", true],
  ["composed", false],
])("a route with a cache, %s", (_way, fuse) => {
  it("gives the same call its answer again: no model is asked, nothing spent, and the record says whose it is", async () => {
    const { name } = await routed();
    const first = await ask(name, {}, fuse);
    const second = await ask(name, {}, fuse);
    expect(server.seen.calls).toBe(1);
    expect(first).toMatchObject({ cachedFromId: null, output: "Hello there." });
    expect(second).toMatchObject({
      status: "succeeded",
      output: "Hello there.",
      cachedFromId: first.id,
      model: "m",
      finishReason: "stop",
      inputTokens: 0,
      outputTokens: 0,
      isUsageEstimated: false,
    });
    const kept = await getGeneration(tenant.ctx, { generationId: second.id });
    expect(kept.cachedFromId).toBe(first.id);
    const { roots } = await getTrace(tenant.ctx, { traceId: kept.traceId });
    const spans = roots[0]?.children ?? [];
    expect(spans.map((span) => span.name)).not.toContain("chat m");
    expect(spans.find((span) => span.name === "cache")?.attributes).toMatchObject({
      "valueloop.cache": "hit",
      "valueloop.cache.generation": first.id,
    });
  });

  it("replays an answer as a stream to a caller who wants one", async () => {
    const { name } = await routed();
    await ask(name, {}, fuse);
    const events: GenerationEvent[] = [];
    const input = {
      source: "api" as const,
      route: name,
      messages: [{ role: "user" as const, content: "Hi" }],
    };
    for await (const event of streamGeneration(tenant.ctx, input, { fuse })) events.push(event);
    expect(server.seen.calls).toBe(1);
    expect(events.map(({ type }) => type)).toEqual(["start", "delta", "done"]);
    expect(events.map((event) => (event.type === "delta" ? event.text : "")).join("")).toBe("Hello there.");
  });
});

describe("the cache of a route", () => {
  it.each<[string, Partial<GenerateInput>]>([
    ["another text", { messages: [{ role: "user", content: "Hi!" }] }],
    ["another role", { messages: [{ role: "system", content: "Hi" }] }],
    ["other settings", { settings: { temperature: 0.3 } }],
    ["other tools", { tools: [{ type: "function", function: { name: "find", parameters: {} } }] }],
    ["another form", { responseSchema: { type: "object" } }],
    ["another member of the body", { extra: { top_k: 3 } }],
  ])("asks for %s", async (_what, more) => {
    const { name } = await routed();
    await ask(name);
    expect(await ask(name, more)).toMatchObject({ cachedFromId: null });
    expect(server.seen.calls).toBe(2);
  });

  it("is not read by runs and people's tries, which must be new draws", async () => {
    const { name } = await routed();
    await ask(name);
    for (const source of ["run", "playground"] as const)
      expect(await ask(name, { source })).toMatchObject({ cachedFromId: null });
    expect(server.seen.calls).toBe(3);
  });

  it("asks again once an answer is too old, for another version of the route, and after it was emptied", async () => {
    const admin = await tenant.as("admin");
    const { id, name } = await routed();
    await ask(name);
    const later = new Date(tenant.ctx.clock.now().getTime() + 60_000);
    const then = { ...tenant.ctx, clock: { now: () => later } };
    const input = {
      source: "api" as const,
      route: name,
      messages: [{ role: "user" as const, content: "Hi" }],
    };
    expect(await generate(then, input)).toMatchObject({ cachedFromId: null });
    expect(server.seen.calls).toBe(2);
    await saveRoute(admin, {
      routeId: id,
      definition: { targets: [target], retries: { attempts: 2 }, cache: { ttlSeconds: 60 } },
    });
    await ask(name);
    expect(server.seen.calls).toBe(3);
    expect(await forgetAnswers(admin, { routeId: id })).toEqual({ forgotten: 2 });
    expect(await ask(name)).toMatchObject({ cachedFromId: null });
    expect(server.seen.calls).toBe(4);
  });

  it("keeps no failure, no answer that was cut off, and none in which a policy finds something to take out", async () => {
    const { name } = await routed();
    behave = (_request, response) => void response.writeHead(400).end('{"error":{"message":"no"}}');
    expect(await ask(name)).toMatchObject({ status: "failed" });
    const choices = [{ message: { role: "assistant", content: "cut" }, finish_reason: "length" }];
    behave = (_request, response) =>
      void response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ model: "m-1", choices }));
    await ask(name);
    behave = answerWith("Write to ada@example.org.");
    expect(await ask(name)).toMatchObject({ output: "Write to ada@example.org." });
    expect(await ask(name)).toMatchObject({ cachedFromId: null });
    expect(server.seen.calls).toBe(4);
  });

  it.each<[string, object, Partial<GenerateInput>]>([
    ["several choices", { choices: [said("one", 0), said("two", 1)] }, { extra: { n: 2 } }],
    ["probabilities", { choices: [{ ...said("one", 0), logprobs: { content: [] } }] }, {}],
    [
      "an unknown member of the message",
      { choices: [{ message: { content: "one", annotations: [{ url: "https://example.org" }] } }] },
      {},
    ],
    [
      "a call that says more",
      {
        choices: [
          {
            message: {
              tool_calls: [
                {
                  id: "c",
                  type: "function",
                  function: { name: "find", arguments: "{}" },
                  extra_content: { google: { thought_signature: "s" } },
                },
              ],
            },
            finish_reason: "tool_calls",
          },
        ],
      },
      {},
    ],
  ])("keeps no answer with %s, which it could not give again whole", async (_what, answer, more) => {
    const { name } = await routed();
    behave = (_request, response) =>
      void response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ model: "m", ...answer }));
    expect(await ask(name, more)).toMatchObject({ status: "succeeded" });
    expect(await ask(name, more)).toMatchObject({ cachedFromId: null });
    expect(server.seen.calls).toBe(2);
  });

  it("costs a call nothing but its speed where it cannot be read or written", async () => {
    const { name } = await routed();
    await tenant.open.driver.exec("alter table cached_answers rename to cached_answers_away");
    try {
      for (let call = 0; call < 2; call += 1)
        expect(await ask(name)).toMatchObject({ status: "succeeded", cachedFromId: null });
    } finally {
      await tenant.open.driver.exec("alter table cached_answers_away rename to cached_answers");
    }
    expect(server.seen.calls).toBe(2);
  });

  it("holds a call up for no more than a moment where the database hangs", async () => {
    const { name } = await routed();
    await ask(name);
    const { db } = tenant.ctx;
    const hang = { from: () => ({ where: () => new Promise(() => undefined) }) };
    const select = db.select.bind(db) as unknown as (fields: object) => never;
    const asked = vi
      .spyOn(db, "select")
      .mockImplementation((fields: object = {}) => ("answer" in fields ? (hang as never) : select(fields)));
    try {
      expect(await ask(name)).toMatchObject({ status: "succeeded", cachedFromId: null });
      expect(asked.mock.calls.some(([fields]) => "answer" in fields)).toBe(true);
    } finally {
      asked.mockRestore();
    }
  });

  it("asks again under changed policies: an answer is given only under the rules it was judged by", async () => {
    const { name } = await routed();
    const rules = {
      pii: [],
      blocklist: [{ term: "there", action: "block" as const, wholeWord: true, stages: ["output" as const] }],
      patterns: [],
    };
    const admin = await tenant.as("admin");
    const { id } = await savePolicy(admin, { name: "No there", rules });
    const setEnabled = (isEnabled: boolean) => setPolicyEnabled(admin, { policyId: id, isEnabled });
    await setEnabled(false);
    await ask(name);
    await setEnabled(true);
    expect(await ask(name)).toMatchObject({ status: "failed", errorCode: "guardrail_blocked" });
    await setEnabled(false);
    expect(await ask(name)).toMatchObject({ output: "Hello there.", cachedFromId: expect.any(String) });
  });

  it("counts its calls as calls that cost nothing, not as calls of unknown cost", async () => {
    const fresh = await createTenant();
    const admin = await fresh.as("admin");
    const { id } = await createConnection(admin, {
      name: "sums",
      kind: "openai_compatible",
      baseUrl: server.url,
      models: ["m"],
    });
    await createRoute(admin, {
      name: "sums",
      definition: { targets: [{ connectionId: id, model: "m" }], cache: { ttlSeconds: 60 } },
    });
    const input = {
      source: "api" as const,
      route: "sums",
      messages: [{ role: "user" as const, content: "Hi" }],
    };
    await generate(fresh.ctx, input);
    const now = fresh.ctx.clock.now();
    const days = { from: now, to: new Date(now.getTime() + 86_400_000) };
    await flushGenerations();
    const before = await usageSummary(fresh.ctx, days);
    await generate(fresh.ctx, input);
    await flushGenerations();
    const after = await usageSummary(fresh.ctx, days);
    expect(after.count).toBe(before.count + 1);
    expect(after.outputTokens).toBe(before.outputTokens);
    expect(after.costUnknown).toBe(before.costUnknown);
    expect(after.carbonUnknown).toBe(before.carbonUnknown);
  });
});

it("a policy that is off for the project holds for the calls of a route that names it", async () => {
  const admin = await tenant.as("admin");
  const rules = {
    pii: [],
    blocklist: [{ term: "refund", action: "block" as const, wholeWord: true, stages: ["input" as const] }],
    patterns: [],
  };
  const { id } = await savePolicy(admin, { name: "Refunds", rules });
  await setPolicyEnabled(admin, { policyId: id, isEnabled: false });
  const messages = [{ role: "user" as const, content: "A refund please" }];
  expect(await ask((await routed({})).name, { messages })).toMatchObject({ status: "succeeded" });
  expect(await ask((await routed({ policyIds: [id] })).name, { messages })).toMatchObject({
    status: "failed",
    errorCode: "guardrail_blocked",
  });
});

it("asks again when a connection was moved to another server, and gives the old answers when it is moved back", async () => {
  const admin = await tenant.as("admin");
  const other = await loopbackProvider(answerWith("From elsewhere."));
  const { id } = await createConnection(admin, {
    name: "moving",
    kind: "openai_compatible",
    baseUrl: server.url,
    models: ["m"],
  });
  const moveTo = (baseUrl: string) => updateConnection(admin, { connectionId: id, baseUrl });
  const { name } = await routed({
    targets: [{ connectionId: id, model: "m" }],
    cache: { ttlSeconds: 60 },
  });
  try {
    await ask(name);
    await updateConnection(admin, { connectionId: id, name: "moved" });
    expect(await ask(name)).toMatchObject({ output: "Hello there.", cachedFromId: expect.any(String) });
    await moveTo(other.url);
    expect(await ask(name)).toMatchObject({ output: "From elsewhere.", cachedFromId: null });
    await moveTo(server.url);
    expect(await ask(name)).toMatchObject({ output: "Hello there.", cachedFromId: expect.any(String) });
  } finally {
    await closePools();
    other.close();
  }
});

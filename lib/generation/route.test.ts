// oxlint-disable unicorn/no-thenable -- Portkey's word for the target of a condition; it is a text
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy, setPolicyEnabled } from "#lib/guardrails";
import { archiveConnection, closePools, createConnection, updateModel } from "#lib/models";
import { flushGenerations, getTrace } from "#lib/observability";
import { createRoute } from "#lib/routes";
import { seededRandom } from "#platform/random";
import type { ModelTarget } from "#schema/models";
import type { RouteDefinitionInput } from "#schema/routes";
import { generate } from "./index.ts";
import { answerWith, loopbackProvider, type LoopbackHandler } from "./loopback.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const names = ["one", "two", "three"] as const;
let tenant: Tenant;
let targets: ModelTarget[];
let servers: Awaited<ReturnType<typeof loopbackProvider>>[];
let behave: LoopbackHandler[];
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  servers = await Promise.all(names.map((_, at) => loopbackProvider((...all) => behave[at]?.(...all))));
  targets = await Promise.all(
    names.map(async (name, at) => {
      const baseUrl = servers[at]?.url ?? "";
      const kind = "openai_compatible";
      return {
        connectionId: (await createConnection(admin, { name, kind, baseUrl, models: ["m"] })).id,
        model: "m",
      };
    }),
  );
});
beforeEach(() => {
  behave = names.map((name) => answerWith(name));
  for (const { seen } of servers) seen.calls = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  for (const server of servers) server.close();
});

const target = (at: number): ModelTarget => targets[at] ?? { connectionId: "", model: "" };
async function routed(definition: RouteDefinitionInput): Promise<string> {
  made += 1;
  const { name } = await createRoute(await tenant.as("admin"), { name: `r${made}`, definition });
  return name;
}
const down: LoopbackHandler = (_request, response) => void response.writeHead(503).end("{}");
const ask = (route: string, options: Parameters<typeof generate>[2] = {}, more: object = {}) =>
  generate(
    tenant.ctx,
    { source: "test", route, messages: [{ role: "user", content: "Hi" }], ...more },
    { sleep: async () => undefined, ...options },
  );

it("asks the targets of a lower order first, as often as the route says, and names it in the trace", async () => {
  const route = await routed({
    targets: [
      { ...target(0), order: 1 },
      { ...target(1), order: 0 },
    ],
    retries: { attempts: 2 },
  });
  behave[1] = down;
  const generation = await ask(route);
  expect(generation).toMatchObject({ status: "succeeded", output: "one" });
  expect(servers.map(({ seen }) => seen.calls)).toEqual([1, 2, 0]);
  const { roots } = await getTrace(tenant.ctx, { traceId: generation.traceId });
  expect(roots[0]?.attributes).toMatchObject({ "valueloop.route.name": route, "valueloop.route.version": 1 });
});

it("draws which of one order is asked first by weight", async () => {
  const route = await routed({
    targets: [{ ...target(0), weight: 3 }, target(1), { ...target(2), order: 1 }],
  });
  const random = seededRandom(7);
  const counts: Record<string, number> = {};
  for (let call = 0; call < 200; call += 1) {
    const { output } = await ask(route, { random });
    counts[output] = (counts[output] ?? 0) + 1;
  }
  // 150 of 200 expected; four standard deviations to each side.
  expect(counts["one"]).toBeGreaterThan(125);
  expect(counts["one"]).toBeLessThan(175);
  expect((counts["one"] ?? 0) + (counts["two"] ?? 0)).toBe(200);
});

it("takes the rest of an order before the next one", async () => {
  const route = await routed({
    targets: [target(0), target(1), { ...target(2), order: 1 }],
    retries: { attempts: 1 },
  });
  behave[0] = down;
  for (const drawn of [0, 0.999]) expect((await ask(route, { random: () => drawn })).output).toBe("two");
  behave[1] = down;
  expect((await ask(route)).output).toBe("three");
});

it("waits as its retries say", async () => {
  const retries = { attempts: 3, baseMs: 1_000, maxBackoffMs: 1_500, maxRetryAfterMs: 0 };
  const route = await routed({ targets: [target(0)], retries });
  behave[0] = down;
  const slept: number[] = [];
  await ask(route, { sleep: async (ms) => void slept.push(ms), random: () => 0 });
  expect(slept).toEqual([500, 750]);
});

it("cuts what a call asks for at its limits of time and tokens, and takes what is below", async () => {
  const route = await routed({ targets: [target(0)], limits: { maxTokens: 50 } });
  for (const [asked, sent] of [
    [undefined, 50],
    [400, 50],
    [20, 20],
  ] as const) {
    await ask(route, {}, { settings: asked === undefined ? {} : { maxTokens: asked } });
    expect(servers[0]?.seen.bodies.at(-1)?.["max_tokens"]).toBe(sent);
  }
  const hurried = await routed({ targets: [target(0)], timeoutMs: 60 });
  behave[0] = () => undefined;
  expect(await ask(hurried)).toMatchObject({ errorCode: "upstream_timeout" });
});

it("is refused beyond its calls a minute before anything is asked, and beside targets", async () => {
  const route = await routed({ targets: [target(0)], limits: { requestsPerMinute: 1 } });
  await ask(route);
  await expect(ask(route)).rejects.toMatchObject({ code: "rate_limited" });
  expect(servers[0]?.seen.calls).toBe(1);
  await expect(ask(route, {}, { targets: [target(0)] })).rejects.toThrow("not both");
});

it("lets the next target take over after the kinds of failure it names, and tells the caller of any other", async () => {
  const route = await routed({
    targets: [target(0), { ...target(1), order: 1 }],
    retries: { attempts: 1 },
    fallbackOn: ["context_length"],
  });
  behave[0] = (_request, response) =>
    void response
      .writeHead(400, { "content-type": "application/json" })
      .end(JSON.stringify({ error: { message: "too many", code: "context_length_exceeded" } }));
  expect((await ask(route)).output).toBe("two");
  behave[0] = down;
  expect(await ask(route)).toMatchObject({ status: "failed", errorCode: "upstream_failed" });
  expect(servers.map(({ seen }) => seen.calls)).toEqual([2, 1, 0]);
});

describe("a model of a route that is not to be had now", () => {
  it("is passed by, and the others answer, whatever the route's fallbacks name", async () => {
    const admin = await tenant.as("admin");
    const baseUrl = servers[0]?.url ?? "";
    const gone = await createConnection(admin, {
      name: "gone",
      kind: "openai_compatible",
      baseUrl,
      models: ["m"],
    });
    const away = { connectionId: gone.id, model: "m" };
    const name = await routed({ targets: [away, { ...target(1), order: 1 }], fallbackOn: [] });
    const alone = await routed({ targets: [away] });
    const named = await routed({
      targets: [
        { ...away, name: "paid" },
        { ...target(1), name: "free" },
        { ...target(2), order: 1 },
      ],
      fallbackOn: [],
      choice: {
        by: "condition",
        conditions: [{ query: { "metadata.plan": "paid" }, then: "paid" }],
        default: "free",
      },
    });
    expect((await ask(name)).output).toBe("one");
    await archiveConnection(admin, { connectionId: gone.id });
    for (const fuse of [true, false]) expect((await ask(name, { fuse })).output).toBe("two");
    const { output, traceId } = await ask(named, {}, { metadata: { plan: "paid" } });
    expect(output).toBe("three");
    const { roots } = await getTrace(tenant.ctx, { traceId });
    expect(roots[0]?.attributes["valueloop.route.skipped"]).toEqual(["gone/m: not offered now"]);
    await expect(ask(alone)).rejects.toMatchObject({
      code: "no_model",
      message: expect.stringContaining("None of the models of the route"),
    });
  });

  it("is one that was switched off, too", async () => {
    const admin = await tenant.as("admin");
    const baseUrl = servers[0]?.url ?? "";
    const connection = await createConnection(admin, {
      name: "off",
      kind: "openai_compatible",
      baseUrl,
      models: ["m"],
    });
    const [model] = connection.models;
    const name = await routed({
      targets: [
        { connectionId: connection.id, model: "m" },
        { ...target(1), order: 1 },
      ],
    });
    expect((await ask(name)).output).toBe("one");
    await updateModel(admin, { modelId: model?.id ?? "", isEnabled: false });
    expect((await ask(name)).output).toBe("two");
  });
});

it("does not wait for what the call would not outlive: the next target is asked instead", async () => {
  const retries = { attempts: 2, maxRetryAfterMs: 20_000 };
  const targets = [target(0), { ...target(1), order: 1 }];
  behave[0] = (_request, response) => void response.writeHead(429, { "retry-after": "10" }).end("{}");
  const slept: number[] = [];
  const sleep = async (ms: number) => void slept.push(ms);
  const hurried = await routed({ targets, retries, timeoutMs: 10_000 });
  expect([(await ask(hurried, { sleep })).output, slept]).toEqual(["two", []]);
  const patient = await routed({ targets, retries, timeoutMs: 20_000 });
  expect([(await ask(patient, { sleep })).output, slept]).toEqual(["two", [10_000]]);
});

it("asks each target once where the caller's own client asks again", async () => {
  const route = await routed({ targets: [target(0), { ...target(1), order: 1 }], retries: { attempts: 3 } });
  behave[0] = down;
  await ask(route, { isRepeat: true });
  expect(servers.map(({ seen }) => seen.calls)).toEqual([1, 1, 0]);
});

it("neither a blocked input nor a blocked answer is another target's: the first asks nobody, the second falls back to nobody", async () => {
  const policy = await savePolicy(await tenant.as("admin"), {
    name: "Strict",
    rules: {
      pii: [],
      blocklist: [{ term: "forbidden", action: "block", wholeWord: true, stages: ["input", "output"] }],
      patterns: [],
    },
  });
  await setPolicyEnabled(await tenant.as("admin"), { policyId: policy.id, isEnabled: false });
  const targets = [target(0), { ...target(1), order: 1 }];
  const route = await routed({ targets, policyIds: [policy.id] });
  const calls = () => servers.map(({ seen }) => seen.calls);
  for (const fuse of [true, false]) {
    const messages = [{ role: "user" as const, content: "Say forbidden." }];
    expect(await ask(route, { fuse }, { messages })).toMatchObject({
      errorCode: "guardrail_blocked",
      costUsd: null,
    });
    expect(calls()).toEqual([0, 0, 0]);
    behave[0] = answerWith("This is forbidden.");
    expect(await ask(route, { fuse })).toMatchObject({ errorCode: "guardrail_blocked", output: "" });
    expect(calls()).toEqual([1, 0, 0]);
    for (const { seen } of servers) seen.calls = 0;
  }
});

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { budgetUses } from "#db/schema/budgets";
import { awaitBooked, createBudget, deleteBudget, listBudgets } from "#lib/budgets";
import { savePolicy } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import { addModel, closePools, createConnection } from "#lib/models";
import { flushGenerations, listGenerations } from "#lib/observability";
import { createRoute } from "#lib/routes";
import { newId } from "#platform/ids";
import type { CreateBudgetInput } from "#schema/budgets";
import type { ModelTarget } from "#schema/models";
import { generate, type GenerateOptions, streamGeneration } from "./index.ts";
import type { GenerateInput } from "./schema.ts";
import {
  answerWith,
  chunk,
  loopbackProvider,
  type LoopbackHandler,
  startStream,
} from "./loopback.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let admin: Context;
let target: ModelTarget;
let unpriced: ModelTarget;
let server: Awaited<ReturnType<typeof loopbackProvider>>;
let behave: LoopbackHandler;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  server = await loopbackProvider((...all) => behave(...all));
  const { id } = await createConnection(admin, {
    name: "one",
    kind: "openai_compatible",
    baseUrl: server.url,
    models: ["free"],
  });
  // An answer of 100 and 20 tokens costs 0.1 + 0.2 dollars.
  await addModel(admin, { connectionId: id, name: "m", inputPrice: 1_000, outputPrice: 10_000 });
  target = { connectionId: id, model: "m" };
  unpriced = { connectionId: id, model: "free" };
});
beforeEach(async () => {
  behave = answerWith("Hello.");
  server.seen.calls = 0;
  for (const { id } of await listBudgets(admin)) await deleteBudget(admin, { budgetId: id });
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

const limit = (input: Partial<CreateBudgetInput>) =>
  createBudget(admin, { name: newId(), measure: "usd", amount: 1, period: "month", ...input });
const ask = (more: Partial<GenerateInput> = {}, options: GenerateOptions = {}, ctx = tenant.ctx) =>
  generate(
    ctx,
    {
      source: "api",
      messages: [{ role: "user", content: "Hi" }],
      settings: { maxTokens: 20 },
      ...("route" in more ? {} : { targets: [target] }),
      ...more,
    },
    { fuse: true, ...options },
  );
async function useOf(budgetId: string) {
  await awaitBooked(tenant.ctx.db);
  const rows = await tenant.ctx.db.select().from(budgetUses).where(eq(budgetUses.budgetId, budgetId));
  return rows.map(({ used, reserved, refused, unknown }) => ({ used, reserved, refused, unknown }));
}
const only = (used: number, more: object = {}) => [{ used, reserved: 0, refused: 0, unknown: 0, ...more }];

describe("a call", () => {
  it.each([true, false])("is booked with what it was recorded to cost (fused: %s)", async (fuse) => {
    const [usd, tokens, requests] = [
      await limit({ amount: 5 }),
      await limit({ measure: "tokens", amount: 10_000, period: "day" }),
      await limit({ measure: "requests", amount: 5, period: "minute" }),
    ];
    const { costUsd } = await ask({}, { fuse });
    expect(costUsd).toBeCloseTo(0.3, 9);
    expect(await useOf(usd.id)).toEqual(only(0.3));
    expect(await useOf(tokens.id)).toEqual(only(120));
    expect(await useOf(requests.id)).toEqual(only(1));
  });

  it("asks no model, and is not recorded, where a limit is used up", async () => {
    const { id } = await limit({ measure: "requests", amount: 2, period: "minute" });
    await flushGenerations();
    const before = (await listGenerations(tenant.ctx, { limit: 100 })).items.length;
    await ask();
    await ask();
    await expect(ask()).rejects.toMatchObject({ code: "rate_limited", details: { period: "minute" } });
    expect(server.seen.calls).toBe(2);
    expect(await useOf(id)).toEqual(only(2, { refused: 1 }));
    await flushGenerations();
    expect((await listGenerations(tenant.ctx, { limit: 100 })).items).toHaveLength(before + 2);
  });

  it("holds its estimate while it runs: input by its length, output by its bound", async () => {
    const { id } = await limit({ measure: "tokens", amount: 1_000, period: "day" });
    let during: unknown;
    behave = async (...all) => {
      during = await useOf(id);
      return answerWith("Hello.")(...all);
    };
    await ask({
      settings: { maxTokens: 50 },
      extra: { n: 2 },
      messages: [{ role: "user", content: "x".repeat(400) }],
    });
    expect(during).toEqual([{ used: 0, reserved: 200, refused: 0, unknown: 0 }]);
  });

  it.each([
    ["chat", { content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }] }],
    [
      "responses",
      { item: { role: "user", content: [{ type: "input_image", image_url: "data:image/png;base64,AAAA" }] } },
    ],
  ])("holds for a picture what one may take: %s", async (_form, asSent) => {
    const { id } = await limit({ measure: "tokens", amount: 5_000, period: "day" });
    let during: unknown;
    behave = async (...all) => {
      during = await useOf(id);
      return answerWith("Hello.")(...all);
    };
    await ask({
      settings: { maxTokens: 50 },
      messages: [{ role: "user", content: "x".repeat(400), asSent }],
    });
    expect(during).toEqual([{ used: 0, reserved: 1_750, refused: 0, unknown: 0 }]);
  });

  it("that fails, is stopped or is blocked is booked with what is recorded of it", async () => {
    const usd = await limit({ amount: 5 });
    const requests = await limit({ measure: "requests", amount: 50, period: "day" });
    behave = (_request, response) => void response.writeHead(400).end('{"error":{"message":"no"}}');
    expect(await ask()).toMatchObject({ status: "failed" });
    expect(await useOf(usd.id)).toEqual(only(0));
    const stop = new AbortController();
    const stoppable: GenerateInput = {
      source: "api",
      targets: [target],
      messages: [{ role: "user", content: "Hi" }],
      settings: { maxTokens: 20 },
    };
    behave = (_request, response) => void startStream(response).write(chunk("Hello there. ".repeat(50)));
    for await (const event of streamGeneration(tenant.ctx, stoppable, { signal: stop.signal }))
      if (event.type === "delta") stop.abort();
    await flushGenerations();
    const [stopped] = (await listGenerations(tenant.ctx, { status: "cancelled", limit: 1 })).items;
    expect(stopped?.costUsd).toBeGreaterThan(0);
    expect((await useOf(usd.id))[0]?.used).toBeCloseTo(stopped?.costUsd ?? 0, 9);
    await savePolicy(admin, {
      name: "Words",
      rules: {
        pii: [],
        blocklist: [{ term: "forbidden", action: "block", wholeWord: true, stages: ["input"] }],
        patterns: [],
      },
    });
    const before = await useOf(usd.id);
    expect(await ask({ messages: [{ role: "user", content: "forbidden" }] })).toMatchObject({
      errorCode: "guardrail_blocked",
    });
    expect(await useOf(usd.id)).toEqual(before);
    expect(await useOf(requests.id)).toEqual(only(3));
  });

  it("of a model without a price is counted as unknown, or refused where the limit says so", async () => {
    const { id } = await limit({ amount: 1 });
    await ask({ targets: [unpriced] });
    expect(await useOf(id)).toEqual(only(0, { unknown: 1 }));
    await limit({ amount: 1, refusesUnknown: true });
    await expect(ask({ targets: [unpriced] })).rejects.toMatchObject({ code: "budget_exceeded" });
    expect(await ask()).toMatchObject({ status: "succeeded" });
  });
});

describe("an answer given again", () => {
  it("costs nothing, and comes also when the money is used up; it is a request", async () => {
    const { name } = await createRoute(admin, {
      name: "cached",
      definition: { targets: [target], cache: { ttlSeconds: 60 } },
    });
    const usd = await limit({ amount: 0.35 });
    const requests = await limit({ measure: "requests", amount: 3, period: "day" });
    expect(await ask({ route: name })).toMatchObject({ cachedFromId: null });
    expect(await useOf(usd.id)).toEqual(only(0.3));
    expect((await ask({ route: name })).cachedFromId).not.toBeNull();
    expect(await useOf(usd.id)).toEqual(only(0.3, { refused: 1 }));
    await expect(ask({ route: name, messages: [{ role: "user", content: "Else" }] })).rejects.toMatchObject({
      code: "budget_exceeded",
    });
    expect(await useOf(requests.id)).toEqual(only(3));
    await expect(ask({ route: name })).rejects.toMatchObject({ code: "budget_exceeded" });
    expect(server.seen.calls).toBe(1);
  });
});

describe("a limit", () => {
  it.each(["api", "playground", "run", "judge", "test"] as const)(
    "of the project counts calls of %s",
    async (source) => {
      const { id } = await limit({ amount: 5 });
      await ask({ source });
      expect(await useOf(id)).toEqual(only(0.3));
    },
  );

  it("of a route, a key, a user or a value counts theirs only", async () => {
    const { name, id: routeId } = await createRoute(admin, {
      name: "own",
      definition: { targets: [target] },
    });
    const key = tenant.asApiKey(["generations:write", "generations:read"]);
    const day = { measure: "requests", amount: 1, period: "day" } as const;
    await limit({ ...day, per: "route", only: routeId });
    await limit({ ...day, per: "api_key" });
    await limit({ ...day, per: "user" });
    await limit({ ...day, per: "metadata", metadataKey: "team" });
    await ask();
    await ask();
    // Its own figures find the call by the route too.
    expect(await ask({ route: name })).toMatchObject({ routeId, routeVersion: 1 });
    await expect(ask({ route: name })).rejects.toMatchObject({ code: "budget_exceeded" });
    await ask({}, {}, key);
    await expect(ask({}, {}, key)).rejects.toMatchObject({ code: "budget_exceeded" });
    await ask({ metadata: { user: "ada" } });
    await expect(ask({ metadata: { endUser: "ada" } })).rejects.toMatchObject({ code: "budget_exceeded" });
    await ask({ metadata: { team: "red" } });
    await ask({ metadata: { team: "blue" } });
    await expect(ask({ metadata: { team: "red" } })).rejects.toMatchObject({ code: "budget_exceeded" });
  });

  it("that is soft lets calls in, and says how it stands", async () => {
    await limit({ amount: 0.2, isHard: false, name: "Soft" });
    const heard: unknown[] = [];
    await ask({}, { onLimits: (states) => heard.push(...states) });
    await awaitBooked(tenant.ctx.db);
    await ask({}, { onLimits: (states) => heard.push(...states) });
    expect(heard).toMatchObject([{ name: "Soft" }, { name: "Soft", amount: 0.2, isHard: false }]);
    expect((heard[1] as { used: number }).used).toBeGreaterThan(0.3);
    expect(server.seen.calls).toBe(2);
  });
});

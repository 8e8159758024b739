import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { awaitBooked, createBudget, deleteBudget, listBudgets } from "#lib/budgets";
import type { Context } from "#lib/identity";
import { addModel, listConnections } from "#lib/models";
import { shiftSystemClock } from "#platform/clock";
import type { CreateBudgetInput } from "#schema/budgets";
import { json, openAddresses, streamOf } from "./addresses.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let admin: Context;
let gateway: Awaited<ReturnType<typeof openAddresses>>;

beforeAll(async () => {
  // No minute and no month ends while these tests run.
  shiftSystemClock(Date.parse("2026-11-23T12:00:01Z") - Date.now());
  tenant = await createTenant();
  gateway = await openAddresses(tenant);
  ({ admin } = gateway);
  const connection = (await listConnections(admin)).find(({ name }) => name === "full");
  await addModel(admin, {
    connectionId: connection?.id ?? "",
    name: "priced",
    inputPrice: 1_000,
    outputPrice: 10_000,
  });
});
beforeEach(async () => {
  gateway.asked.length = 0;
  gateway.handlers["chat/completions"] = (body, response) => {
    const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
    const choice = { index: 0, finish_reason: "stop" };
    if (!body["stream"])
      return json(response, {
        id: "x",
        choices: [{ ...choice, message: { role: "assistant", content: "Hi" } }],
        usage,
      });
    return streamOf(response, [
      { id: "x", choices: [{ index: 0, delta: { content: "Hi" } }] },
      { id: "x", choices: [{ ...choice, delta: {} }], usage },
    ]);
  };
  for (const { id } of await listBudgets(admin)) await deleteBudget(admin, { budgetId: id });
});
afterAll(async () => {
  await gateway.close();
  shiftSystemClock(0);
});

const limit = (input: Partial<CreateBudgetInput>) =>
  createBudget(admin, { name: "All", measure: "usd", amount: 1, period: "month", ...input });
const post = (more: object = {}) =>
  gateway.post("/chat/completions", {
    model: "full/priced",
    messages: [{ role: "user", content: "Hi" }],
    max_tokens: 20,
    ...more,
  });

it("a limit a minute that is used up is 429 rate_limit_exceeded with Retry-After until the minute ends", async () => {
  await limit({ name: "Calls", measure: "requests", amount: 1, period: "minute" });
  const first = await post();
  expect(first.status).toBe(200);
  expect(first.headers.get("ratelimit-policy")).toBe('"key";q=6000;w=60, "Calls";q=1;qu="requests";w=60');
  expect(first.headers.get("ratelimit")).toMatch(/^"key";r=\d+;t=\d+, "Calls";r=0;t=\d+$/);
  expect(first.headers.get("x-ratelimit-remaining-requests")).toBe("0");
  const refused = await post();
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({
    error: {
      code: "rate_limit_exceeded",
      type: "rate_limit_error",
      message: expect.stringContaining('"Calls"'),
    },
  });
  const wait = Number(refused.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect(refused.headers.get("x-should-retry")).toBeNull();
  expect(gateway.asked).toHaveLength(1);
});

it("a limit a month that is used up is 429 insufficient_quota, which OpenAI's client does not try again", async () => {
  await limit({ amount: 0.35 });
  await post();
  await awaitBooked(tenant.ctx.db);
  const client = new OpenAI({ apiKey: gateway.secret, baseURL: gateway.url, maxRetries: 2 });
  await expect(
    client.chat.completions.create({
      model: "full/priced",
      messages: [{ role: "user", content: "Hi" }],
      max_tokens: 20,
    }),
  ).rejects.toMatchObject({ status: 429, code: "insufficient_quota", type: "insufficient_quota" });
  const refused = await post();
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(60);
  expect(refused.headers.get("x-should-retry")).toBe("false");
  expect(gateway.asked).toHaveLength(1);
  // Two refusals of the client's and ours: none was tried again.
  await awaitBooked(tenant.ctx.db);
  expect((await listBudgets(admin))[0]?.uses).toMatchObject([{ used: 0.3, refused: 2 }]);
});

it("a stream is held to limits as well, with the same headers, and refused before it begins", async () => {
  await limit({ name: "Soft", amount: 0.25, isHard: false });
  await limit({ name: "Tokens", measure: "tokens", amount: 150, period: "day" });
  const first = await post({ stream: true });
  expect(await first.text()).toContain("[DONE]");
  expect(first.headers.get("x-ratelimit-limit-tokens")).toBe("150");
  await awaitBooked(tenant.ctx.db);
  const refused = await post({ stream: true, max_tokens: 40 });
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: { code: "insufficient_quota" } });
  const second = await post({ stream: true });
  expect(second.headers.get("x-valueloop-limit-alert")).toBe('"Soft", "Tokens"');
  await second.text();
});

it("a project without limits gets the header of its key's own alone", async () => {
  const answered = await post();
  const named = [...answered.headers.keys()].filter((name) => name.includes("ratelimit"));
  expect(named).toEqual(["ratelimit", "ratelimit-policy"]);
  expect(answered.headers.get("ratelimit-policy")).toBe('"key";q=6000;w=60');
});

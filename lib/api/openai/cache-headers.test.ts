import { afterAll, beforeAll, expect, it } from "vitest";
import { cachedAnswers } from "#db/schema/routes";
import { settleCaches } from "#lib/generation";
import { createApiKey } from "#lib/identity";
import { createConnection } from "#lib/models";
import { flushGenerations, getGeneration } from "#lib/observability";
import { createRoute } from "#lib/routes";
import { createTenant, type Tenant } from "#testing";
import { createApi } from "../app.ts";

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;

beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  const { id } = await createConnection(admin, {
    name: "sim",
    kind: "simulated",
    models: ["simulated-instant"],
  });
  const targets = [{ connectionId: id, model: "simulated-instant" }];
  await createRoute(admin, { name: "kept", definition: { targets, cache: { ttlSeconds: 60 } } });
  await createRoute(admin, { name: "plain", definition: { targets } });
  secret = (await createApiKey(tenant.ctx, { name: "t", scopes: ["generations:write"] })).secret;
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
});
afterAll(flushGenerations);

/** The API goes by the machine's clock, so what is kept is made older. */
const older = (ms: number) =>
  tenant.open.db.update(cachedAnswers).set({ createdAt: new Date(Date.now() - ms) });

type Asked = { path?: string; cacheControl?: string; body?: object };
async function call(text: string, { path = "chat/completions", cacheControl, body = {} }: Asked = {}) {
  const said =
    path === "responses"
      ? { input: text }
      : path === "completions"
        ? { prompt: text }
        : { messages: [{ role: "user", content: text }] };
  const response = await api.request(`/api/v1/${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${secret}`,
      "content-type": "application/json",
      ...(cacheControl === undefined ? {} : { "cache-control": cacheControl }),
    },
    body: JSON.stringify({ model: "route:kept", ...said, ...body }),
  });
  await response.text();
  // What is kept of it is kept after the answer.
  await settleCaches();
  return {
    status: response.status,
    cache: response.headers.get("x-valueloop-cache"),
    age: response.headers.get("age"),
    id: response.headers.get("x-valueloop-generation-id") ?? "",
  };
}

/** Of an answer that was made just now, on however slow a machine. */
const youngest = expect.stringMatching(/^\d$/);

it.each(["chat/completions", "completions", "responses"])(
  "an answer of /%s says whether it was given again and how old it is, in one piece and as a stream",
  async (path) => {
    expect(await call(`Hi by ${path}`, { path })).toMatchObject({ status: 200, cache: "miss", age: null });
    await older(7_900);
    expect(await call(`Hi by ${path}`, { path })).toMatchObject({
      cache: "hit",
      age: expect.stringMatching(/^(?:[7-9]|\d\d+)$/),
    });
    expect(await call(`Hello by ${path}`, { path, body: { stream: true } })).toMatchObject({
      cache: "miss",
      age: null,
    });
    const again = await call(`Hello by ${path}`, { path, body: { stream: true } });
    expect(again).toMatchObject({ cache: "hit", age: youngest });
    await flushGenerations();
    expect(await getGeneration(tenant.ctx, { generationId: again.id })).toMatchObject({ cacheState: "hit" });
  },
);

it("an answer of a route without a cache says nothing of one", async () => {
  expect(await call("Hi", { body: { model: "route:plain" } })).toMatchObject({
    status: 200,
    cache: null,
    age: null,
  });
});

it("no-store leaves the cache alone, no-cache asks again and keeps that, max-age bounds the age", async () => {
  expect(await call("One", { cacheControl: "no-store" })).toMatchObject({ cache: "bypass" });
  expect(await call("One")).toMatchObject({ cache: "miss" });
  await older(10_000);
  expect(await call("One", { cacheControl: "max-age=0, No-Store" })).toMatchObject({
    cache: "bypass",
    age: null,
  });
  expect(await call("One", { cacheControl: 'max-age="60"' })).toMatchObject({
    cache: "hit",
    age: expect.stringMatching(/^1\d$/),
  });
  expect(await call("One", { cacheControl: "no-cache" })).toMatchObject({ cache: "bypass" });
  expect(await call("One")).toMatchObject({ cache: "hit", age: youngest });
  await older(10_000);
  expect(await call("One", { cacheControl: "max-age=5" })).toMatchObject({ cache: "miss" });
  expect(await call("One", { cacheControl: "max-age=600, stale-if-error" })).toMatchObject({
    cache: "hit",
    age: youngest,
  });
  expect(await call("One", { cacheControl: "max-age=soon" })).toMatchObject({ status: 400 });
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { createConnection } from "#lib/models";
import { flushGenerations, getGeneration, getTrace } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { archiveRoute, createRoute, saveRoute } from "#lib/routes";
import { createApi } from "../app.ts";

let tenant: Tenant;
let api: ReturnType<typeof createApi>;
let secret: string;
let routeId: string;
let connectionId: string;

beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  connectionId = (
    await createConnection(admin, { name: "sim", kind: "simulated", models: ["simulated-instant", "other"] })
  ).id;
  const definition = { targets: [{ connectionId, model: "simulated-instant" }] };
  routeId = (await createRoute(admin, { name: "support", definition })).id;
  await createPrompt(tenant.ctx, { path: "greet", content: { kind: "text", text: "Say hello" } });
  secret = (await createApiKey(tenant.ctx, { name: "t", scopes: ["generations:write"] })).secret;
  api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
});
afterAll(flushGenerations);

async function call(body: object) {
  const response = await api.request("/api/v1/chat/completions", {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ messages: [{ role: "user", content: "Hi" }], ...body }),
  });
  return { status: response.status, text: await response.text() };
}
type Completion = { id: string; model: string };
const read = (text: string) => JSON.parse(text) as Completion;

it("a call may name a stored route in place of a model, in its newest version or in one", async () => {
  const first = await call({ model: "route:support" });
  expect(first.status).toBe(200);
  expect(read(first.text).model).toBe("simulated-instant");
  const { traceId } = await getGeneration(tenant.ctx, { generationId: read(first.text).id });
  const { roots } = await getTrace(tenant.ctx, { traceId });
  expect(roots[0]?.attributes).toMatchObject({ "valueloop.route.name": "support" });

  const definition = { targets: [{ connectionId, model: "other" }] };
  await saveRoute(await tenant.as("admin"), { routeId, definition });
  expect(read((await call({ model: "route:support" })).text).model).toBe("other");
  expect(read((await call({ model: "route:support@1" })).text).model).toBe("simulated-instant");
});

it("a prompt may be asked by a route, and a stream too", async () => {
  const answer = await call({ model: "prompt:greet", target: "route:support" });
  expect(answer.status).toBe(200);
  const stream = await call({ model: "route:support", stream: true });
  expect(stream.text).toContain("data: [DONE]");
});

it("a prompt that is served by a route is asked through it, and the API shows which it is", async () => {
  const content = { kind: "text" as const, text: "Say hello", settings: { model: { routeId, version: 1 } } };
  await createPrompt(tenant.ctx, { path: "routed", content });
  const answer = await call({ model: "prompt:routed", messages: [] });
  expect(answer.status).toBe(200);
  const { traceId } = await getGeneration(tenant.ctx, { generationId: read(answer.text).id });
  const { roots } = await getTrace(tenant.ctx, { traceId });
  expect(roots[0]?.attributes).toMatchObject({
    "valueloop.route.name": "support",
    "valueloop.route.version": 1,
  });
  const reader = (await createApiKey(tenant.ctx, { name: "r", scopes: ["prompts:read"] })).secret;
  const found = await api.request("/api/v1/prompts/routed", {
    headers: { authorization: `Bearer ${reader}` },
  });
  expect(await found.json()).toMatchObject({
    model: { routeId, version: 1, setBy: "version" },
    content: { settings: { model: { routeId, version: 1 } } },
  });
});

it("an unknown or archived route is not found, in OpenAI's shape", async () => {
  expect(await call({ model: "route:none" })).toMatchObject({ status: 404 });
  await archiveRoute(await tenant.as("admin"), { routeId });
  const answer = await call({ model: "route:support" });
  expect(answer.status).toBe(404);
  expect(answer.text).toContain("archived");
});

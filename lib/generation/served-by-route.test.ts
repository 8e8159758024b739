import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { inTransaction } from "#db";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import { closePools, createConnection } from "#lib/models";
import { flushGenerations, getTrace } from "#lib/observability";
import { createPrompt, resolvePrompt, setLabel } from "#lib/prompts";
import { archiveRoute, createRoute, saveRoute } from "#lib/routes";
import type { ModelTarget } from "#schema/models";
import type { ModelOrRoute, NamedRoute, RouteDefinitionInput } from "#schema/routes";
import { generate } from "./index.ts";
import { answerWith, loopbackProvider, type LoopbackHandler } from "./loopback.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let admin: Context;
let servers: Awaited<ReturnType<typeof loopbackProvider>>[];
let behave: LoopbackHandler[];
let first: ModelTarget;
let second: ModelTarget;
let made = 0;
const down: LoopbackHandler = (_request, response) => void response.writeHead(503).end("{}");

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  servers = await Promise.all([0, 1].map((at) => loopbackProvider((...all) => behave[at]?.(...all))));
  const connect = async (name: string, at: number): Promise<ModelTarget> => {
    const baseUrl = servers[at]?.url ?? "";
    const input = { name, kind: "openai_compatible" as const, baseUrl, models: ["m"] };
    return { connectionId: (await createConnection(admin, input)).id, model: "m" };
  };
  [first, second] = [await connect("one", 0), await connect("two", 1)];
});
beforeEach(() => {
  behave = [answerWith("one"), answerWith("two")];
  for (const { seen } of servers) seen.calls = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  for (const server of servers) server.close();
});

async function routed(definition: RouteDefinitionInput = { targets: [first] }): Promise<NamedRoute> {
  made += 1;
  const { id: routeId, name } = await createRoute(admin, { name: `route-${made}`, definition });
  return { routeId, version: 1, name };
}
/** A prompt of this name in production, by its own model or route, or by the one put in its place. */
async function released(model: ModelOrRoute | undefined, instead: ModelTarget | NamedRoute | null = null) {
  made += 1;
  const path = `prompt-${made}`;
  const content = { kind: "text" as const, text: "Say hello", settings: model ? { model } : {} };
  const { id: promptId, latest } = await createPrompt(tenant.ctx, { path, content });
  await inTransaction(tenant.ctx, (tx) =>
    setLabel(tx, { promptId, name: "production", versionId: latest.id, model: instead }),
  );
  return path;
}
const plain = ({ routeId, version }: NamedRoute) => ({ routeId, version });
const call = (promptPath: string, more: object = {}, which: object = { label: "production" }) =>
  generate(
    tenant.ctx,
    { source: "api", prompt: { promptPath, variables: {}, ...which }, ...more },
    { sleep: async () => undefined },
  );
async function routeOf(traceId: string) {
  const [root] = (await getTrace(tenant.ctx, { traceId })).roots;
  return [root?.attributes["valueloop.route.name"], root?.attributes["valueloop.route.version"]];
}

describe("a prompt that is served by a route", () => {
  it("is called through it, fallbacks and all, and the record says which version of which route", async () => {
    const route = await routed({
      targets: [first, { ...second, order: 1 }],
      retries: { attempts: 2 },
    });
    const path = await released(plain(route));
    behave[0] = down;
    for (const which of [{ label: "production" }, { versionNumber: 1 }, {}]) {
      for (const { seen } of servers) seen.calls = 0;
      const answer = await call(path, {}, which);
      expect(answer).toMatchObject({ status: "succeeded", output: "two" });
      expect(servers.map(({ seen }) => seen.calls)).toEqual([2, 1]);
      expect(await routeOf(answer.traceId)).toEqual([route.name, 1]);
    }
  });

  it("stays on the version it was saved with when the route moves on", async () => {
    const route = await routed();
    const path = await released({ routeId: route.routeId, version: "newest" });
    await saveRoute(admin, { routeId: route.routeId, definition: { targets: [second] } });
    expect((await call(path)).output).toBe("one");
    expect(await resolvePrompt(tenant.ctx, { path, label: "production" })).toMatchObject({
      model: { routeId: route.routeId, version: 1, setBy: "version" },
    });
    const later = await released({ routeId: route.routeId, version: "newest" });
    expect((await call(later)).output).toBe("two");
  });

  it("keeps the route's limit of calls and its cache", async () => {
    const limited = await released(
      plain(await routed({ targets: [first], limits: { requestsPerMinute: 1 } })),
    );
    await call(limited);
    await expect(call(limited)).rejects.toMatchObject({ code: "rate_limited" });
    const cached = await released(plain(await routed({ targets: [first], cache: { ttlSeconds: 60 } })));
    const answer = await call(cached);
    expect(await call(cached)).toMatchObject({ output: "one", cachedFromId: answer.id });
  });

  it("is called by what a promotion put in its place: a route for a model, a model for a route", async () => {
    const route = await routed({ targets: [second] });
    const [byRoute, byModel] = [await released(first, route), await released(plain(route), first)];
    const answer = await call(byRoute);
    expect(answer.output).toBe("two");
    expect(await routeOf(answer.traceId)).toEqual([route.name, 1]);
    expect((await call(byModel)).output).toBe("one");
    expect((await call(byRoute, {}, { versionNumber: 1 })).output).toBe("one");
  });

  it("is not called by anything else under its environment's name", async () => {
    const route = await routed();
    const path = await released(plain(route));
    await saveRoute(admin, { routeId: route.routeId, definition: { targets: [second] } });
    const other = await routed();
    for (const named of [
      { targets: [first] },
      { route: other.name },
      { route: route.name },
      { route: { routeId: route.routeId, version: "newest" } },
    ])
      await expect(call(path, named)).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringMatching(
          new RegExp(`${path}@production was released with the route ${route.name}@1\\..*${path}@1`),
        ),
      });
    for (const same of [`${route.name}@1`, plain(route)])
      expect((await call(path, { route: same })).output).toBe("one");
    expect((await call(path, { route: other.name }, { versionNumber: 1 })).status).toBe("succeeded");
    // What was released with a model may be called by a route that asks nothing else.
    const byModel = await released(first);
    expect((await call(byModel, { route: other.name })).status).toBe("succeeded");
    await expect(call(byModel, { route: route.name })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("is refused in words while the route is archived", async () => {
    const route = await routed();
    const [own, instead] = [await released(plain(route)), await released(first, route)];
    await archiveRoute(admin, { routeId: route.routeId });
    await expect(call(own)).rejects.toMatchObject({
      code: "no_model",
      message: expect.stringMatching(
        new RegExp(`^${own} v1 is served by a route.*"${route.name}" is archived.*promotion`),
      ),
    });
    await expect(call(instead)).rejects.toMatchObject({
      code: "no_model",
      message: expect.stringContaining(`production serves ${instead} v1 by a route`),
    });
    await expect(call(own, { targets: [first] })).rejects.toMatchObject({ code: "invalid_input" });
    await archiveRoute(admin, { routeId: route.routeId, isArchived: false });
    expect((await call(own)).status).toBe("succeeded");
  });
});

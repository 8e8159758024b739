import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { closePools, createConnection } from "#lib/models";
import { flushGenerations, getTrace } from "#lib/observability";
import { createRoute } from "#lib/routes";
import type { ModelTarget } from "#schema/models";
import type { RouteDefinitionInput } from "#schema/routes";
import { generate, streamGeneration } from "./index.ts";
import {
  answerWith,
  chunk,
  lastChunks,
  loopbackProvider,
  type LoopbackHandler,
  startStream,
} from "./loopback.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let targets: ModelTarget[];
let servers: Awaited<ReturnType<typeof loopbackProvider>>[];
let behave: LoopbackHandler[];
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  servers = await Promise.all(
    ["one", "two"].map((_, at) => loopbackProvider((...all) => behave[at]?.(...all))),
  );
  targets = await Promise.all(
    servers.map(async ({ url: baseUrl }, at) => ({
      connectionId: (
        await createConnection(admin, { name: `c${at}`, kind: "openai_compatible", baseUrl, models: ["m"] })
      ).id,
      model: "m",
      order: at,
    })),
  );
});
beforeEach(() => {
  behave = ["one", "two"].map((name) => answerWith(name));
  for (const { seen } of servers) seen.calls = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  for (const server of servers) server.close();
});

const down: LoopbackHandler = (_request, response) => void response.writeHead(503).end("{}");
async function routed(definition: Omit<RouteDefinitionInput, "targets">, count = 2): Promise<string> {
  made += 1;
  const all = targets.slice(0, count).map((target) => ({ ...target, concurrency: 1 }));
  const input = { name: `h${made}`, definition: { targets: all, ...definition } };
  return (await createRoute(await tenant.as("admin"), input)).name;
}
const ask = (route: string, options: Parameters<typeof generate>[2] = {}) =>
  generate(
    tenant.ctx,
    { source: "test", route, messages: [{ role: "user", content: "Hi" }] },
    { fuse: true, ...options },
  );
const calls = () => servers.map(({ seen }) => seen.calls);

const breaker = { minimumCalls: 2, coolDownMs: 5_000 };
const once = { attempts: 1 };

it("a target that has failed too often is left alone until its rest is over, and one good answer brings it back", async () => {
  const route = await routed({ breaker, retries: once });
  behave[0] = down;
  for (let call = 0; call < 4; call += 1) expect((await ask(route)).output).toBe("two");
  expect(calls()).toEqual([2, 4]);
  const skipped = await ask(route);
  const { roots } = await getTrace(tenant.ctx, { traceId: skipped.traceId });
  expect(roots[0]?.attributes).toMatchObject({ "valueloop.route.skipped": ["c0/m: circuit open"] });

  tenant.clock.advance(5_000);
  await ask(route);
  await ask(route);
  expect(calls()).toEqual([3, 7]);
  behave[0] = answerWith("one");
  tenant.clock.advance(5_000);
  for (let call = 0; call < 2; call += 1) expect((await ask(route)).output).toBe("one");
});

it("a circuit that opens ends the tries of the call that opened it", async () => {
  const route = await routed({ breaker, retries: { attempts: 5, baseMs: 0, maxBackoffMs: 0 } });
  behave[0] = down;
  expect((await ask(route)).output).toBe("two");
  expect(calls()).toEqual([2, 1]);
});

it("where every target is left alone the caller is told for how long, and nothing is asked or billed", async () => {
  const route = await routed({ breaker, retries: once }, 1);
  behave[0] = down;
  await ask(route);
  await ask(route);
  const refused = await ask(route);
  expect(refused).toMatchObject({
    status: "failed",
    errorCode: "unavailable",
    costUsd: null,
    inputTokens: null,
  });
  expect(refused.error?.details).toEqual({ retryAfterMs: 5_000 });
  expect(calls()).toEqual([2, 0]);
});

it("a call waits for a place at its target, then the next one is asked", async () => {
  const route = await routed({ limits: { queueMs: 700 } });
  let answerFirst: () => void = () => undefined;
  const isAsked = new Promise<void>((asked) => {
    behave[0] = (...all) => {
      answerFirst = () => void answerWith("one")(...all);
      asked();
    };
  });
  const first = ask(route);
  await isAsked;
  const slept: number[] = [];
  const second = await ask(route, { sleep: async (ms) => void slept.push(ms) });
  expect([second.output, slept]).toEqual(["two", [700]]);

  // A place that comes free while it waits is taken.
  let waits: () => void = () => undefined;
  const isWaiting = new Promise<void>((done) => {
    waits = done;
  });
  const third = ask(route, {
    sleep: (_ms, signal) => {
      waits();
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason as Error)),
      );
    },
  });
  await isWaiting;
  behave[0] = answerWith("one again");
  answerFirst();
  expect([(await first).output, (await third).output]).toEqual(["one", "one again"]);
});

it("a caller who leaves while waiting gives its turn up, and no place is lost", async () => {
  const route = await routed({ limits: { queueMs: 700 } }, 1);
  let answerFirst: () => void = () => undefined;
  const isAsked = new Promise<void>((asked) => {
    behave[0] = (...all) => {
      answerFirst = () => void answerWith("one")(...all);
      asked();
    };
  });
  const first = ask(route);
  await isAsked;
  const left = new AbortController();
  const gone = await ask(route, {
    signal: left.signal,
    sleep: async (_ms, signal) => {
      left.abort();
      signal.throwIfAborted();
    },
  });
  expect(gone.status).toBe("cancelled");
  const full = await ask(route, { sleep: async () => undefined });
  expect(full).toMatchObject({ errorCode: "rate_limited", error: { details: { retryAfterMs: 1_000 } } });
  behave[0] = answerWith("free");
  answerFirst();
  await first;
  expect((await ask(route)).output).toBe("free");
});

it("a stream that has begun lets the next call in, though it goes on for long", async () => {
  const route = await routed({ breaker: { ...breaker, minimumCalls: 1 }, retries: once }, 1);
  behave[0] = down;
  await ask(route);
  tenant.clock.advance(5_000);
  let end: () => void = () => undefined;
  behave[0] = (_request, response) => {
    startStream(response).write(chunk("It goes on. ".repeat(80)));
    end = () => void response.end(lastChunks());
  };
  const stream = streamGeneration(
    tenant.ctx,
    { source: "test", route, messages: [{ role: "user", content: "Hi" }] },
    { fuse: true },
  );
  // It has a place too, of which there is one: the limit is what a second call is told of, not the circuit.
  for await (const event of stream) {
    if (event.type !== "delta") continue;
    const second = await ask(route, { sleep: async () => undefined });
    expect(second.errorCode).toBe("rate_limited");
    end();
    break;
  }
});

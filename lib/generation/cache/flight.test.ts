import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { answerLeases } from "#db/schema/routes";
import { closePools, createConnection } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import { answerLeaseMs, createRoute } from "#lib/routes";
import { forget } from "#platform/runtime";
import { createTenant, type Tenant } from "#testing";
import {
  generate,
  type GenerateOptions,
  type LiveGeneration,
  settleCaches,
  streamGeneration,
} from "../index.ts";
import { answerWith, loopbackProvider, type LoopbackHandler } from "../loopback.testing.ts";
import type { GenerateInput, GenerationEvent } from "../schema.ts";
import { realTimer, type SetTimer } from "../stop.ts";
import { mostWaitMs } from "./in-time.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let connectionId: string;
let server: Awaited<ReturnType<typeof loopbackProvider>>;
let behave: LoopbackHandler;
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
  server = await loopbackProvider((...all) => behave(...all));
  const admin = await tenant.as("admin");
  const connection = { name: "one", kind: "openai_compatible" as const, baseUrl: server.url, models: ["m"] };
  connectionId = (await createConnection(admin, connection)).id;
});
beforeEach(() => {
  server.seen.calls = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

/** A route whose calls are the same, and a model that answers when it is let go. */
async function held(cache: { waitMs?: number } = {}, answer = answerWith("Hello there.")) {
  made += 1;
  const { name: route } = await createRoute(await tenant.as("admin"), {
    name: `flight-${made}`,
    definition: {
      targets: [{ connectionId, model: "m" }],
      retries: { attempts: 1 },
      cache: { ttlSeconds: 60, ...cache },
    },
  });
  const gate = Promise.withResolvers<void>();
  behave = async (...all) => {
    await gate.promise;
    return answer(...all);
  };
  const input: GenerateInput = { source: "api", route, messages: [{ role: "user", content: "Hi" }] };
  const ask = (options: GenerateOptions = {}, more: Partial<GenerateInput> = {}) =>
    generate(tenant.ctx, { ...input, ...more }, { fuse: true, setTimer: patient, ...options });
  return { input, ask, letGo: gate.resolve };
}

/** A slow machine is no database that hangs. */
const patient: SetTimer = (run, ms) => (ms === mostWaitMs ? () => undefined : realTimer(run, ms));
const asked = (count: number) =>
  vi.waitFor(() => expect(server.seen.calls).toBe(count), { interval: 5, timeout: 30_000 });
/** Another process shares the database and nothing else. */
const inAnotherProcess = () => forget("generation.flights");
const given = (all: readonly LiveGeneration[]) => all.filter(({ cachedFromId }) => cachedFromId !== null);
const leases = () => tenant.open.db.select().from(answerLeases);

describe("many of the same call at one moment", () => {
  it("ask a model once; the others get its answer, as a stream where they want one", async () => {
    const { ask, input, letGo } = await held();
    const first = ask();
    await asked(1);
    const others = Array.from({ length: 4 }, () => ask());
    const events: GenerationEvent[] = [];
    const streamed = (async () => {
      for await (const event of streamGeneration(tenant.ctx, input, { fuse: true, setTimer: patient }))
        events.push(event);
    })();
    letGo();
    const { id } = await first;
    const answers = await Promise.all(others);
    await streamed;
    expect(server.seen.calls).toBe(1);
    expect(answers.map(({ cachedFromId, output }) => [cachedFromId, output])).toEqual(
      Array.from({ length: 4 }, () => [id, "Hello there."]),
    );
    expect(events.map(({ type }) => type)).toEqual(["start", "delta", "done"]);
    expect(events[0]).toMatchObject({ cache: { state: "hit", ageSeconds: 0 } });
    await settleCaches();
    expect(await leases()).toEqual([]);
  });

  it("ask one after the other who leaves, until one has its answer", async () => {
    const { ask, letGo } = await held();
    const [leaving, alsoLeaving] = [new AbortController(), new AbortController()];
    const first = ask({ signal: leaving.signal });
    await asked(1);
    const second = ask({ signal: alsoLeaving.signal });
    leaving.abort();
    await asked(2);
    const others = [ask(), ask()];
    alsoLeaving.abort();
    await asked(3);
    letGo();
    expect((await Promise.all([first, second])).map(({ status }) => status)).toEqual([
      "cancelled",
      "cancelled",
    ]);
    const answers = await Promise.all(others);
    expect(given(answers)).toHaveLength(1);
    expect(server.seen.calls).toBe(3);
  });

  it("ask each for itself where the first one fails, or its answer is not to be kept", async () => {
    for (const answer of [
      ((_request, response) =>
        void response.writeHead(400).end('{"error":{"message":"no"}}')) as LoopbackHandler,
      answerWith("Write to ada@example.org."),
    ]) {
      server.seen.calls = 0;
      const { ask, letGo } = await held({}, answer);
      const first = ask();
      await asked(1);
      const others = [ask(), ask()];
      letGo();
      expect(given([await first, ...(await Promise.all(others))])).toEqual([]);
      expect(server.seen.calls).toBe(3);
    }
  });

  it("wait no longer than their route says, and then ask for themselves", async () => {
    const { ask, letGo } = await held({ waitMs: 20 });
    const first = ask();
    await asked(1);
    const second = ask();
    await asked(2);
    letGo();
    expect(given(await Promise.all([first, second]))).toEqual([]);
  });

  it("wait no longer than they may take, and leave when their caller does", async () => {
    const { ask, letGo } = await held();
    const first = ask();
    await asked(1);
    expect(await ask({}, { timeoutMs: 20 })).toMatchObject({
      status: "failed",
      errorCode: "upstream_timeout",
    });
    const leaving = new AbortController();
    const second = ask({ signal: leaving.signal });
    leaving.abort();
    expect(await second).toMatchObject({ status: "cancelled" });
    letGo();
    await first;
    expect(server.seen.calls).toBe(1);
  });

  it("wait for nobody where they want no cache", async () => {
    const { ask, letGo } = await held();
    const calls = [ask(), ask({}, { cache: { mode: "refresh" } }), ask({}, { cache: { mode: "bypass" } })];
    await asked(3);
    letGo();
    expect(given(await Promise.all(calls))).toEqual([]);
  });
});

describe("the same call in two processes", () => {
  it("asks a model once, and the other one gets its answer", async () => {
    const { ask, letGo } = await held();
    const here = ask();
    await asked(1);
    inAnotherProcess();
    const looked = Promise.withResolvers<void>();
    const there = ask({
      sleep: async () => {
        looked.resolve();
        letGo();
        await here;
        // What is kept of it is kept after the answer.
        await settleCaches();
      },
    });
    await looked.promise;
    expect(await there).toMatchObject({ cachedFromId: (await here).id, output: "Hello there." });
    expect(server.seen.calls).toBe(1);
    expect(await leases()).toEqual([]);
  });

  it("is asked again where the first process dies: its turn ends by itself", async () => {
    const { ask, letGo } = await held();
    // A dead process runs no timers, so nothing renews its lease.
    const dead = ask({ setTimer: () => () => undefined });
    await asked(1);
    inAnotherProcess();
    let looks = 0;
    const there = ask({
      sleep: async () => {
        looks += 1;
        tenant.clock.advance(answerLeaseMs / 2);
      },
    });
    await asked(2);
    expect(looks).toBe(2);
    expect(await leases()).toHaveLength(1);
    letGo();
    expect(given(await Promise.all([dead, there]))).toEqual([]);
  });

  it("asks for itself where the first one leaves or keeps nothing", async () => {
    for (const isLeft of [true, false]) {
      server.seen.calls = 0;
      const { ask, letGo } = await held({}, answerWith("Write to ada@example.org."));
      const leaving = new AbortController();
      const here = ask({ signal: leaving.signal });
      await asked(1);
      inAnotherProcess();
      const there = ask({
        sleep: async () => {
          if (isLeft) leaving.abort();
          else letGo();
          await here;
          await settleCaches();
        },
      });
      await asked(2);
      letGo();
      expect(await there).toMatchObject({ status: "succeeded", cachedFromId: null });
    }
  });
});

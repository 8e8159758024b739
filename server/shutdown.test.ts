import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { asc } from "drizzle-orm";
import { afterEach, expect, it, vi } from "vitest";
import { cases, runs, scores } from "#db/schema/evaluation";
import { generations } from "#db/schema/observability";
import { startRun } from "#lib/evaluation";
import { createApiKey } from "#lib/identity";
import { closeQueue, openQueue } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { buildBench } from "../lib/evaluation/runs/fixture.testing.ts";
import { openLoopback } from "../lib/evaluation/runs/loopback.testing.ts";
import { freePort, makeInstallation, type Place, start } from "./processes.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ENCRYPTION_KEY"] = Buffer.alloc(32, 7).toString("base64");
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function place(): Promise<Place> {
  const made = await makeInstallation();
  cleanups.push(() => made.remove());
  return made;
}

async function running(...args: Parameters<typeof start>) {
  const one = await start(...args);
  cleanups.push(() => one.child.kill("SIGKILL"));
  return one;
}

/** A provider that sends one word of its answer and keeps the rest until it is told. */
async function openSlowProvider() {
  let finish = (): void => undefined;
  let arrive = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const chunk = (content: string, end: string | null = null) =>
    `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta: { content }, finish_reason: end }] })}\n\n`;
  const server = createServer((request, response: ServerResponse) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk("first "));
      finish = () => response.end(`${chunk("last", "stop")}data: [DONE]\n\n`);
      arrive();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    finish: () => finish(),
  };
}

it(
  "a gateway told to end answers what it began, takes nothing new, writes what it knows, and goes",
  { timeout: 90_000 },
  async () => {
    const where = await place();
    const provider = await openSlowProvider();
    const secret = await where.use(async (ctx) => {
      await createConnection(ctx, {
        name: "slow",
        kind: "openai_compatible",
        baseUrl: provider.url,
        apiKey: "key",
        models: ["m"],
      });
      return (await createApiKey(ctx, { name: "test", scopes: ["generations:write"] })).secret;
    });
    const port = await freePort();
    const gateway = await running(
      "server/gateway.ts",
      { ...where.settings, PORT: String(port) },
      "gateway ready",
    );
    const answer = fetch(`http://127.0.0.1:${port}/api/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "slow/m", stream: true, messages: [{ role: "user", content: "Hello" }] }),
    }).then((response) => response.text());
    await provider.asked;

    gateway.child.kill("SIGTERM");
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/api/health`).then(
            () => "answers",
            () => "refused",
          ),
        { timeout: 10_000, interval: 10 },
      )
      .toBe("refused");
    expect(gateway.child.exitCode).toBeNull();
    provider.finish();
    const text = await answer;
    expect(text).toContain("first ");
    expect(text).toContain("last");
    expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
    expect(await gateway.ended).toBe(0);
    expect(gateway.said()).not.toMatch(/"level":(50|60)/);
    const rows = await where.use((ctx) =>
      ctx.db.select({ status: generations.status, output: generations.output }).from(generations),
    );
    expect(rows).toEqual([expect.objectContaining({ status: "succeeded" })]);
    expect(JSON.stringify(rows)).toContain("first last");
  },
);

it(
  "a gateway keeps an idle connection longer than load balancers and pools of clients do",
  { timeout: 60_000 },
  async () => {
    const where = await place();
    const port = await freePort();
    const { child, ended } = await running(
      "server/gateway.ts",
      { ...where.settings, PORT: String(port) },
      "gateway ready",
    );
    const response = await fetch(`http://127.0.0.1:${port}/api/health`);
    expect(response.headers.get("keep-alive")).toBe("timeout=75");
    // An idle connection does not hold up the end.
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  },
);

it.each(["fails", "never ends"])(
  "when a part of the shutdown %s, what was answered is stored all the same",
  { timeout: 60_000 },
  async (how) => {
    const where = await place();
    await where.use(async () => undefined);
    const settings = { ...where.settings, PROJECT_ID: where.projectId, BAD_CLOSE: how };
    const one = await running("server/bad-close.testing.ts", settings, "ready to be stopped");
    one.child.kill("SIGTERM");
    expect(await one.ended).toBe(1);
    const rows = await where.use((ctx) => ctx.db.select({ output: generations.output }).from(generations));
    expect(rows.map(({ output }) => output).toSorted()).toEqual(["the first answer", "the last answer"]);
  },
);

it.runIf(process.env["TEST_DATABASE_URL"])(
  "a run begun in one process is worked on by a worker; what it is told to leave, the next one finishes",
  { timeout: 120_000 },
  async () => {
    const total = 24;
    const where = await place();
    // The first ten cases are answered at once; the others only once the second worker is there.
    let isHeld = true;
    const loopback = await openLoopback((message, count) => ({
      text: message,
      delayMs: isHeld && count > 10 ? 60_000 : 5,
    }));
    cleanups.push(() => loopback.close());
    await where.use(async (ctx, open) => {
      await openQueue(open);
      const made = await buildBench(ctx, ctx, { baseUrl: loopback.url, examples: total });
      await startRun(ctx, {
        promptVersionId: made.versionIds[0],
        datasetVersionId: made.datasetVersionId,
        suiteVersionId: made.suiteVersionId,
        target: { connectionId: made.connectionId, model: "m" },
        concurrency: 4,
      });
      await closeQueue();
    });
    expect(loopback.requests).toEqual([]);
    const first = await running("server/worker.ts", where.settings, "worker ready");
    await expect.poll(() => loopback.requests.length, { timeout: 60_000, interval: 10 }).toBe(14);
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    await where.use(async ({ db }) => {
      expect(await db.select({ status: runs.status }).from(runs)).toEqual([{ status: "running" }]);
      const states = (await db.select({ status: cases.status }).from(cases)).map((row) => row.status);
      expect(states.filter((state) => state === "succeeded")).toHaveLength(10);
      expect(states.filter((state) => state === "waiting")).toHaveLength(total - 10);
    });
    isHeld = false;
    const second = await running("server/worker.ts", where.settings, "worker ready");
    await where.use(async ({ db }) => {
      await expect
        .poll(() => db.select({ status: runs.status, done: runs.doneCases }).from(runs), {
          timeout: 60_000,
          interval: 50,
        })
        .toEqual([{ status: "succeeded", done: total }]);
      const rows = await db.select().from(cases).orderBy(asc(cases.position));
      expect(rows.map(({ output }) => output)).toEqual(
        Array.from({ length: total }, (_, index) => `one: case ${index + 1}`),
      );
      expect(await db.$count(scores)).toBe(total);
    });
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  },
);

it.runIf(!process.env["TEST_DATABASE_URL"])(
  "a worker without PostgreSQL says why there is none",
  async () => {
    const where = await place();
    await expect(start("server/worker.ts", where.settings, "worker ready")).rejects.toThrow(
      /ended with 1 before it was ready:\n\nA worker of its own needs PostgreSQL \(DATABASE_URL\): [^\n]*\n$/,
    );
  },
);

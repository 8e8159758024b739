import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import { savePolicy } from "#lib/guardrails";
import { addModel, closePools, createConnection, getConnection } from "#lib/models";
import { flushGenerations, getGeneration, listGenerations } from "#lib/observability";
import { answerWith, loopbackProvider, type LoopbackHandler } from "./loopback.testing.ts";
import type { ConnectionTestEvent } from "./schema.ts";
import { testConnection } from "./test-connection.ts";

let tenant: Tenant;
let admin: Context;
let server: Awaited<ReturnType<typeof loopbackProvider>>;
let behave: LoopbackHandler;
let connectionId: string;

beforeAll(async () => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  tenant = await createTenant();
  admin = await tenant.as("admin");
  server = await loopbackProvider((...all) => behave(...all));
  ({ id: connectionId } = await createConnection(admin, {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: server.url,
  }));
  await addModel(admin, { connectionId, name: "m", inputPrice: 1, outputPrice: 10 });
});
beforeEach(() => {
  behave = answerWith("Hello.");
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

async function collect(ctx: Context, id: string, signal?: AbortSignal): Promise<ConnectionTestEvent[]> {
  const events: ConnectionTestEvent[] = [];
  for await (const event of testConnection(ctx, { connectionId: id }, { signal })) events.push(event);
  return events;
}

async function tests() {
  await flushGenerations();
  return (await listGenerations(tenant.ctx, { source: "test" })).items;
}

describe("testConnection", () => {
  it("streams a reply, records and prices it as a call of its own source, and keeps that it worked", async () => {
    const events = await collect(tenant.ctx, connectionId);
    expect(events.map((event) => event.type)).toEqual(["start", "delta", "done"]);
    const last = events.at(-1);
    if (last?.type !== "done") throw new Error("no reply");
    // 100 tokens at 1 USD and 20 at 10 USD a million.
    expect(last.generation).toMatchObject({ output: "Hello.", inputTokens: 100, outputTokens: 20 });
    expect(last.generation.costUsd).toBeCloseTo(0.0003, 10);
    await flushGenerations();
    expect(await getGeneration(tenant.ctx, { generationId: last.generation.id })).toMatchObject({
      source: "test",
      status: "succeeded",
      costUsd: last.generation.costUsd,
    });
    expect(await getConnection(tenant.ctx, { connectionId })).toMatchObject({
      lastTestedAt: tenant.clock.now(),
      lastTestError: null,
    });
    const [event] = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, connectionId))
      .orderBy(desc(auditEvents.seq));
    expect(event).toMatchObject({ action: "connection.test", after: { model: "m", error: null } });
  });

  it("tells a provider's failure as an event, records and keeps it", async () => {
    behave = (_request, response) => response.writeHead(401).end();
    const before = (await tests()).length;
    const last = (await collect(tenant.ctx, connectionId)).at(-1);
    expect(last).toMatchObject({ type: "error", code: "upstream_failed" });
    expect((await getConnection(tenant.ctx, { connectionId })).lastTestError).toContain("refused the key");
    expect(await tests()).toHaveLength(before + 1);
  });

  it("is stopped by its signal and then keeps nothing of how it went", async () => {
    behave = () => undefined;
    const { lastTestError } = await getConnection(tenant.ctx, { connectionId });
    const last = (await collect(tenant.ctx, connectionId, AbortSignal.timeout(300))).at(-1);
    expect(last).toMatchObject({ type: "error", code: "cancelled" });
    expect((await getConnection(tenant.ctx, { connectionId })).lastTestError).toBe(lastTestError);
  });

  it("passes the guard: what a policy forbids to say does not reach the page", async () => {
    behave = answerWith("The word is forbidden-word.");
    await savePolicy(admin, {
      name: "No such word",
      rules: {
        pii: [],
        blocklist: [{ term: "forbidden-word", action: "block", wholeWord: true, stages: ["output"] }],
        patterns: [],
      },
    });
    const events = await collect(tenant.ctx, connectionId);
    expect(events.at(-1)).toMatchObject({ type: "error", code: "guardrail_blocked" });
  });

  it("refuses foreign ids, lacking permission and a connection without models", async () => {
    const empty = await createConnection(admin, {
      name: "empty",
      kind: "openai_compatible",
      baseUrl: server.url,
    });
    await expect(collect((await createTenant()).ctx, connectionId)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(collect(await tenant.as("viewer"), connectionId)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(collect(tenant.ctx, empty.id)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

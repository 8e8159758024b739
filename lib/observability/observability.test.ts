import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { generationRollups, generations } from "#db/schema/observability";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import {
  awaitStored,
  enqueueGeneration,
  getGeneration,
  getGenerations,
  getTrace,
  listGenerations,
  recordGenerations,
  usageSeries,
  usageSummary,
} from "./index.ts";
import type { GenerationRecord } from "./generations/schema.ts";
import type { Span } from "./traces/schema.ts";
import { telemetryStore } from "./store/open.ts";

let tenant: Tenant;
let foreign: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  foreign = await createTenant();
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 8, minute));

function record(overrides: Partial<GenerationRecord> = {}): GenerationRecord {
  return {
    traceId: newId().replaceAll("-", ""),
    startedAt: at(0),
    source: "test",
    status: "succeeded",
    provider: "openai",
    model: "gpt-test",
    input: [{ role: "user", content: "Hello" }],
    output: "Hi",
    latencyMs: 100,
    timeToFirstTokenMs: 40,
    inputTokens: 10,
    outputTokens: 5,
    costUsd: 0.002,
    carbonGrams: 0.1,
    carbonGramsLow: 0.05,
    carbonGramsHigh: 0.2,
    ...overrides,
  };
}

function span(
  generation: { traceId: string; id: string },
  spanId: string,
  parentSpanId: string | null,
  minute: number,
): Span {
  const base = {
    traceId: generation.traceId,
    spanId,
    parentSpanId,
    generationId: generation.id,
    name: spanId,
  };
  return {
    ...base,
    kind: "internal",
    startUs: at(minute).getTime() * 1_000,
    endUs: at(minute).getTime() * 1_000 + 5_000,
    status: "ok",
    statusMessage: null,
    attributes: { "gen_ai.operation.name": "chat" },
    events: [],
  };
}

it("stores a generation with its spans and reads both back as they were", async () => {
  const id = newId();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const spans = [
    span({ id, traceId }, "b", "a", 2),
    span({ id, traceId }, "a", null, 1),
    span({ id, traceId }, "c", "gone", 3),
  ];
  const [kept] = await recordGenerations(tenant.ctx, [
    record({ id, traceId, settings: { temperature: 0.2 }, spans }),
  ]);
  expect(await getGeneration(tenant.ctx, { generationId: id })).toEqual(kept);
  const trace = await getTrace(tenant.ctx, { traceId });
  expect(trace.roots.map((root) => root.spanId)).toEqual(["a", "c"]);
  expect(trace.roots[0]?.children.map((child) => child.spanId)).toEqual(["b"]);
  expect(trace.durationMs).toBe(120_005);
});

it("keeps the spans of a call as its own, whatever they say they belong to", async () => {
  const [call, traceId] = [newId(), "a".repeat(31) + "1"];
  const lost = { ...span({ id: newId(), traceId: "elsewhere" }, "a", null, 1), generationId: null };
  await recordGenerations(tenant.ctx, [record({ id: call, traceId, spans: [lost] })]);
  expect((await getTrace(tenant.ctx, { traceId })).generationIds).toEqual([call]);
  await expect(getTrace(tenant.ctx, { traceId: "elsewhere" })).rejects.toMatchObject({ code: "not_found" });
});

it("reads percentiles from the histogram, and says so, once the calls behind them are gone", async () => {
  const { ctx } = await createTenant();
  await recordGenerations(ctx, [record({ latencyMs: 100 }), record({ latencyMs: 100 })]);
  const day = { from: new Date("2026-11-20"), to: new Date("2026-11-21") };
  expect(await usageSummary(ctx, day)).toMatchObject({ latencyP50Ms: 100, latencyError: 0 });
  await telemetryStore(ctx).prune(ctx.project, "2026-11-21", 1);
  const { count, latencyP50Ms, latencyError } = await usageSummary(ctx, day);
  expect(count).toBe(2);
  expect(latencyError).toBeGreaterThan(0);
  expect(Math.abs((latencyP50Ms ?? 0) / 100 - 1)).toBeLessThanOrEqual(latencyError);
  expect(latencyP50Ms).not.toBe(100);
});

it("adds to the rollups once, however often a batch is sent, and adds day to day", async () => {
  const { ctx } = await createTenant();
  const promptId = newId();
  const promptVersionId = newId();
  const prompt = { promptId, promptPath: "support/triage", promptVersionId, promptVersionNumber: 3 };
  const first = record({ ...prompt, id: newId(), latencyMs: 100 });
  const second = record({ ...prompt, id: newId(), latencyMs: 1_000, costUsd: null, carbonGrams: null });
  const failed = record({
    ...prompt,
    id: newId(),
    status: "failed",
    latencyMs: 9_000,
    startedAt: at(24 * 60),
  });
  const simulated = record({ ...prompt, isSimulated: true, costUsd: null, carbonGrams: null });
  await recordGenerations(ctx, [first, second]);
  await recordGenerations(ctx, [second, failed, simulated]);
  const summary = await usageSummary(ctx, { from: at(0), to: at(24 * 60 + 1), promptId });
  expect(summary).toMatchObject({
    count: 3,
    failed: 1,
    inputTokens: 30,
    costUnknown: 1,
    carbonUnknown: 1,
    simulatedCount: 1,
  });
  expect(summary.costUsd).toBeCloseTo(0.004, 12);
  expect(summary.latencyP50Ms).toBe(550);
  expect(summary.latencyP95Ms).toBeCloseTo(955, 9);
  const series = await usageSeries(ctx, { from: at(0), to: at(24 * 60 + 1), groupBy: "promptVersion" });
  expect(series.map(({ day, count, group }) => [day, count, group.label])).toEqual([
    ["2026-11-20", 2, "support/triage v3"],
    ["2026-11-21", 1, "support/triage v3"],
  ]);
});

it("keeps drafts of a prompt apart from its versions and from calls without a prompt", async () => {
  const { ctx } = await createTenant();
  await recordGenerations(ctx, [
    record({ promptId: newId(), promptPath: "a" }),
    record({ promptId: newId(), promptPath: "b" }),
    record(),
  ]);
  const series = await usageSeries(ctx, { from: at(0), to: at(60), groupBy: "promptVersion" });
  expect(series.map((point) => point.group.label).toSorted()).toEqual(["No prompt", "a draft", "b draft"]);
});

describe("the list filtered by metadata", () => {
  const outputsOf = async (ctx: Context, metadata: string | string[]) =>
    (await listGenerations(ctx, { metadata })).items.map((item) => item.outputPreview).toSorted();

  it("finds the calls that carry every pair, whether a value was text, a number or a flag", async () => {
    const { ctx } = await createTenant();
    await recordGenerations(ctx, [
      record({ output: "pro", metadata: { plan: "pro", seats: 12, trial: false } }),
      record({ output: "text", metadata: { plan: "pro", seats: "12" } }),
      record({ output: "free", metadata: { plan: "free", nested: { plan: "pro" } } }),
      record({ output: "none" }),
    ]);
    expect(await outputsOf(ctx, "plan=pro")).toEqual(["pro", "text"]);
    expect(await outputsOf(ctx, ["plan=pro", "seats=12"])).toEqual(["pro", "text"]);
    expect(await outputsOf(ctx, ["plan=pro", "trial=false"])).toEqual(["pro"]);
    expect(await outputsOf(ctx, ["plan=pro", "plan=free"])).toEqual([]);
    expect(await outputsOf(ctx, "plan=")).toEqual([]);
  });

  it("takes any text as text: quotes, percent signs and equals signs ask for themselves", async () => {
    const { ctx } = await createTenant();
    const odd = `a=b' or '1'='1 %"}{`;
    await recordGenerations(ctx, [
      record({ output: "odd", metadata: { key: odd, __proto__own: "x" } }),
      record({ output: "plain", metadata: { key: "%" } }),
    ]);
    expect(await outputsOf(ctx, `key=${odd}`)).toEqual(["odd"]);
    expect(await outputsOf(ctx, "key=%")).toEqual(["plain"]);
    expect(await outputsOf(ctx, "__proto__=x")).toEqual([]);
  });

  it("keeps projects apart and refuses what is no pair, too long or too much", async () => {
    const [mine, other] = [await createTenant(), await createTenant()];
    await recordGenerations(other.ctx, [record({ metadata: { plan: "pro" } })]);
    expect(await outputsOf(mine.ctx, "plan=pro")).toEqual([]);
    for (const metadata of [
      "plan",
      "=pro",
      "plan=a\u0000",
      `${"k".repeat(65)}=v`,
      `k=${"v".repeat(201)}`,
      Array.from({ length: 6 }, (_, index) => `k${index}=v`),
    ])
      await expect(listGenerations(mine.ctx, { metadata })).rejects.toMatchObject({ name: "ZodError" });
  });
});

it("pages through the list newest first and filters it", async () => {
  const { ctx } = await createTenant();
  const runId = newId();
  await recordGenerations(
    ctx,
    Array.from({ length: 7 }, (_, i) =>
      record({
        startedAt: at(Math.floor(i / 2)),
        output: i === 3 ? "a 100% needle" : "hay",
        runId: i === 5 ? runId : null,
      }),
    ),
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listGenerations(ctx, { limit: 3, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(7);
  expect((await listGenerations(ctx, { text: "100%" })).items).toHaveLength(1);
  expect((await listGenerations(ctx, { text: "1%needle" })).items).toHaveLength(0);
  expect((await listGenerations(ctx, { runId })).items).toHaveLength(1);
  expect((await listGenerations(ctx, { simulated: true })).items).toHaveLength(0);
  await expect(listGenerations(ctx, { cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid_input" });
});

it("keeps texts PostgreSQL cannot hold, with a mark in their place", async () => {
  const output = "nul \u0000, half \ud83d, whole 😀, written \\u0000";
  const [kept] = await recordGenerations(tenant.ctx, [record({ output, input: { text: "\u0000" } })]);
  const read = await getGeneration(tenant.ctx, { generationId: kept?.id ?? "" });
  expect(read.output).toBe("nul \ufffd, half \ufffd, whole 😀, written \\u0000");
});

it("shows an enqueued generation at once, also inside a transaction, and stores it", async () => {
  const { ctx } = tenant;
  const generation = await enqueueGeneration(ctx, record());
  const inside = await ctx.db.transaction((tx) =>
    getGeneration({ ...ctx, db: tx as unknown as typeof ctx.db }, { generationId: generation.id }),
  );
  expect(inside.id).toBe(generation.id);
  await awaitStored(generation.id);
  const rows = await ctx.db.select().from(generations).where(eq(generations.id, generation.id));
  expect(rows).toHaveLength(1);
});

it("tells a foreign project nothing, enqueued or stored", async () => {
  const traceId = newId().replaceAll("-", "");
  const id = newId();
  const enqueued = await enqueueGeneration(
    tenant.ctx,
    record({ id, traceId, spans: [span({ id, traceId }, "a", null, 0)] }),
  );
  await expect(getGeneration(foreign.ctx, { generationId: id })).rejects.toMatchObject({ code: "not_found" });
  await awaitStored(enqueued.id);
  await expect(getGeneration(foreign.ctx, { generationId: id })).rejects.toMatchObject({ code: "not_found" });
  await expect(getTrace(foreign.ctx, { traceId })).rejects.toMatchObject({ code: "not_found" });
  expect(await getGenerations(foreign.ctx, { ids: [id] })).toEqual([]);
  expect((await listGenerations(foreign.ctx)).items).toEqual([]);
  expect((await usageSummary(foreign.ctx, { from: at(0), to: at(60) })).count).toBe(0);
});

it("refuses who may not, and bad input", async () => {
  const viewer = await tenant.as("viewer");
  await expect(recordGenerations(viewer, [record()])).rejects.toMatchObject({ code: "forbidden" });
  await expect(listGenerations(tenant.asApiKey(["prompts:read"]))).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(getGeneration(tenant.ctx, { generationId: "x" })).rejects.toThrow();
  await expect(usageSummary(tenant.ctx, { from: new Date("x"), to: at(0) })).rejects.toThrow();
});

it("stores 5,000 generations in one call and counts every one", async () => {
  const { ctx } = await createTenant();
  await recordGenerations(
    ctx,
    Array.from({ length: 5_000 }, (_, i) => record({ latencyMs: 1 + i, startedAt: at(i % 60) })),
  );
  expect((await usageSummary(ctx, { from: at(0), to: at(60) })).count).toBe(5_000);
  const rollups = await ctx.db
    .select()
    .from(generationRollups)
    .where(eq(generationRollups.projectId, ctx.project));
  expect(rollups).toHaveLength(1);
  expect(rollups[0]?.latencyBuckets.reduce((sum, n) => sum + n, 0)).toBe(5_000);
});

import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { cases } from "#db/schema/evaluation";
import { createTenant, type Tenant } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { createConnection, createPriceOverride } from "#lib/models";
import type { ModelCard } from "#schema/models";
import { compareRuns } from "../comparisons/compare.ts";
import { measureRun } from "./measure.ts";
import { costCeiling } from "./most-per-call.ts";

const card = (more: Partial<ModelCard> = {}): ModelCard => ({
  connectionId: "c",
  connectionName: "c",
  connectionKind: "openai_compatible",
  model: "m",
  provider: "custom",
  contextTokens: 8_000,
  prices: {
    inputUsdPerMillion: 1,
    cachedInputUsdPerMillion: null,
    cacheWriteUsdPerMillion: null,
    outputUsdPerMillion: 4,
    reasoningUsdPerMillion: null,
    source: "entered",
    sourceDate: null,
    isEntered: true,
  },
  overrides: [],
  parameters: null,
  deployment: null,
  gridZone: null,
  isSimulated: false,
  isLocal: false,
  ...more,
});
const seen = (inputTokens: number | null, outputTokens: number | null) => ({
  inputTokens,
  outputTokens,
  carbonGrams: null,
});
const at = new Date("2026-11-27T09:00:00Z");

describe("what a call can cost at most", () => {
  it("is an input 25 times the longest seen and an answer up to its limit, at the model's prices", () => {
    const limit = { maxTokens: 500, at };
    expect(costCeiling(card(), [seen(10, 50), seen(100, 20)], limit)).toBeCloseTo(
      (2_500 * 1 + 500 * 4) / 1e6,
      12,
    );
    // The context holds the input too; without a limit of its own the answer may fill it.
    expect(costCeiling(card(), [seen(1_000, 50)], { maxTokens: null, at })).toBeCloseTo(
      (8_000 * 1 + 8_000 * 4) / 1e6,
      12,
    );
  });

  it("counts thinking at its own price where that is higher", () => {
    const prices = { ...card().prices, reasoningUsdPerMillion: 10 };
    expect(costCeiling(card({ prices }), [seen(10, 50)], { maxTokens: 500, at })).toBeCloseTo(
      (250 + 500 * 10) / 1e6,
      12,
    );
  });

  it.each([
    ["a limit that was passed", card(), [seen(10, 501)], 500],
    ["inputs nobody counted", card(), [seen(null, 10)], 500],
    ["neither limit nor context", card({ contextTokens: null }), [seen(10, 10)], null],
    ["no price", card({ prices: { ...card().prices, outputUsdPerMillion: null } }), [seen(10, 10)], 500],
    ["a router's own charge", card({ provider: "openrouter" }), [seen(10, 10)], 500],
  ])("is not known with %s", (_why, model, calls, maxTokens) => {
    expect(costCeiling(model, calls, { maxTokens, at })).toBeNull();
  });
});

describe("a limit of tokens", () => {
  let tenant: Tenant;
  let connectionId: string;
  beforeAll(async () => {
    tenant = await createTenant();
    const admin = await tenant.as("admin");
    ({ id: connectionId } = await createConnection(admin, {
      name: "priced",
      kind: "openai_compatible",
      baseUrl: "https://models.example.com/v1",
      apiKey: "key",
      models: ["m"],
    }));
    await createPriceOverride(admin, {
      connection: connectionId,
      modelPattern: "m",
      from: new Date("2020-01-01"),
      inputPrice: 1,
      outputPrice: 10,
    });
  });

  it("narrows the interval of a run's cost and of its change", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    const benchmark = await buildBenchmark(tenant, 100);
    const passes = Array.from({ length: 100 }, () => true);
    const run = async (versionId: string, settings?: Record<string, unknown>) => {
      const { runId } = await buildRun(tenant, benchmark, {
        promptId,
        versionId,
        passes,
        connectionId,
        costUsd: 0.0012,
        ...(settings ? { settings } : {}),
      });
      await tenant.open.db
        .update(cases)
        .set({ inputTokens: 20, outputTokens: 100 })
        .where(and(eq(cases.projectId, tenant.projectId), eq(cases.runId, runId)));
      return runId;
    };
    const costOfRun = async (runId: string) =>
      (await measureRun(tenant.ctx, { runId })).effort.costPer1000Usd?.high ?? 0;
    const [open, limited, other] = [
      await run(v1),
      await run(v1, { maxTokens: 200 }),
      await run(v2, { maxTokens: 200 }),
    ];
    // 25 x 20 input tokens and 200 of output are $0.0025: 1 - 0.025^(1/100) of all calls may cost that.
    expect(await costOfRun(limited)).toBeCloseTo(1.2 + 1.3 * (1 - 0.025 ** (1 / 100)), 4);
    expect(await costOfRun(open)).toBeGreaterThan(2);
    const change = async (baselineRunId: string) => {
      const { metrics } = await compareRuns(tenant.ctx, { baselineRunId, candidateRunId: other });
      return metrics.find(({ kind }) => kind === "cost");
    };
    expect((await change(limited))?.low).toBeGreaterThan(-0.1);
    expect((await change(open))?.low).toBeLessThan(-0.4);
  });
});

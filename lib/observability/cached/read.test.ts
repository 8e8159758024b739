import { beforeAll, describe, expect, it } from "vitest";
import { wilsonInterval } from "#statistics";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { cacheFigures, countReplays, recordGenerations } from "../index.ts";
import type { GenerationRecord } from "../generations/schema.ts";

const from = new Date("2026-11-20T00:00:00Z");
const to = new Date("2026-11-21T00:00:00Z");
const routeId = newId();
let tenant: Tenant;

const row = (more: Omit<Partial<GenerationRecord>, "id">) => ({
  id: newId(),
  traceId: newId().replaceAll("-", ""),
  startedAt: new Date("2026-11-20T12:00:00Z"),
  source: "api" as const,
  status: "succeeded" as const,
  provider: "p",
  model: "m",
  input: [],
  output: "o",
  latencyMs: 1,
  routeId,
  ...more,
});

// Made the day before: what a hit saved does not hang on when its answer was made.
const known = row({
  startedAt: new Date("2026-11-19T12:00:00Z"),
  inputTokens: 100,
  outputTokens: 20,
  costUsd: 0.5,
  carbonGrams: 2,
  carbonGramsLow: 1,
  carbonGramsHigh: 4,
  cacheState: "miss",
});
const unpriced = row({ inputTokens: 10, outputTokens: 1, carbonGrams: 3, cacheState: "miss" });
const hit = (cachedFromId: string, more: Partial<GenerationRecord> = {}) =>
  row({
    cacheState: "hit",
    cachedFromId,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    carbonGrams: 0,
    ...more,
  });

beforeAll(async () => {
  tenant = await createTenant();
  await recordGenerations(tenant.ctx, [
    known,
    unpriced,
    hit(known.id),
    hit(known.id),
    hit(known.id, { cacheState: "semantic" }),
    hit(unpriced.id),
    // Its call is kept no more.
    hit(newId()),
    // At the ends of the span, of another route, simulated, without a cache.
    hit(known.id, { startedAt: from }),
    hit(known.id, { startedAt: to }),
    hit(known.id, { routeId: newId() }),
    hit(known.id, { isSimulated: true }),
    row({ cacheState: "bypass" }),
    row({}),
  ]);
});

describe("the figures of caches", () => {
  it("are those of the rows: hits among the calls that asked, and what the calls spent whose answers were given", async () => {
    const { saved, hitRate, ...counts } = await cacheFigures(tenant.ctx, { routeId, from, to });
    expect(counts).toEqual({
      asked: 7,
      hits: 5,
      semanticHits: 1,
      misses: 1,
      bypassed: 1,
      simulatedCount: 1,
    });
    expect(hitRate).toEqual({ share: 6 / 7, ...wilsonInterval(6, 7) });
    expect(saved).toEqual({
      inputTokens: 4 * 100 + 10,
      outputTokens: 4 * 20 + 1,
      tokensUnknown: 1,
      costUsd: 4 * 0.5,
      costUnknown: 2,
      carbonGrams: 4 * 2 + 3,
      carbonGramsLow: 4 * 1 + 3,
      carbonGramsHigh: 4 * 4 + 3,
      carbonUnknown: 1,
    });
  });

  it("are of all routes where none is named, and know no share where nothing was asked", async () => {
    expect(await cacheFigures(tenant.ctx, { from, to })).toMatchObject({ asked: 8, hits: 6 });
    const before = { from: new Date(0), to: new Date(1) };
    expect(await cacheFigures(tenant.ctx, before)).toMatchObject({ asked: 0, hitRate: null });
    await expect(cacheFigures(tenant.ctx, { from: to, to: from })).rejects.toThrow("must come after");
  });

  it("say how often an answer was given again, and nothing of another project's", async () => {
    const generationIds = [known.id, unpriced.id, newId()];
    expect(await countReplays(tenant.ctx, { generationIds })).toEqual(
      new Map([
        [known.id, 7],
        [unpriced.id, 1],
      ]),
    );
    const other = await createTenant();
    expect(await countReplays(other.ctx, { generationIds })).toEqual(new Map());
    expect(await cacheFigures(other.ctx, { routeId, from, to })).toMatchObject({
      asked: 0,
      simulatedCount: 0,
    });
  });

  it("know no saving where it is known of no answer that was given, and save nothing where none was", async () => {
    const own = newId();
    await recordGenerations(tenant.ctx, [hit(unpriced.id, { routeId: own }), hit(newId(), { routeId: own })]);
    const figures = (id: string) => cacheFigures(tenant.ctx, { routeId: id, from, to });
    expect((await figures(own)).saved).toMatchObject({ inputTokens: 10, costUsd: null, carbonGrams: 3 });
    const lost = newId();
    await recordGenerations(tenant.ctx, [hit(newId(), { routeId: lost })]);
    expect((await figures(lost)).saved).toEqual({
      inputTokens: null,
      outputTokens: null,
      tokensUnknown: 1,
      costUsd: null,
      costUnknown: 1,
      carbonGrams: null,
      carbonGramsLow: null,
      carbonGramsHigh: null,
      carbonUnknown: 1,
    });
    expect((await figures(newId())).saved).toMatchObject({ inputTokens: 0, costUsd: 0, carbonGrams: 0 });
  });
});

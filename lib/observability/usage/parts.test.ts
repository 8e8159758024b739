import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { generationRollups } from "#db/schema/observability";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { callsOver, recordGenerations, usageParts } from "../index.ts";
import { usageMeasures } from "../constants.ts";
import { telemetryStore } from "../store/open.ts";
import type { GenerationRecord } from "../generations/schema.ts";

let tenant: Tenant;
beforeEach(async () => {
  tenant = await createTenant();
});

const [promptId, first, second] = [newId(), newId(), newId()];
const call = (at: string, more: Partial<GenerationRecord> = {}): GenerationRecord => ({
  startedAt: new Date(at),
  traceId: newId(),
  source: "api",
  status: "succeeded",
  provider: "p",
  model: "m",
  promptId,
  promptPath: "a/b",
  promptVersionId: first,
  promptVersionNumber: 1,
  input: [],
  output: "",
  latencyMs: 100,
  costUsd: 0.25,
  carbonGrams: 2,
  inputTokens: 3,
  outputTokens: 4,
  ...more,
});
const ofSecond = { promptVersionId: second, promptVersionNumber: 2 };
const calls = [
  call("2026-11-18T23:00:00Z", { costUsd: 8 }),
  call("2026-11-19T00:00:00Z"),
  call("2026-11-19T10:00:00Z", { costUsd: 0.5, carbonGrams: null, outputTokens: null }),
  call("2026-11-19T11:00:00Z", { ...ofSecond, costUsd: null }),
  call("2026-11-19T12:00:00Z", { costUsd: 100, isSimulated: true }),
  call("2026-11-20T10:00:00Z", { ...ofSecond, outputTokens: 6 }),
];
const days = { from: "2026-11-19", to: "2026-11-21" };
const partsBy = async (by: "version" | "source" = "version") =>
  Promise.all(
    usageMeasures.map(async (measure) => {
      const parts = await usageParts(tenant.ctx, { ...days, by, measure });
      const rows = parts?.map(({ key, n, sum, sumSquares }) => [key, n, sum, sumSquares] as const);
      return rows?.toSorted(([a], [b]) => String(a).localeCompare(String(b))) ?? null;
    }),
  );
const inOrder = (...rows: (readonly [string, number, number, number])[]) =>
  rows.toSorted(([a], [b]) => a.localeCompare(b));
const expected = [
  inOrder([first, 2, 0.75, 0.3125], [second, 1, 0.25, 0.0625]),
  inOrder([first, 1, 2, 4], [second, 2, 4, 8]),
  inOrder([first, 1, 7, 49], [second, 2, 7 + 9, 49 + 81]),
];
const rollups = () => eq(generationRollups.projectId, tenant.projectId);

describe("the parts of a figure", () => {
  it("are of every call that was made, also of those that retention and erasures took", async () => {
    const made = await recordGenerations(tenant.ctx, calls);
    expect(usageMeasures).toEqual(["cost", "carbon", "tokens"]);
    expect(await partsBy()).toEqual(expected);
    const store = telemetryStore(tenant.ctx);
    await store.remove(tenant.ctx.project, [made.at(-1)?.id ?? ""]);
    await store.prune(tenant.ctx.project, "2026-11-20", 100);
    expect(await partsBy()).toEqual(expected);
    expect((await partsBy("source"))[0]).toEqual([["api", 3, 1, 0.375]]);
  });

  it("are looked up in the calls of days that an older version added up, unless these are too many", async () => {
    await recordGenerations(tenant.ctx, calls.slice(0, 4));
    const none = {
      costSquares: null,
      carbonSquares: null,
      tokensKnown: null,
      tokensSum: null,
      tokensSquares: null,
    };
    await tenant.open.db.update(generationRollups).set(none).where(rollups());
    await recordGenerations(tenant.ctx, calls.slice(4));
    // Of a day that was begun so, the calls that came after count too, once.
    await recordGenerations(tenant.ctx, [
      call("2026-11-19T22:00:00Z", { costUsd: 0, carbonGrams: 0, inputTokens: 0, outputTokens: 0 }),
    ]);
    const [cost, carbon, tokens] = expected.map((rows) =>
      rows.map(([key, n, ...sums]) => [key, key === first ? n + 1 : n, ...sums]),
    );
    expect(await partsBy()).toEqual([cost, carbon, tokens]);
    await tenant.open.db.update(generationRollups).set({ count: 60_000 }).where(rollups());
    expect(await partsBy()).toEqual([null, null, null]);
    // However many there are, what is added up is told.
    await tenant.open.db
      .update(generationRollups)
      .set({ tokensKnown: 1, tokensSum: 7, tokensSquares: 49 })
      .where(rollups());
    expect((await partsBy())[2]).not.toBeNull();
  });
});

it("calls over a limit lie between two counts where the calls are kept no more, and are never fewer than they were", async () => {
  // 956 to 1,000 ms share a bucket.
  const took = [...Array<number>(3).fill(960), ...Array<number>(5).fill(990), ...Array<number>(2).fill(100)];
  const made = await recordGenerations(
    tenant.ctx,
    took.map((latencyMs) => call("2026-11-19T10:00:00Z", { latencyMs })),
  );
  const asked = { ...days, limitMs: 970, allowedShare: 0.5 };
  expect(await callsOver(tenant.ctx, asked)).toEqual({ answered: 10, low: 5, high: 5 });
  await telemetryStore(tenant.ctx).remove(tenant.ctx.project, [made[4]?.id ?? ""]);
  expect(await callsOver(tenant.ctx, asked)).toEqual({ answered: 10, low: 0, high: 8 });
});

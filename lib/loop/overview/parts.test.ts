import { beforeAll, expect, it } from "vitest";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { readChangeParts } from "./parts.ts";

const dayMs = 86_400_000;
let tenant: Tenant;
const day = (back: number) => {
  const to = new Date(tenant.clock.now().getTime() - back * dayMs);
  return { from: new Date(to.getTime() - dayMs), to, environment: "production", source: ["api" as const] };
};

/** Calls of so many models yesterday and today: the first has the most; it and the last cost twice as much today. */
async function call(models: number, back: number): Promise<void> {
  const startedAt = new Date(tenant.clock.now().getTime() - back * dayMs - dayMs / 2);
  const calls = Array.from({ length: models }, (_, place) =>
    Array.from({ length: 20 + models - place }, () => ({
      id: newId(),
      traceId: newId(),
      startedAt,
      source: "api" as const,
      label: "production",
      status: "succeeded" as const,
      provider: "p",
      model: `m${place}`,
      input: [],
      output: "x",
      latencyMs: 1,
      costUsd: 0.001 * (place + 1) * (back === 0 && (place === 0 || place === models - 1) ? 2 : 1),
      inputTokens: 100,
      outputTokens: 10 * (place + 1),
    })),
  ).flat();
  await recordGenerations(tenant.ctx, calls);
}

beforeAll(async () => {
  tenant = await createTenant();
});

async function rowsOf(metric: "cost" | "tokens") {
  const parts = await readChangeParts(tenant.ctx, { metric, by: "model", now: day(0), before: day(1) });
  if (!parts.isShown) throw new Error(parts.why);
  return parts;
}

it("six parts are six rows; of eight the three smallest are one, with all their calls", async () => {
  for (const back of [0, 1]) await call(6, back);
  const six = await rowsOf("cost");
  expect(six.rows.map(({ label }) => label).toSorted()).toEqual(["m0", "m1", "m2", "m3", "m4", "m5"]);
  expect(six.rows.every(({ isRest }) => !isRest)).toBe(true);

  tenant = await createTenant();
  for (const back of [0, 1]) await call(8, back);
  const eight = await rowsOf("cost");
  expect(eight.rows).toHaveLength(6);
  expect(eight.rows.map(({ label }) => label).toSorted()).toEqual(["3 others", "m0", "m1", "m2", "m3", "m4"]);
  const rest = eight.rows.find(({ isRest }) => isRest);
  // 23, 22 and 21 calls of the last three models, on either day.
  expect(rest).toMatchObject({ key: null, n: 66, nBefore: 66 });
  // Of these only the last costs more: 21 of 196 calls by eight dollars per thousand.
  expect(rest?.total.value).toBeCloseTo((21 * 8) / 196, 9);
  expect([eight.n, eight.nBefore]).toEqual([196, 196]);
  expect(eight.change.value).toBeCloseTo((28 + 21 * 8) / 196, 9);
  expect(eight.within.value).toBeCloseTo((28 + 21 * 8) / 196, 9);
  expect(eight.rows.slice(0, 2)).toMatchObject([
    { label: "3 others" },
    { label: "m0", total: { value: expect.closeTo(28 / 196, 9) } },
  ]);
});

it("tokens are per call, costs per thousand", async () => {
  const { change, n } = await rowsOf("tokens");
  expect([change.value, n]).toEqual([expect.closeTo(0, 9), 196]);
  expect(change.low).toBeLessThan(0);
  expect(change.high).toBeGreaterThan(0);
});

it("nineteen calls on either side are too few to compare, twenty are not", async () => {
  const own = await createTenant();
  const at = (back: number) => new Date(own.clock.now().getTime() - back * dayMs - dayMs / 2);
  const record = (count: number, back: number) =>
    recordGenerations(
      own.ctx,
      Array.from({ length: count }, () => ({
        traceId: newId(),
        startedAt: at(back),
        source: "api" as const,
        label: "production",
        status: "succeeded" as const,
        provider: "p",
        model: "m",
        input: [],
        output: "x",
        latencyMs: 1,
        costUsd: 1,
      })),
    );
  const read = () => readChangeParts(own.ctx, { metric: "cost", by: "model", now: day(0), before: day(1) });
  await record(20, 0);
  await record(19, 1);
  expect(await read()).toMatchObject({
    isShown: false,
    why: "Too few to compare: 20 now, 19 before, 20 are needed in each.",
  });
  await record(1, 1);
  expect(await read()).toMatchObject({ isShown: true, n: 20, nBefore: 20, change: { value: 0 } });
});

import { beforeAll, expect, it } from "vitest";
import { answersForP95, recordGenerations, usageSummary } from "#lib/observability";
import { newId } from "#platform/ids";
import { quantile } from "#statistics";
import { createTenant, type Tenant } from "#testing";
import { readOverview } from "./read.ts";

const dayMs = 86_400_000;
let tenant: Tenant;
/** What each prompt's calls took, by days back from today. */
const taken = new Map<string, Map<number, number[]>>();

/** So many answers a day on each of these days, none like another. */
async function answer(promptId: string, perDay: number, days: readonly number[]): Promise<void> {
  const calls = days.flatMap((back) =>
    Array.from({ length: perDay }, (_, place) => ({ back, latencyMs: 100 + 37 * place + 11 * back })),
  );
  for (const { back, latencyMs } of calls) {
    const own = taken.get(promptId) ?? new Map<number, number[]>();
    taken.set(promptId, own.set(back, [...(own.get(back) ?? []), latencyMs]));
  }
  await recordGenerations(
    tenant.ctx,
    calls.map(({ back, latencyMs }) => ({
      traceId: newId(),
      startedAt: new Date(tenant.clock.now().getTime() - back * dayMs),
      source: "api" as const,
      label: "production",
      status: "succeeded" as const,
      provider: "p",
      model: "m",
      input: [],
      output: "x",
      latencyMs,
      promptId,
      promptPath: promptId,
    })),
  );
}

const [busy, weekly, sparse, tiny] = [newId(), newId(), newId(), newId()];
const upTo = (days: number) => Array.from({ length: days }, (_, back) => back);

beforeAll(async () => {
  tenant = await createTenant();
  await answer(busy, answersForP95 + 1, [0, 1, 20]);
  // Days with few answers are most of its days, and hold few of its answers.
  await answer(busy, 1, [5, 6, 7, 8, 9]);
  await answer(weekly, 10, upTo(30));
  await answer(sparse, 2, upTo(30));
  await answer(tiny, 1, upTo(30));
});

async function lineOf(promptId: string, days = 30) {
  const { chart } = await readOverview(tenant.ctx, { metric: "latency", split: "prompt", days });
  expect(chart.method).toMatch(days === 30 ? /, over 7 or 30 days where/ : /, over 7 days where/);
  const line = chart.lines.find(({ key }) => key === promptId);
  return { label: line?.label, shown: line?.points.filter(({ value }) => value !== null) ?? [] };
}
/** The p95 of the calls that a point says it is of, by the rows. */
const rowsP95 = (promptId: string, last: number, days: number) =>
  quantile(
    upTo(days).flatMap((back) => taken.get(promptId)?.get(last + back) ?? []),
    0.95,
  );

it("a p95 is of a day where most answers lie in days that have enough", async () => {
  const { label, shown } = await lineOf(busy);
  expect(label).toBe(busy);
  expect(shown.map(({ days }) => days)).toEqual([1, 1, 1]);
  expect(shown.map(({ value }) => value)).toEqual(
    [20, 1, 0].map((back) => expect.closeTo(rowsP95(busy, back, 1), 6)),
  );
});

it("of seven days where days have too few, counted back from the last; the rest at the beginning has too few", async () => {
  const { label, shown } = await lineOf(weekly);
  expect(label).toBe(`${weekly} (by 7 days)`);
  expect(shown.map(({ value, days }) => ({ value, days }))).toEqual(
    [21, 14, 7, 0].map((back) => ({ value: expect.closeTo(rowsP95(weekly, back, 7), 6), days: 7 })),
  );
});

it("of the whole span where weeks have too few, as the sum over the span says it; none where that has too few", async () => {
  const { label, shown } = await lineOf(sparse);
  expect(label).toBe(`${sparse} (all 30 days)`);
  expect(shown).toMatchObject([{ days: 30, value: expect.closeTo(rowsP95(sparse, 0, 30), 6) }]);
  const to = new Date(Math.ceil((tenant.clock.now().getTime() + 1) / dayMs) * dayMs);
  const whole = await usageSummary(tenant.ctx, {
    from: new Date(to.getTime() - 30 * dayMs),
    to,
    environment: "production",
    source: "api",
    promptId: sparse,
  });
  expect(shown[0]?.value).toBe(whole.latencyP95Ms);
  expect(await lineOf(tiny)).toEqual({ label: tiny, shown: [] });
  // Of seven days a week is the whole.
  expect(await lineOf(weekly, 7)).toMatchObject({
    label: `${weekly} (all 7 days)`,
    shown: [{ days: 7, value: expect.closeTo(rowsP95(weekly, 0, 7), 6) }],
  });
});

it("together p50 stays daily beside a p95 of more days", async () => {
  const own = tenant;
  tenant = await createTenant();
  await answer(newId(), 10, upTo(30));
  // One day with enough is not most of the answers.
  await answer(newId(), answersForP95, [3]);
  const { chart } = await readOverview(tenant.ctx, { metric: "latency", days: 30 });
  tenant = own;
  const shown = chart.lines.map(({ label, points }) => [
    label,
    points.filter(({ value }) => value !== null).length,
  ]);
  expect(shown).toEqual([
    ["p95 (by 7 days)", 4],
    ["p50", 30],
  ]);
});

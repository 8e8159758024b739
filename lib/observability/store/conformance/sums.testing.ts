import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { ProjectId } from "#lib/identity";
import { quantile } from "#statistics";
import { bucketOf } from "../../histogram.ts";
import { usageMeasures } from "../../constants.ts";
import type { Generation, UsageMeasure, UsageFilter } from "../../schema.ts";
import type { Cell } from "../../usage/cell.ts";
import { windowEnd, windowsOf } from "../../usage/windows.ts";
import type { Grouping, TelemetryStore } from "../telemetry-store.ts";
import { newId } from "#platform/ids";
import {
  anyScope,
  batch,
  dayOf,
  firstDay,
  isOf,
  newProject,
  someCalls,
  versionKey,
} from "./calls.testing.ts";

/** Every sum against the calls themselves, added up here in the plainest way. */
export function describeSums(make: () => Promise<TelemetryStore>): void {
  describe("sums over any span of instants and any scope", () => {
    let store: TelemetryStore;
    let project: ProjectId;
    const calls = someCalls(500);
    beforeAll(async () => {
      store = await make();
      project = newProject();
      for (const part of [calls.slice(0, 180), calls.slice(120, 400), calls.slice(400)])
        await store.write(batch(project, part));
      await store.write(batch(newProject(), someCalls(50)));
    });
    const law = (holds: (scope: UsageFilter) => Promise<void>) =>
      fc.assert(fc.asyncProperty(anyScope, holds), { numRuns: 25 });

    it("a route's figures are those of its newest calls in a span, without simulated ones", async () => {
      const routes = [newId(), newId(), null];
      const routed = someCalls(200).map((one, at) => ({ ...one, routeId: routes[at % 3] ?? null }));
      const own = newProject();
      await store.write(batch(own, routed));
      const span = { from: new Date(firstDay + 3_600_000), to: new Date(firstDay + 60 * 3_600_000) };
      for (const [routeId, most] of [
        [routes[0] ?? "", 1_000],
        [routes[1] ?? "", 9],
        [newId(), 9],
      ] as const) {
        const within = routed
          .filter(({ startedAt }) => startedAt >= span.from && startedAt < span.to)
          .filter((one) => one.routeId === routeId && !one.isSimulated)
          .toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1))
          .slice(0, most);
        const answered = within.filter(({ status }) => status === "succeeded");
        const costs = answered.flatMap(({ costUsd }) => costUsd ?? []);
        const latency = answered.map(({ latencyMs }) => latencyMs);
        expect(await store.readRouteFigures(own, { routeId, ...span }, most)).toEqual({
          calls: within.length,
          answered: answered.length,
          priced: costs.length,
          costUsd: expect.closeTo(sumOf(costs), 9),
          latencyP95Ms: latency.length > 0 ? expect.closeTo(quantile(latency, 0.95), 6) : null,
        });
      }
    });

    it("the cells are those of the calls", () =>
      law(async (scope) => {
        const cells = new Map<string, Cell>();
        for (const cell of await store.readCells(project, scope)) {
          expect(cells.has(keyOf(cell)), keyOf(cell)).toBe(false);
          cells.set(keyOf(cell), cell);
        }
        const groups = Map.groupBy(
          calls.filter((one) => isOf(one, scope)),
          keyOfCall,
        );
        expect([...cells.keys()].toSorted()).toEqual([...groups.keys()].toSorted());
        for (const [key, group] of groups) expectSums(cells.get(key), group);
      }));

    it("the calls of versions, of scopes and the models in use are counted", () =>
      law(async (scope) => {
        const within = calls.filter((one) => isOf(one, scope));
        const ofVersion = new Map<string, number>();
        for (const { key, count } of await store.countByVersion(project, scope))
          if (/^[0-9a-f-]{36}$/.test(key)) ofVersion.set(key, (ofVersion.get(key) ?? 0) + count);
        expect(ofVersion).toEqual(
          countedBy(
            within.filter((one) => one.isSimulated === scope.simulated && one.promptVersionId !== null),
            (one) => one.promptVersionId ?? "",
          ),
        );
        const { from, to, promptId, promptVersionId } = scope;
        const span = { from, to, promptId, promptVersionId };
        const ofScope = new Map<string, number>();
        for (const { count, environment, source, isSimulated } of await store.countByScope(project, span)) {
          const key = JSON.stringify([environment, source, isSimulated]);
          ofScope.set(key, (ofScope.get(key) ?? 0) + count);
        }
        expect(ofScope).toEqual(
          countedBy(
            calls.filter((one) => isOf(one, span)),
            (one) => JSON.stringify([one.label, one.source, one.isSimulated]),
          ),
        );
        const day = from.toISOString().slice(0, 10);
        expect((await store.listModels(project, day)).toSorted()).toEqual(
          [...new Set(calls.filter((one) => dayOf(one) >= day).map(({ model }) => model))].toSorted(),
        );
        expect(await store.listModels(project, "2030-01-01")).toEqual([]);
      }));

    it("percentiles are linear between the order statistics of the calls that succeeded", () =>
      law(async (scope) => {
        const answered = calls.filter((one) => isOf(one, scope) && isAnswered(one, scope.simulated));
        const among = (await store.readCells(project, scope)).filter(
          (cell) => cell.isSimulated === scope.simulated,
        );
        if (among.length > 0) expectQuantiles(await store.readQuantiles(project, scope, among), answered);
        for (const [place, groupBy] of (Object.keys(groupKeys) as Grouping[]).entries()) {
          const windows = windowsOf(scope, 1 + (place % 3));
          const found = await store.readQuantilesByDay(project, scope, { among, groupBy, windows });
          const groups = Map.groupBy(
            answered,
            (one) => `${windowEnd(dayOf(one), windows)} ${groupKeys[groupBy](one)}`,
          );
          expect([...found.keys()].toSorted()).toEqual([...groups.keys()].toSorted());
          for (const [key, group] of groups) expectQuantiles(found.get(key) ?? null, group);
        }
        const limitMs = answered[0]?.latencyMs ?? 1_000;
        if (among.length > 0)
          expect(await store.countSlower(project, scope, { among, limitMs, must: true })).toEqual({
            n: answered.length,
            slower: answered.filter(({ latencyMs }) => latencyMs > limitMs).length,
          });
      }));

    it("a measure is summed over the calls that have it", () =>
      law(async (scope) => {
        for (const measure of usageMeasures) {
          const sums = (await store.sumMeasure(project, scope, measure)) ?? [];
          const measured = calls
            .filter((one) => isOf(one, scope) && one.isSimulated === scope.simulated)
            .flatMap((one) => valueOf(one, measure) ?? []);
          const total = (pick: (row: (typeof sums)[number]) => number) =>
            sums.reduce((sum, row) => sum + pick(row), 0);
          expect(total(({ n }) => n)).toBe(measured.length);
          expect(total(({ sum }) => sum)).toBeCloseTo(sumOf(measured), 6);
          expect(total(({ sumSquares }) => sumSquares)).toBeCloseTo(
            sumOf(measured.map((value) => value * value)),
            3,
          );
          for (const { promptVersionId, model, source, n } of sums)
            expect(
              calls.filter(
                (one) =>
                  isOf(one, scope) &&
                  one.isSimulated === scope.simulated &&
                  valueOf(one, measure) !== null &&
                  one.promptVersionId === promptVersionId &&
                  one.model === model &&
                  one.source === source,
              ).length,
            ).toBeGreaterThanOrEqual(n);
        }
      }));
  });
}

const keyOf = (cell: Cell) =>
  JSON.stringify([
    cell.day,
    cell.promptVersionKey,
    cell.provider,
    cell.model,
    cell.environment,
    cell.source,
    cell.isSimulated,
  ]);
const keyOfCall = (one: Generation) =>
  JSON.stringify([
    dayOf(one),
    versionKey(one),
    one.provider,
    one.model,
    one.label ?? "",
    one.source,
    one.isSimulated,
  ]);

function expectSums(cell: Cell | undefined, group: Generation[]): void {
  const sum = (pick: (one: Generation) => number | null) => sumOf(group.map((one) => pick(one) ?? 0));
  const count = (holds: (one: Generation) => boolean) => group.filter(holds).length;
  const isUsed = (one: Generation) => one.status === "succeeded" || (one.outputTokens ?? 0) > 0;
  const answered = group.filter(({ status }) => status === "succeeded");
  const { promptId, promptPath, promptVersionNumber } = group[0] ?? {};
  expect(cell).toMatchObject({
    promptId,
    promptPath,
    promptVersionNumber,
    count: group.length,
    failed: count(({ status }) => status === "failed"),
    cancelled: count(({ status }) => status === "cancelled"),
    inputTokens: sum((one) => one.inputTokens),
    outputTokens: sum((one) => one.outputTokens),
    costUsd: expect.closeTo(
      sum((one) => one.costUsd),
      9,
    ),
    priced: count((one) => one.costUsd !== null),
    costUnknown: count((one) => isUsed(one) && one.costUsd === null),
    usageEstimated: count((one) => one.isUsageEstimated === true),
    carbonGrams: expect.closeTo(
      sum((one) => one.carbonGrams),
      9,
    ),
    carbonGramsLow: expect.closeTo(
      sum((one) => one.carbonGramsLow ?? one.carbonGrams),
      9,
    ),
    carbonGramsHigh: expect.closeTo(
      sum((one) => one.carbonGramsHigh ?? one.carbonGrams),
      9,
    ),
    carbonKnown: count((one) => one.carbonGrams !== null),
    carbonUnknown: count((one) => isUsed(one) && one.carbonGrams === null),
  });
  expect(bucketsOf(cell?.latencyBuckets ?? [])).toEqual(
    countedBy(answered, (one) => String(bucketOf(one.latencyMs))),
  );
  expect(bucketsOf(cell?.firstTokenBuckets ?? [])).toEqual(
    countedBy(
      answered.filter((one) => one.timeToFirstTokenMs !== null),
      (one) => String(bucketOf(one.timeToFirstTokenMs ?? 0)),
    ),
  );
}

const bucketsOf = (counts: number[]) =>
  new Map(counts.flatMap((count, at) => (count > 0 ? [[String(at), count] as const] : [])));

const groupKeys: Record<Grouping, (one: Generation) => string> = {
  none: () => "all",
  promptVersion: versionKey,
  prompt: (one) => one.promptId ?? "",
  model: (one) => `${one.provider}/${one.model}`,
  source: (one) => one.source,
};

const isAnswered = (one: Generation, simulated: boolean) =>
  one.status === "succeeded" && one.isSimulated === simulated;

function expectQuantiles(
  found: Awaited<ReturnType<TelemetryStore["readQuantiles"]>>,
  answered: Generation[],
): void {
  const latency = answered.map(({ latencyMs }) => latencyMs);
  const first = answered.flatMap(({ timeToFirstTokenMs }) => timeToFirstTokenMs ?? []);
  const at = (values: number[], share: number) =>
    values.length > 0 ? expect.closeTo(quantile(values, share), 6) : null;
  expect(found).toEqual({
    n: answered.length,
    latencyP50Ms: at(latency, 0.5),
    latencyP95Ms: at(latency, 0.95),
    timeToFirstTokenP50Ms: at(first, 0.5),
    timeToFirstTokenP95Ms: at(first, 0.95),
  });
}

function valueOf(one: Generation, measure: UsageMeasure): number | null {
  if (measure === "cost") return one.costUsd;
  if (measure === "carbon") return one.carbonGrams;
  return one.inputTokens === null || one.outputTokens === null ? null : one.inputTokens + one.outputTokens;
}

const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

function countedBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  return new Map([...Map.groupBy(items, key)].map(([of, group]) => [of, group.length]));
}

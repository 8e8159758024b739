import { beforeAll, describe, expect, it } from "vitest";
import type { ProjectId } from "#lib/identity";
import { newId } from "#platform/ids";
import type { CacheState, Generation } from "../../schema.ts";
import type { CacheSum, TelemetryStore } from "../telemetry-store.ts";
import { batch, call, newProject, someCalls } from "./calls.testing.ts";

const routes = [newId(), newId()];
const states: (CacheState | null)[] = ["miss", "hit", "hit", "semantic", "bypass", null];
const from = new Date("2026-11-20T00:00:00Z");
const to = new Date("2026-11-22T00:00:00Z");

/** Calls that were asked of models, some at the edges of the span, and calls that got their answers again. */
function someReplays(made: readonly Generation[]): Generation[] {
  return Array.from({ length: 90 }, (_, at) => {
    const cacheState = states[at % states.length] ?? null;
    const isGiven = cacheState === "hit" || cacheState === "semantic";
    // Every ninth names a call that is kept no more.
    const cachedFromId = isGiven ? (at % 9 === 0 ? newId() : (made[at % 7]?.id ?? null)) : null;
    const startedAt = new Date(
      [from, to, new Date(from.getTime() - 1), new Date(to.getTime() - 1)][at % 4] ?? from,
    );
    return call({
      cacheState,
      cachedFromId,
      startedAt,
      routeId: routes[at % 2] ?? null,
      isSimulated: at % 5 === 0,
      costUsd: 0,
      inputTokens: 0,
      outputTokens: 0,
    });
  });
}

/** What caches met, against the calls themselves, added up here in the plainest way. */
export function describeCached(make: () => Promise<TelemetryStore>): void {
  describe("what caches met", () => {
    const made = someCalls(7);
    const replays = someReplays(made);
    let store: TelemetryStore;
    let project: ProjectId;
    beforeAll(async () => {
      store = await make();
      project = newProject();
      await store.write(batch(project, [...made, ...replays]));
      // The same calls of another project, which must not be counted.
      await store.write(
        batch(
          newProject(),
          replays.map((one) => ({ ...one, id: newId() })),
        ),
      );
    });

    it.each([[undefined], [routes[0]]])("is added up by how it was met, of the route %s", async (routeId) => {
      const within = replays.filter(
        (one) =>
          one.startedAt >= from && one.startedAt < to && (routeId === undefined || one.routeId === routeId),
      );
      const rows = await store.sumCached(project, { from, to, ...(routeId ? { routeId } : {}) });
      for (const state of ["hit", "semantic", "miss", "bypass"] as const)
        for (const isSimulated of [true, false]) {
          const group = within.filter((one) => one.cacheState === state && one.isSimulated === isSimulated);
          const originals = group.flatMap((one) => made.find(({ id }) => id === one.cachedFromId) ?? []);
          const mine = rows.filter((row) => row.state === state && row.isSimulated === isSimulated);
          expect(added(mine)).toEqual({ count: group.length, ...expectedOf(originals) });
        }
      expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(
        within.filter(({ cacheState }) => cacheState !== null).length,
      );
    });

    it("is counted by the call whose answer was given again", async () => {
      const ids = made.map(({ id }) => id);
      const counts = new Map((await store.countReplays(project, ids)).map(({ id, count }) => [id, count]));
      for (const id of ids)
        expect(counts.get(id) ?? 0).toBe(replays.filter(({ cachedFromId }) => cachedFromId === id).length);
      expect([...counts.values()].every((count) => count > 0)).toBe(true);
    });
  });
}

const figures = [
  "tokensKnown",
  "inputTokens",
  "outputTokens",
  "costKnown",
  "costUsd",
  "carbonKnown",
  "carbonGrams",
  "carbonGramsLow",
  "carbonGramsHigh",
] as const satisfies (keyof CacheSum)[];

const close = (value: number): number => expect.closeTo(value, 9) as number;

function expectedOf(originals: Generation[]): Record<(typeof figures)[number], number> {
  const sum = (pick: (one: Generation) => number | null) =>
    close(originals.reduce((total, one) => total + (pick(one) ?? 0), 0));
  const counted = (one: Generation) => one.inputTokens !== null && one.outputTokens !== null;
  return {
    tokensKnown: originals.filter(counted).length,
    inputTokens: sum((one) => (counted(one) ? one.inputTokens : 0)),
    outputTokens: sum((one) => (counted(one) ? one.outputTokens : 0)),
    costKnown: originals.filter((one) => one.costUsd !== null).length,
    costUsd: sum((one) => one.costUsd),
    carbonKnown: originals.filter((one) => one.carbonGrams !== null).length,
    carbonGrams: sum((one) => one.carbonGrams),
    carbonGramsLow: sum((one) => (one.carbonGrams === null ? null : (one.carbonGramsLow ?? one.carbonGrams))),
    carbonGramsHigh: sum((one) =>
      one.carbonGrams === null ? null : (one.carbonGramsHigh ?? one.carbonGrams),
    ),
  };
}

function added(rows: CacheSum[]): Record<string, number> {
  const sums = figures.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)] as const);
  return { count: rows.reduce((sum, { count }) => sum + count, 0), ...Object.fromEntries(sums) };
}

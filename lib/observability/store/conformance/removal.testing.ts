import { describe, expect, it } from "vitest";
import type { ProjectId } from "#lib/identity";
import type { UsageMeasure } from "../../schema.ts";
import type { TelemetryStore } from "../telemetry-store.ts";
import { batch, call, newProject, span } from "./calls.testing.ts";

const at = (iso: string) => ({ startedAt: new Date(iso) });
const us = (iso: string) => Date.parse(iso) * 1_000;

export function describeRemoval(make: () => Promise<TelemetryStore>): void {
  describe("prune", () => {
    it("lets go of what began before the day, the oldest first, and of nobody else's", async () => {
      const store = await make();
      const [project, other] = [newProject(), newProject()];
      const [oldest, old, last, kept] = [
        call(at("2026-11-18T10:00:00Z")),
        call(at("2026-11-19T10:00:00Z")),
        call(at("2026-11-19T23:59:59.999Z")),
        call(at("2026-11-20T00:00:00Z")),
      ];
      await store.write(batch(project, [kept, last, oldest, old]));
      await store.write(batch(other, [{ ...call(), ...at("2026-11-18T10:00:00Z") }]));
      const left = async (of: ProjectId) =>
        (await store.listGenerations(of, {}, { limit: 10, after: null })).map(({ id }) => id);
      expect(await store.prune(project, "2026-11-20", 2)).toBe(2);
      expect(await left(project)).toEqual([kept.id, last.id]);
      expect(await store.prune(project, "2026-11-20", 2)).toBe(1);
      expect(await store.prune(project, "2026-11-20", 2)).toBe(0);
      expect(await left(project)).toEqual([kept.id]);
      expect(await left(other)).toHaveLength(1);
    });

    it("takes a call's spans with it, and spans of no call by their own begin", async () => {
      const store = await make();
      const project = newProject();
      const gone = call({ ...at("2026-11-19T10:00:00Z"), traceId: "shared" });
      const kept = call({ ...at("2026-11-20T10:00:00Z"), traceId: "shared" });
      const spans = [
        span({
          traceId: "shared",
          spanId: "gone",
          generationId: gone.id,
          startUs: us("2026-11-19T10:00:00Z"),
        }),
        span({
          traceId: "shared",
          spanId: "kept",
          generationId: kept.id,
          startUs: us("2026-11-20T10:00:00Z"),
        }),
        // Its call began later, and is kept.
        span({
          traceId: "shared",
          spanId: "before",
          generationId: kept.id,
          startUs: us("2026-11-19T23:59:59Z"),
        }),
        span({ traceId: "outside", spanId: "gone", startUs: us("2026-11-20T00:00:00Z") - 1 }),
        span({ traceId: "outside", spanId: "kept", startUs: us("2026-11-20T00:00:00Z") }),
      ];
      await store.write(batch(project, [gone, kept], spans));
      expect(await store.prune(project, "2026-11-20", 10)).toBe(2);
      const left = async (traceId: string) =>
        (await store.readSpans(project, traceId, 10)).map(({ spanId }) => spanId).toSorted();
      expect(await left("shared")).toEqual(["before", "kept"]);
      expect(await left("outside")).toEqual(["kept"]);
      expect(await store.prune(project, "2026-11-20", 10)).toBe(0);
    });

    it("leaves the sums of whole days, so that figures do not change", async () => {
      const store = await make();
      const project = newProject();
      const calls = Array.from({ length: 5 }, (_, hour) =>
        call({
          ...at(`2026-11-19T0${hour}:00:00Z`),
          costUsd: 0.5,
          carbonGrams: hour,
          inputTokens: hour === 0 ? null : 3,
          outputTokens: hour,
          promptId: null,
        }),
      );
      // Two writes: what comes later is added to what is there.
      await store.write(batch(project, calls.slice(0, 2)));
      await store.write(batch(project, calls.slice(2)));
      const scope = { from: new Date("2026-11-19"), to: new Date("2026-11-20"), simulated: false };
      const before = await store.readCells(project, scope);
      expect(before.map(({ count, costUsd }) => [count, costUsd])).toEqual([[5, 2.5]]);
      const [first] = calls;
      expect(await store.remove(project, [first?.id ?? ""])).toBe(1);
      expect(await store.prune(project, "2026-11-20", 10)).toBe(4);
      expect(await store.readCells(project, scope)).toEqual(before);
      const sumsOf = async (measure: UsageMeasure) =>
        ((await store.sumMeasure(project, scope, measure)) ?? []).reduce(
          ([n, sum, squares], one) => [n + one.n, sum + one.sum, squares + one.sumSquares] as const,
          [0, 0, 0] as readonly [number, number, number],
        );
      expect(await sumsOf("cost")).toEqual([5, 2.5, 1.25]);
      expect(await sumsOf("carbon")).toEqual([5, 10, 0 + 1 + 4 + 9 + 16]);
      expect(await sumsOf("tokens")).toEqual([4, 4 + 5 + 6 + 7, 16 + 25 + 36 + 49]);
      const slower = { among: before, limitMs: 1, must: true };
      expect(await store.countSlower(project, scope, slower)).toEqual({ n: 0, slower: 0 });
      expect(await store.countByScope(project, scope)).toMatchObject([{ count: 5, source: "api" }]);
      // What looks at the calls themselves says how many are left.
      expect(await store.readQuantiles(project, scope, before)).toMatchObject({ n: 0, latencyP50Ms: null });
    });
  });

  describe("remove", () => {
    it("lets go of these calls with their spans, of nothing else, and leaves the sums", async () => {
      const store = await make();
      const [project, other] = [newProject(), newProject()];
      const [gone, kept, foreign] = [call({ traceId: "t" }), call({ traceId: "t" }), call({ traceId: "t" })];
      const spansOf = (one: { id: string }) => [
        span({ traceId: "t", spanId: `a-${one.id}`, generationId: one.id, attributes: { said: "secret" } }),
        span({ traceId: "t", spanId: `b-${one.id}`, generationId: one.id }),
      ];
      const loose = span({ traceId: "t", spanId: "loose" });
      await store.write(batch(project, [gone, kept], [...spansOf(gone), ...spansOf(kept), loose]));
      await store.write(batch(other, [foreign], spansOf(foreign)));
      expect(await store.remove(project, [gone.id, gone.id, foreign.id])).toBe(1);
      expect(await store.remove(project, [gone.id])).toBe(0);
      expect(await store.remove(project, [])).toBe(0);
      expect(await store.readGenerations(project, [gone.id])).toEqual([]);
      const left = (await store.readSpans(project, "t", 10)).map(({ spanId }) => spanId).toSorted();
      expect(left).toEqual([`a-${kept.id}`, `b-${kept.id}`, "loose"]);
      expect(await store.readSpans(other, "t", 10)).toHaveLength(2);
      const day = { from: new Date("2026-11-20"), to: new Date("2026-11-21"), simulated: false };
      expect((await store.readCells(project, day)).map(({ count }) => count)).toEqual([2]);
    });
  });
}

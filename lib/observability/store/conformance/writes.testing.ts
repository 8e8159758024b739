import { describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import type { TelemetryStore } from "../telemetry-store.ts";
import { batch, call, newProject, span } from "./calls.testing.ts";

export function describeWrites(make: () => Promise<TelemetryStore>): void {
  describe("writes", () => {
    it("keeps a generation as it was given, and knows it in its own project only", async () => {
      const store = await make();
      const [project, other] = [newProject(), newProject()];
      const full = call({
        promptId: newId(),
        promptPath: "a/b",
        promptVersionId: newId(),
        promptVersionNumber: 3,
        label: "production",
        runId: newId(),
        caseId: newId(),
        variables: { ticket: 'a "quoted"\ttext\n', nested: { list: [1, null, true] } },
        settings: { temperature: 0.2 },
        output: "Größe 😀 \\N \u001f\u001e \u0010",
        toolCalls: [{ id: "1", name: "find", arguments: "{}" }],
        startedAt: new Date("2026-11-20T23:59:59.999Z"),
        latencyMs: 0.125,
        costUsd: 1e-9,
        cachedInputTokens: 0,
        isUsageEstimated: false,
        guardrails: [],
        metadata: { plan: "pro" },
        isSimulated: true,
      });
      await store.write(batch(project, [full, call()]));
      expect(await store.readGenerations(project, [full.id, newId()])).toEqual([full]);
      expect(await store.readGenerations(other, [full.id])).toEqual([]);
      const { id, promptId, promptVersionId, promptPath, promptVersionNumber, source, model } = full;
      const version = { promptId, promptVersionId, promptPath, promptVersionNumber };
      expect(await store.readCallScopes(project, [id, newId()])).toEqual([
        { id, ...version, environment: "production", source, model, isSimulated: true, endUserHash: null },
      ]);
      expect(await store.readCallScopes(other, [id])).toEqual([]);
    });

    it("finds calls by the hash of their end user, and gives it with their scope only", async () => {
      const store = await make();
      const [project, other] = [newProject(), newProject()];
      const [mine, theirs, nobodys] = [call(), call(), call()];
      const sent = batch(project, [mine, theirs, nobodys]).generations;
      const hashes = ["a".repeat(64), "b".repeat(64), null];
      await store.write({
        generations: sent.map((one, at) => ({ ...one, endUserHash: hashes[at] ?? null })),
        spans: [],
      });
      const filter = { endUserHash: hashes[0] ?? "" };
      const found = await store.listGenerations(project, filter, { limit: 10, after: null });
      expect(found.map(({ id }) => id)).toEqual([mine.id]);
      expect(await store.countGenerations(project, filter, 10)).toBe(1);
      expect(await store.countGenerations(other, filter, 10)).toBe(0);
      const scopes = await store.readCallScopes(project, [theirs.id]);
      expect(scopes).toMatchObject([{ id: theirs.id, endUserHash: hashes[1] }]);
      expect(await store.readGenerations(project, [mine.id])).toEqual([mine]);
      expect(JSON.stringify(found)).not.toContain(hashes[0]);
    });

    it("keeps what is there already and counts it once, however often and with whatever it comes again", async () => {
      const store = await make();
      const project = newProject();
      const [first, second, third] = [call({ output: "first" }), call(), call()];
      const step = span({ name: "first" });
      await store.write(batch(project, [first, second, first], [step, step]));
      await store.write(
        batch(project, [{ ...first, output: "again" }, third, second], [{ ...step, name: "again" }, span()]),
      );
      await store.write(batch(project, []));
      const read = await store.readGenerations(project, [first.id, second.id, third.id]);
      expect(read.map(({ output }) => output).toSorted()).toEqual(["Hi", "Hi", "first"]);
      const [cell, ...more] = await store.readCells(project, everything);
      expect([cell?.count, more]).toEqual([3, []]);
      expect(await store.readSpans(project, step.traceId, 10)).toEqual([step]);
    });

    it("takes batches of several projects, and of many rows", async () => {
      const store = await make();
      const [project, other] = [newProject(), newProject()];
      const many = Array.from({ length: 2_300 }, () => call());
      const steps = many.map((one) => span({ traceId: "t", generationId: one.id }));
      const foreign = batch(other, [call()], [span({ traceId: "t" })]);
      const own = batch(project, many, steps);
      await store.write({
        generations: [...own.generations, ...foreign.generations],
        spans: [...own.spans, ...foreign.spans],
      });
      expect(await store.countGenerations(project, {}, 10_000)).toBe(2_300);
      expect(await store.countGenerations(other, {}, 10_000)).toBe(1);
      expect(await store.readSpans(project, "t", 10_000)).toHaveLength(2_300);
      expect(await store.readSpans(project, "t", 7)).toHaveLength(7);
      expect(await store.readSpans(other, "t", 10_000)).toHaveLength(1);
    });

    it("adds up what is written at the same time", async () => {
      const store = await make();
      const project = newProject();
      const parts = Array.from({ length: 8 }, () => Array.from({ length: 20 }, () => call()));
      await Promise.all(parts.map((part) => store.write(batch(project, part))));
      expect((await store.readCells(project, everything)).map(({ count }) => count)).toEqual([160]);
    });
  });

  describe("spans", () => {
    it("are read by their trace as they were given, also those of no generation", async () => {
      const store = await make();
      const [project, other] = [newProject(), newProject()];
      const traceId = "0af7651916cd43dd8448eb211c80319c";
      const owner = call({ traceId });
      const root = span({
        traceId,
        spanId: "b7ad6b7169203331",
        name: "GET /answer",
        kind: "server",
        startUs: 1_764_254_000_000_001,
        endUs: 1_764_254_000_123_457,
        status: "error",
        statusMessage: "no answer",
        attributes: { "http.route": "/answer", list: ["a", 1, true], nested: { deep: [null] } },
        events: [{ name: "retry", atUs: 1_764_254_000_000_777, attributes: { attempt: 2 } }],
      });
      const child = span({ traceId, parentSpanId: root.spanId, generationId: owner.id, kind: "client" });
      await store.write(batch(project, [owner], [root, child, span()]));
      const read = await store.readSpans(project, traceId, 10);
      expect(read.toSorted((a, b) => a.startUs - b.startUs)).toEqual(
        [root, child].toSorted((a, b) => a.startUs - b.startUs),
      );
      expect(await store.readSpans(other, traceId, 10)).toEqual([]);
      // The same ids in another project are another trace.
      await store.write(batch(other, [], [{ ...root, name: "other" }]));
      expect((await store.readSpans(other, traceId, 10)).map(({ name }) => name)).toEqual(["other"]);
      expect(await store.readSpans(project, traceId, 10)).toHaveLength(2);
    });
  });
}

const everything = { from: new Date(0), to: new Date("2027-01-01"), simulated: false };

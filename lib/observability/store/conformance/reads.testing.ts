import { beforeAll, describe, expect, it } from "vitest";
import type { ProjectId } from "#lib/identity";
import type { Generation, GenerationFilter, GenerationSummary } from "../../schema.ts";
import type { TelemetryStore } from "../telemetry-store.ts";
import {
  batch,
  connectionId,
  firstDay,
  isOfEnvironment,
  newProject,
  prompts,
  runId,
  someCalls,
  versions,
} from "./calls.testing.ts";

const noon = new Date(firstDay + 36 * 3_600_000);

const calls = someCalls(240);
const [{ latencyMs: taken } = { latencyMs: 0 }] = calls;

/** Each filter with what it means, said apart from any store. */
const filters: [GenerationFilter, (one: Generation) => boolean][] = [
  [{}, () => true],
  [{ promptId: prompts[0] }, (one) => one.promptId === prompts[0]],
  [{ promptPath: "c/d" }, (one) => one.promptPath === "c/d"],
  [{ promptVersionId: versions[1] }, (one) => one.promptVersionId === versions[1]],
  [{ model: "n" }, (one) => one.model === "n"],
  [{ connectionId }, (one) => one.connectionId === connectionId],
  [{ environment: "production" }, (one) => isOfEnvironment(one, "production")],
  [{ environment: "none" }, (one) => isOfEnvironment(one, "none")],
  [{ environment: "any" }, () => true],
  [{ source: "run" }, (one) => one.source === "run"],
  [{ source: ["run", "judge"] }, (one) => one.source === "run" || one.source === "judge"],
  [{ status: "failed" }, (one) => one.status === "failed"],
  [{ runId }, (one) => one.runId === runId],
  [{ from: noon }, (one) => one.startedAt >= noon],
  [{ to: noon }, (one) => one.startedAt < noon],
  [{ overMs: 2_000 }, (one) => one.latencyMs > 2_000],
  [{ overMs: taken }, (one) => one.latencyMs > taken],
  [{ known: "cost" }, (one) => one.costUsd !== null],
  [{ known: "carbon" }, (one) => one.carbonGrams !== null],
  [{ known: "tokens" }, (one) => one.inputTokens !== null && one.outputTokens !== null],
  [{ simulated: true }, (one) => one.isSimulated],
  [{ simulated: false }, (one) => !one.isSimulated],
  [{ text: "100%" }, (one) => one.output.includes("100%")],
  [{ text: "YES" }, (one) => one.output === "yes"],
  [{ text: "a_b" }, (one) => one.output === "a_b"],
  [{ text: "c/d" }, (one) => one.promptPath === "c/d"],
  [{ text: "Hello" }, () => true],
  [{ metadata: ["plan=pro"] }, (one) => one.metadata?.["plan"] === "pro"],
  [{ metadata: ["seats=12"] }, (one) => Number(one.metadata?.["seats"]) === 12],
  [{ metadata: ["seats=12", "trial=false"] }, (one) => one.metadata?.["trial"] === false],
  [{ metadata: ["plan=%"] }, () => false],
  [
    { model: "m", source: "api", status: "succeeded", environment: "production", simulated: false },
    (one) =>
      one.model === "m" &&
      one.source === "api" &&
      one.status === "succeeded" &&
      one.label === "production" &&
      !one.isSimulated,
  ],
];

export function describeReads(make: () => Promise<TelemetryStore>): void {
  describe("lists", () => {
    let store: TelemetryStore;
    let project: ProjectId;
    beforeAll(async () => {
      store = await make();
      project = newProject();
      await store.write(batch(project, calls));
      await store.write(batch(newProject(), someCalls(40)));
    });

    it.each(filters)("find and count the calls of %j, newest first", async (filter, isIn) => {
      const expected = calls.filter(isIn);
      const listed = await store.listGenerations(project, filter, { limit: 1_000, after: null });
      expect(listed.map(({ id }) => id)).toEqual(expected.toSorted(newestFirst).map(({ id }) => id));
      expect(await store.countGenerations(project, filter, 10_000)).toBe(expected.length);
      expect(await store.countGenerations(project, filter, 2)).toBe(Math.min(2, expected.length));
    });

    it("are read page by page, each call once, also of many that began at one moment", async () => {
      const own = newProject();
      const same = someCalls(60).map((one, at) => ({
        ...one,
        startedAt: new Date(firstDay + Math.floor(at / 25)),
      }));
      await store.write(batch(own, same));
      const seen: GenerationSummary[] = [];
      for (;;) {
        const page = await store.listGenerations(own, {}, { limit: 7, after: seen.at(-1) ?? null });
        seen.push(...page);
        if (page.length < 7) break;
      }
      expect(seen.map(({ id }) => id)).toEqual(same.toSorted(newestFirst).map(({ id }) => id));
    });

    it("hold the first 200 characters of an output, and none of the long texts", async () => {
      const own = newProject();
      const [one] = someCalls(1);
      if (!one) throw new Error("There is no call.");
      await store.write(batch(own, [{ ...one, output: "é".repeat(300) }]));
      const [row] = await store.listGenerations(own, {}, { limit: 5, after: null });
      const {
        output: _o,
        input: _i,
        variables: _v,
        settings: _s,
        toolCalls: _t,
        answerMembers: _a,
        ...rest
      } = one;
      const { reasoning: _r, refusal: _f, costBasis: _b, carbonMethod: _c, ...fewer } = rest;
      const { guardrails: _g, metadata: _m, ...short } = fewer;
      expect(row).toEqual({ ...short, outputPreview: "é".repeat(200) });
    });
  });
}

function newestFirst(a: Generation, b: Generation): number {
  return b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1);
}

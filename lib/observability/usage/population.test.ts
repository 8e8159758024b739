import { rowsOf } from "#db";
import fc from "fast-check";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { quantile } from "#statistics";
import { histogramRelativeError } from "../histogram.ts";
import {
  callsOver,
  countGenerations,
  recordGenerations,
  scopeCounts,
  usageSeries,
  usageSummary,
} from "../index.ts";
import type { GenerationRecord } from "../generations/schema.ts";
import { generationSources } from "../sources.ts";
import type { UsageInput } from "./schema.ts";

let tenant: Tenant;
const prompts = [newId(), newId()];
const versions = [newId(), newId(), newId()];
const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
/** Moments of four days, the first of a day and the last before it among them. */
const moment = fc.oneof(
  fc
    .integer({ min: 0, max: 4 * 24 * 3600 })
    .map((seconds) => new Date(Date.UTC(2026, 10, 20) + seconds * 1000)),
  fc.nat(4).map((day) => new Date(Date.UTC(2026, 10, 20 + day))),
  fc.nat(4).map((day) => new Date(Date.UTC(2026, 10, 20 + day) - 1)),
);
const call = fc.record({
  startedAt: moment,
  source: fc.oneof(fc.constant("api" as const), fc.constantFrom(...generationSources)),
  status: fc.constantFrom(
    "succeeded" as const,
    "succeeded" as const,
    "failed" as const,
    "cancelled" as const,
  ),
  label: fc.constantFrom("production", "production", "staging", null),
  prompt: fc.constantFrom(
    {},
    { promptId: prompts[0], promptPath: "a/b" },
    ...[0, 1].map((at) => ({
      promptId: prompts[0],
      promptPath: "a/b",
      promptVersionId: versions[at],
      promptVersionNumber: at + 1,
    })),
    { promptId: prompts[1], promptPath: "c/d", promptVersionId: versions[2], promptVersionNumber: 1 },
  ),
  model: fc.constantFrom("m", "n"),
  latencyMs: fc.double({ min: 1, max: 4_000, noNaN: true }),
  timeToFirstTokenMs: optional(fc.double({ min: 1, max: 900, noNaN: true })),
  costUsd: optional(fc.double({ min: 0, max: 1, noNaN: true })),
  carbonGrams: optional(fc.double({ min: 0, max: 1, noNaN: true })),
  inputTokens: optional(fc.nat(500)),
  outputTokens: optional(fc.nat(500)),
  isSimulated: fc.boolean().map((drawn) => drawn),
});

beforeAll(async () => {
  tenant = await createTenant();
  const records = fc
    .sample(call, { numRuns: 1_500, seed: 11 })
    .map(({ prompt, ...rest }): GenerationRecord => ({
      ...rest,
      ...prompt,
      traceId: newId(),
      provider: "p",
      input: [],
      output: "",
    }));
  await recordGenerations(tenant.ctx, records);
  const foreign = await createTenant();
  await recordGenerations(foreign.ctx, records.slice(0, 100));
});

type Raw = {
  started_at: string;
  status: string;
  source: string;
  label: string | null;
  latency_ms: number;
  cost_usd: number | null;
  output_tokens: number | null;
  carbon_grams: number | null;
  is_simulated: boolean;
};

/** The rows of a scope by SQL over the raw calls, written without a part of the product. */
async function rawRows(scope: UsageInput): Promise<Raw[]> {
  const sources = scope.source === undefined ? null : [scope.source].flat();
  const parts = [
    sql`project_id = ${tenant.projectId}`,
    sql`started_at >= ${(scope.from as Date).toISOString()}::timestamptz`,
    sql`started_at < ${(scope.to as Date).toISOString()}::timestamptz`,
    ...(scope.environment === undefined || scope.environment === "any"
      ? []
      : [scope.environment === "none" ? sql`label is null` : sql`label = ${scope.environment}`]),
    ...(scope.promptId ? [sql`prompt_id = ${scope.promptId}`] : []),
    ...(scope.promptVersionId ? [sql`prompt_version_id = ${scope.promptVersionId}`] : []),
    ...(sources
      ? [
          sql`source in (${sql.join(
            sources.map((each) => sql`${each}`),
            sql`, `,
          )})`,
        ]
      : []),
  ];
  return rowsOf(
    await tenant.ctx.db.execute(sql`select * from generations where ${sql.join(parts, sql` and `)}`),
  );
}

const scope = fc
  .record({
    environment: fc.constantFrom(undefined, "any", "none", "production", "staging"),
    source: fc.constantFrom(undefined, "api" as const, ["api" as const, "run" as const], "judge" as const),
    promptId: fc.constantFrom(undefined, ...prompts),
    promptVersionId: fc.constantFrom(undefined, undefined, ...versions),
    ends: fc.tuple(moment, moment),
  })
  .map(
    ({ ends: [one, two], ...rest }) =>
      ({
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
        from: one < two ? one : two,
        to: one < two ? two : one,
      }) as UsageInput,
  );

const sumOf = (values: (number | null)[]) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

describe("figures of a scope", () => {
  it("are those of plain SQL over the calls, in any span of instants, and the list has as many rows", async () => {
    await fc.assert(
      fc.asyncProperty(scope, async (given) => {
        const all = await rawRows(given);
        const rows = all.filter((row) => !row.is_simulated);
        const answered = rows.filter(({ status }) => status === "succeeded");
        const used = rows.filter(
          ({ status, output_tokens: tokens }) => status === "succeeded" || (tokens ?? 0) > 0,
        );
        const usage = await usageSummary(tenant.ctx, given);
        expect(usage).toMatchObject({
          count: rows.length,
          failed: rows.filter(({ status }) => status === "failed").length,
          cancelled: rows.filter(({ status }) => status === "cancelled").length,
          outputTokens: sumOf(rows.map((row) => row.output_tokens)),
          costUsd: expect.closeTo(sumOf(rows.map((row) => row.cost_usd)), 9),
          priced: rows.filter((row) => row.cost_usd !== null).length,
          carbonKnown: rows.filter((row) => row.carbon_grams !== null).length,
          costUnknown: used.filter((row) => row.cost_usd === null).length,
          carbonGrams: expect.closeTo(sumOf(rows.map((row) => row.carbon_grams)), 9),
          carbonUnknown: used.filter((row) => row.carbon_grams === null).length,
          simulatedCount: all.length - rows.length,
        });
        const p95 =
          answered.length > 0
            ? quantile(
                answered.map((row) => row.latency_ms),
                0.95,
              )
            : null;
        if (p95 === null) expect(usage.latencyP95Ms).toBeNull();
        else {
          const error = Math.abs((usage.latencyP95Ms ?? 0) - p95) / p95;
          expect(error).toBeLessThanOrEqual(usage.latencyError + 1e-12);
          expect(usage.latencyError).toBe(answered.length > 300 ? histogramRelativeError : 0);
        }
        expect(await countGenerations(tenant.ctx, { ...given, simulated: false })).toEqual({
          count: rows.length,
          isMore: false,
        });
      }),
      { numRuns: 60 },
    );
  });

  it("are the sum of their days, whatever the days are split by", async () => {
    const span = { from: new Date("2026-11-19T23:59:59.999Z"), to: new Date("2026-11-23T11:00:00Z") };
    for (const groupBy of ["none", "prompt", "promptVersion", "model", "source"] as const) {
      const total = await usageSummary(tenant.ctx, { ...span, environment: "production" });
      const points = await usageSeries(tenant.ctx, { ...span, environment: "production", groupBy });
      expect(sumOf(points.map(({ count }) => count))).toBe(total.count);
      expect(sumOf(points.map(({ costUsd }) => costUsd))).toBeCloseTo(total.costUsd, 9);
      for (const { day, group, latencyP95Ms, latencyError } of points) {
        if (groupBy !== "none" && groupBy !== "promptVersion") continue;
        const begin = new Date(Math.max(Date.parse(`${day}T00:00:00Z`), span.from.getTime()));
        const end = new Date(Math.min(Date.parse(`${day}T00:00:00Z`) + 86_400_000, span.to.getTime()));
        if (groupBy === "promptVersion" && !group.promptVersionId) continue;
        const alone = await usageSummary(tenant.ctx, {
          environment: "production",
          ...(group.promptVersionId ? { promptVersionId: group.promptVersionId } : {}),
          from: begin,
          to: end,
        });
        expect([latencyP95Ms, latencyError]).toEqual([alone.latencyP95Ms, alone.latencyError]);
      }
    }
  });

  it("leave out what the counts by environment and source name", async () => {
    const span = { from: new Date("2026-11-20T06:00:00Z"), to: new Date("2026-11-24T00:00:00Z") };
    const counts = await scopeCounts(tenant.ctx, span);
    const rows = await rawRows(span);
    expect(sumOf(counts.map(({ count }) => count))).toBe(rows.length);
    for (const { environment, source, isSimulated, count } of counts)
      expect(
        rows.filter(
          (row) => row.label === environment && row.source === source && row.is_simulated === isSimulated,
        ),
      ).toHaveLength(count);
  });
});

describe("calls over a limit", () => {
  it("are counted by their own values, not by the middles of buckets", async () => {
    const { ctx } = await createTenant();
    const base = {
      traceId: "t",
      startedAt: new Date("2026-11-20T08:00:00Z"),
      source: "api",
      provider: "p",
      model: "m",
    } as const;
    // 956 to 1,000 ms share a bucket, whose middle is above 1,000.
    const took = [...Array<number>(95).fill(960), ...Array<number>(5).fill(1_001)];
    await recordGenerations(
      ctx,
      took.map((latencyMs) => ({ ...base, status: "succeeded", latencyMs, input: [], output: "" })),
    );
    await recordGenerations(ctx, [{ ...base, status: "failed", latencyMs: 9_000, input: [], output: "" }]);
    const span = { from: new Date("2026-11-20"), to: new Date("2026-11-21") };
    expect(await callsOver(ctx, { ...span, limitMs: 1_000 })).toEqual({ answered: 100, low: 5, high: 5 });
    expect(await callsOver(ctx, { ...span, limitMs: 1_001 })).toEqual({ answered: 100, low: 0, high: 0 });
    expect(await callsOver(ctx, { ...span, limitMs: 959 })).toEqual({ answered: 100, low: 100, high: 100 });
    expect(await callsOver(ctx, { ...span, to: span.from, limitMs: 1 })).toEqual({
      answered: 0,
      low: 0,
      high: 0,
    });
  });

  it("include what took longer than ten minutes", async () => {
    const { ctx } = await createTenant();
    const base = {
      traceId: "t",
      startedAt: new Date("2026-11-20T08:00:00Z"),
      source: "api",
      provider: "p",
      model: "m",
    } as const;
    await recordGenerations(
      ctx,
      Array.from({ length: 400 }, () => ({
        ...base,
        status: "succeeded",
        latencyMs: 1_500_000,
        input: [],
        output: "",
      })),
    );
    const span = { from: new Date("2026-11-20"), to: new Date("2026-11-21") };
    const { latencyP95Ms, latencyError } = await usageSummary(ctx, span);
    expect(Math.abs((latencyP95Ms ?? 0) - 1_500_000) / 1_500_000).toBeLessThanOrEqual(latencyError);
    expect(latencyError).toBeGreaterThan(0);
  });
});

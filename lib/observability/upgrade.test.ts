import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { asc, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { feedback } from "#db/schema/feedback";
import { generationRollups, generations } from "#db/schema/observability";
import { createTenant } from "#testing";
import { newId } from "#platform/ids";
import { recordGenerations } from "./index.ts";
import { generationStatuses } from "./constants.ts";
import type { GenerationRecord } from "./generations/schema.ts";
import { generationSources } from "./sources.ts";

/** The statements that bring what an older version wrote up to date. */
const statements = readdirSync("drizzle")
  .filter((name) => /_(scope|priced)_fill\.sql$/.test(name))
  .toSorted()
  .flatMap((name) => readFileSync(`drizzle/${name}`, "utf8").split("--> statement-breakpoint"));

const [promptId, versionId] = [newId(), newId()];
const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
const duration = fc.oneof(
  fc.double({ min: 0, max: 2_000, noNaN: true }),
  fc.double({ min: 0, max: 200_000_000, noNaN: true }),
  fc.nat(200).map((power) => 1.1 ** power),
);
const call = fc.record({
  startedAt: fc.date({ min: new Date("2026-11-20"), max: new Date("2026-11-23"), noInvalidDate: true }),
  source: fc.constantFrom(...generationSources),
  status: fc.constantFrom(...generationStatuses),
  label: optional(fc.constantFrom("production", "staging")),
  prompt: fc.constantFrom(
    {},
    { promptId, promptPath: "a/b" },
    { promptId, promptPath: "a/b", promptVersionId: versionId, promptVersionNumber: 3 },
  ),
  latencyMs: duration,
  timeToFirstTokenMs: optional(duration),
  costUsd: optional(fc.double({ min: 0, max: 1, noNaN: true })),
  carbonGrams: optional(fc.double({ min: 0, max: 1, noNaN: true })),
  carbonGramsLow: optional(fc.double({ min: 0, max: 1, noNaN: true })),
  outputTokens: optional(fc.nat(1_000)),
  isSimulated: fc.boolean(),
});

/** Days that were added up before these columns existed do not know them, and say so. */
const laterColumns = ["costSquares", "carbonSquares", "tokensKnown", "tokensSum", "tokensSquares"];

it("adds the calls of every day up to the sums that the writer kept", async () => {
  const { ctx } = await createTenant();
  const records = fc.sample(call, { numRuns: 600, seed: 7 }).map(({ prompt, ...rest }): GenerationRecord => ({
    ...rest,
    ...prompt,
    traceId: newId(),
    provider: "openai",
    model: "m",
    input: [],
    output: "x",
  }));
  await recordGenerations(ctx, records.slice(0, 250));
  await recordGenerations(ctx, records.slice(250));
  const read = () =>
    ctx.db
      .select()
      .from(generationRollups)
      .where(eq(generationRollups.projectId, ctx.project))
      .orderBy(
        asc(generationRollups.day),
        asc(generationRollups.promptVersionKey),
        asc(generationRollups.environment),
        asc(generationRollups.source),
        asc(generationRollups.isSimulated),
      );
  const kept = await read();
  expect(kept.length).toBeGreaterThan(100);
  for (const statement of statements) await ctx.db.execute(sql.raw(statement));
  const rebuilt = await read();
  expect(rebuilt).toEqual(
    kept.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          laterColumns.includes(key)
            ? null
            : typeof value === "number" && !Number.isInteger(value)
              ? expect.closeTo(value, 9)
              : value,
        ]),
      ),
    ),
  );
});

it("gives older feedback the scope of its call, and a judge's calls the source they have now", async () => {
  const { ctx } = await createTenant();
  const base = {
    traceId: "t",
    startedAt: new Date("2026-11-20"),
    status: "succeeded" as const,
    provider: "p",
    model: "m",
  };
  const [asked, judge] = await recordGenerations(ctx, [
    { ...base, source: "api", label: "production", isSimulated: true, input: [], output: "", latencyMs: 1 },
    {
      ...base,
      source: "run",
      runId: newId(),
      metadata: { purpose: "judge" },
      input: [],
      output: "",
      latencyMs: 1,
    },
  ]);
  const said = {
    projectId: ctx.project,
    generationId: asked?.id ?? "",
    kind: "thumbs",
    score: 1,
    metadata: {},
  };
  await ctx.db.insert(feedback).values([said, { ...said, generationId: newId() }]);
  for (const statement of statements) await ctx.db.execute(sql.raw(statement));
  const rows = await ctx.db
    .select({ environment: feedback.environment, source: feedback.source, isSimulated: feedback.isSimulated })
    .from(feedback)
    .where(eq(feedback.projectId, ctx.project))
    .orderBy(sql`${feedback.source} nulls last`);
  expect(rows).toEqual([
    { environment: "production", source: "api", isSimulated: true },
    { environment: null, source: null, isSimulated: false },
  ]);
  const [row] = await ctx.db
    .select({ source: generations.source })
    .from(generations)
    .where(eq(generations.id, judge?.id ?? ""));
  expect(row?.source).toBe("judge");
});

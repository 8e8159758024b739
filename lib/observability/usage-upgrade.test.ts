import { readdirSync, readFileSync } from "node:fs";
import { asc, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { generationRollups, generations } from "#db/schema/observability";
import { createTenant } from "#testing";
import { recordGenerations } from "./index.ts";

const name = readdirSync("drizzle").find((file) => file.endsWith("_usage_backfill.sql"));
const statements = readFileSync(`drizzle/${name}`, "utf8").split("--> statement-breakpoint");

it("what older calls' spans say of their tokens comes into the columns and sums that keep it now", async () => {
  const { ctx, open } = await createTenant();
  /** The spans of a call as they were kept then, in its row. */
  const chat = (attributes: Record<string, unknown>) => ({
    spanId: "s",
    parentSpanId: null,
    name: "chat m",
    kind: "client",
    startedAt: "2026-11-20T10:00:00.000Z",
    durationMs: 1,
    status: "ok",
    attributes: { "gen_ai.operation.name": "chat", ...attributes },
  });
  const made = (more: object) => ({
    traceId: "t",
    startedAt: new Date("2026-11-20T23:59:59Z"),
    source: "api" as const,
    status: "succeeded" as const,
    provider: "p",
    model: "m",
    input: [],
    output: "x",
    latencyMs: 1,
    inputTokens: 10,
    outputTokens: 5,
    ...more,
  });
  const calls = await recordGenerations(ctx, [
    made({ label: "production", isUsageEstimated: true }),
    made({ isUsageEstimated: false, cachedInputTokens: 4, reasoningTokens: 3 }),
    made({}),
  ]);
  await open.db.execute(sql`alter table generations add column if not exists spans json`);
  for (const [at, spans] of [
    [chat({ "valueloop.usage.estimated": true })],
    [chat({ "gen_ai.usage.cache_read.input_tokens": 4, "gen_ai.usage.reasoning.output_tokens": 3 })],
    [],
  ].entries())
    await open.db.execute(
      sql`update generations set spans = ${JSON.stringify(spans)}::json where id = ${calls[at]?.id ?? ""}`,
    );
  const read = async () => ({
    calls: await open.db
      .select({
        cached: generations.cachedInputTokens,
        reasoning: generations.reasoningTokens,
        isEstimated: generations.isUsageEstimated,
      })
      .from(generations)
      .where(eq(generations.projectId, ctx.project))
      .orderBy(asc(generations.id)),
    sums: await open.db
      .select({ environment: generationRollups.environment, estimated: generationRollups.usageEstimated })
      .from(generationRollups)
      .where(eq(generationRollups.projectId, ctx.project))
      .orderBy(asc(generationRollups.environment)),
  });
  const before = await read();
  expect(before.sums).toEqual([
    { environment: "", estimated: 0 },
    { environment: "production", estimated: 1 },
  ]);
  await open.db
    .update(generations)
    .set({ cachedInputTokens: null, reasoningTokens: null, isUsageEstimated: null });
  await open.db.update(generationRollups).set({ usageEstimated: 0 });
  for (const statement of statements) await open.db.execute(sql.raw(statement));
  expect(await read()).toEqual(before);
});

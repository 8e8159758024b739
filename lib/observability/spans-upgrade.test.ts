import { readdirSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createTenant } from "#testing";
import { getTrace, recordGenerations } from "./index.ts";

const name = readdirSync("drizzle").find((file) => file.endsWith("_move_spans_to_rows.sql"));
const statements = readFileSync(`drizzle/${name}`, "utf8").split("--> statement-breakpoint");

it("spans kept in the row of their generation become rows of its trace, to the microsecond", async () => {
  const { ctx, open } = await createTenant();
  const base = { source: "api", status: "succeeded", provider: "p", model: "m" } as const;
  const call = (traceId: string) => ({
    ...base,
    traceId,
    startedAt: new Date("2026-11-20T10:00:00Z"),
    input: [],
    output: "x",
    latencyMs: 1,
  });
  const traceId = "a".repeat(32);
  const [full, empty, none] = await recordGenerations(ctx, [call(traceId), call("b"), call("c")]);
  const kept = (spanId: string, parentSpanId: string | null, startedAt: string, durationMs: number) => ({
    spanId,
    parentSpanId,
    name: spanId,
    kind: "client",
    startedAt,
    durationMs,
    status: "error",
    attributes: { "error.type": "upstream_failed", list: [1, "é"] },
  });
  const spans = [
    kept("root", null, "2026-11-20T10:00:00.001Z", 20.123_456),
    kept("child", "root", "2026-11-20T10:00:00.003Z", 0.25),
  ];
  await open.db.execute(sql`alter table generations add column if not exists spans json`);
  for (const [id, list] of [
    [full?.id, spans],
    [empty?.id, []],
    [none?.id, null],
  ])
    await open.db.execute(sql`update generations set spans = ${JSON.stringify(list)}::json where id = ${id}`);
  // Twice: a migration that was broken off begins again.
  for (const statement of [...statements, ...statements]) await open.db.execute(sql.raw(statement));
  const trace = await getTrace(ctx, { traceId });
  expect(trace).toMatchObject({
    startedAt: new Date("2026-11-20T10:00:00.001Z"),
    durationMs: 20.123,
    generationIds: [full?.id],
    roots: [
      {
        spanId: "root",
        kind: "client",
        status: "error",
        statusMessage: null,
        offsetMs: 0,
        durationMs: 20.123,
        attributes: { "error.type": "upstream_failed", list: [1, "é"] },
        events: [],
        children: [{ spanId: "child", offsetMs: 2, durationMs: 0.25, children: [] }],
      },
    ],
  });
  await expect(getTrace(ctx, { traceId: "b" })).rejects.toMatchObject({ code: "not_found" });
  await expect(getTrace(ctx, { traceId: "c" })).rejects.toMatchObject({ code: "not_found" });
});

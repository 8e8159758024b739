import { closeQueue } from "#lib/jobs";
import type { Context } from "#lib/identity";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { TraceRecorder } from "../lib/generation/trace.ts";
import { spread } from "./load.ts";
import { places, prepare } from "./prepare.ts";

const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);
const [batchSize, batches, lanes] = [500, 24, 2];
const spansOfCall = ["render", "guard input", "chat mock", "guard output"];

/** What it costs to store calls in the writer's batches, without spans and with the five of a usual call. */
export async function benchTelemetry(print: (line: string) => void): Promise<void> {
  print(`  median of ${rounds} rounds of ${batches} batches of ${batchSize}, ${lanes} at once`);
  for (const place of await places()) {
    const { open, ctx } = await prepare(place, "http://127.0.0.1:9");
    const found: Record<"bare" | "spans", { perSecond: number; cpuMs: number }[]> = { bare: [], spans: [] };
    for (const name of ["bare", "spans"] as const) await store(ctx, name === "spans");
    for (let round = 0; round < rounds; round += 1)
      for (const name of round % 2 ? (["spans", "bare"] as const) : (["bare", "spans"] as const))
        found[name].push(await store(ctx, name === "spans"));
    for (const name of ["bare", "spans"] as const)
      print(
        `  ${place.name}, ${name === "bare" ? "no spans  " : "five spans"}  ${spread(found[name].map(({ perSecond }) => perSecond))} calls/s   CPU ${spread(
          found[name].map(({ cpuMs }) => cpuMs),
          3,
        )} ms a call`,
      );
    print(
      `  ${place.name}, five spans / none: ${spread(
        found.spans.map(({ perSecond }, round) => perSecond / (found.bare[round]?.perSecond ?? perSecond)),
        2,
      )}`,
    );
    await closeQueue();
    await open.close();
    await place.remove();
  }
}

async function store(ctx: Context, hasSpans: boolean): Promise<{ perSecond: number; cpuMs: number }> {
  const prepared = Array.from({ length: batches }, () =>
    Array.from({ length: batchSize }, () => call(ctx, hasSpans)),
  );
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const lane = async () => {
    for (let batch = prepared.pop(); batch; batch = prepared.pop()) await recordGenerations(ctx, batch);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const used = process.cpuUsage(cpu);
  const count = batches * batchSize;
  return {
    perSecond: count / ((performance.now() - begin) / 1_000),
    cpuMs: (used.user + used.system) / 1_000 / count,
  };
}

function call(ctx: Context, hasSpans: boolean) {
  const startedAt = ctx.clock.now();
  const id = newId();
  const trace = new TraceRecorder(id, startedAt);
  const root = trace.start("generate", "internal", null, { "valueloop.source": "api" });
  for (const name of spansOfCall) {
    const isChat = name.startsWith("chat");
    const request = {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "mock",
      "gen_ai.request.model": "mock",
      "valueloop.connection.name": "mock",
    };
    const answer = { "gen_ai.usage.input_tokens": 40, "gen_ai.usage.output_tokens": 6 };
    const open = trace.start(name, isChat ? "client" : "internal", root, isChat ? request : {});
    trace.end(open, "ok", isChat ? answer : {});
  }
  trace.end(root, "ok");
  return {
    id,
    traceId: trace.traceId,
    startedAt,
    source: "api" as const,
    status: "succeeded" as const,
    provider: "mock",
    model: "mock",
    input: [
      { role: "user", content: "Where is my parcel? It came, but the invoice shows two shipping fees." },
    ],
    output: '{"category":"billing"}',
    inputTokens: 40,
    outputTokens: 6,
    costUsd: 0.0001,
    latencyMs: 12,
    spans: hasSpans ? trace.spans : [],
  };
}

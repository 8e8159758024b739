import { insertRows, type OpenDatabase, openPostgres } from "#db";
import { generations } from "#db/schema/observability";
import { closeQueue } from "#lib/jobs";
import { resolvePrompt } from "#lib/prompts";
import { keptSecret } from "#platform/crypto";
import { newId } from "#platform/ids";
import { load, spread } from "./load.ts";
import { openWithPg } from "./pg-side.ts";
import { type Place, places, prepare } from "./prepare.ts";
import { cpuUs, freePort, start, stop } from "./processes.ts";

const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);
const seconds = 3;
const names = ["postgres.js", "pg"] as const;
type Name = (typeof names)[number];
type Measured = { perSecond: number; cpuMs: number };

/** The same verbs on postgres.js and on pg, in turns on one database; only where BENCH_DATABASE_URL names a server. */
export async function benchDriver(print: (line: string) => void): Promise<void> {
  const place = (await places()).find(({ url }) => url !== null);
  if (!place?.url) {
    print("  needs BENCH_DATABASE_URL");
    return;
  }
  print(`  median of ${rounds} rounds (smallest to largest); CPU of our process for each`);
  const upstreamPort = await freePort();
  const made = await prepare(place, `http://127.0.0.1:${upstreamPort}`);
  const open = { "postgres.js": await openPostgres(place.url), pg: await openWithPg(place.url) };
  await compare(print, "prompt by label, 16 lanes", (name) =>
    busy(16, () =>
      resolvePrompt({ ...made.ctx, db: open[name].db }, { path: "bench/triage", label: "served" }),
    ),
  );
  await compare(print, "one select, 16 lanes", (name) =>
    busy(16, () => open[name].db.query.projects.findFirst({ columns: { id: true, name: true } })),
  );
  await compare(print, "500 rows inserted, 4 lanes", (name) =>
    busy(4, () => insert(open[name], made.ctx.project)),
  );
  for (const name of names) await open[name].close();
  await closeQueue();
  await made.open.close();
  await compareGateways(print, { place, upstreamPort, apiKey: made.apiKey });
  await place.remove();
}

async function compareGateways(
  print: (line: string) => void,
  { place, upstreamPort, apiKey }: { place: Place; upstreamPort: number; apiKey: string },
): Promise<void> {
  const upstream = await start("bench/mock-upstream.ts", { PORT: String(upstreamPort) });
  const headers = { "content-type": "application/json", authorization: `Bearer ${apiKey}` };
  const body = JSON.stringify({
    model: "mock/mock",
    messages: [{ role: "user", content: "Where is my parcel?" }],
  });
  const sides = new Map<Name, { url: string; child: Awaited<ReturnType<typeof start>> }>();
  for (const name of names) {
    const port = await freePort();
    const child = await start(
      "bench/driver-gateway.ts",
      {
        DRIVER: name,
        PORT: String(port),
        VALUELOOP_DATA_DIR: place.folder,
        DATABASE_URL: place.url ?? "",
        VALUELOOP_ENCRYPTION_KEY: keptSecret("encryption.key"),
        VALUELOOP_ALLOW_PRIVATE_URLS: "1",
        VALUELOOP_API_REQUESTS_PER_MINUTE: "0",
        LOG_LEVEL: "info",
      },
      "gateway ready",
    );
    sides.set(name, { url: `http://127.0.0.1:${port}`, child });
  }
  await compare(print, "gateway, 16 connections", async (name) => {
    const side = sides.get(name);
    if (!side) throw new Error(`There is no gateway on ${name}.`);
    const before = cpuUs(side.child).all;
    const path = "/api/v1/chat/completions";
    const { perSecond, failed, sent } = await load({
      ...side,
      path,
      headers,
      body,
      seconds,
      connections: 16,
    });
    if (failed > 0) throw new Error(`${failed} calls failed on ${name}.`);
    return { perSecond, cpuMs: (cpuUs(side.child).all - before) / 1_000 / sent };
  });
  for (const { child } of sides.values()) await stop(child);
  await stop(upstream);
}

/** Every round measures both sides, the first one in turn; a ratio is formed within its round. */
async function compare(
  print: (line: string) => void,
  what: string,
  measure: (name: Name) => Promise<Measured>,
): Promise<void> {
  const found: Record<Name, Measured[]> = { "postgres.js": [], pg: [] };
  for (const name of names) await measure(name);
  for (let round = 0; round < rounds; round += 1)
    for (const name of round % 2 ? names.toReversed() : names) found[name].push(await measure(name));
  print(`  ${what}`);
  for (const name of names)
    print(
      `    ${name.padEnd(12)} ${spread(found[name].map(({ perSecond }) => perSecond))} a second   CPU ${spread(
        found[name].map((one) => one.cpuMs),
        3,
      )} ms`,
    );
  const ratios = (of: (one: Measured) => number) =>
    spread(
      found["postgres.js"].map((one, round) => of(one) / of(found.pg[round] ?? one)),
      2,
    );
  print(`    postgres.js / pg ${ratios(({ perSecond }) => perSecond)}`);
  print(`    postgres.js / pg, CPU ${ratios((one) => one.cpuMs)}`);
}

async function busy(lanes: number, act: () => Promise<unknown>): Promise<Measured> {
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const end = begin + seconds * 1_000;
  let count = 0;
  const lane = async () => {
    while (performance.now() < end) {
      await act();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const used = process.cpuUsage(cpu);
  return {
    perSecond: count / ((performance.now() - begin) / 1_000),
    cpuMs: (used.user + used.system) / 1_000 / count,
  };
}

async function insert({ db }: OpenDatabase, projectId: string): Promise<void> {
  const rows = Array.from({ length: 500 }, () => ({
    id: newId(),
    projectId,
    traceId: newId(),
    source: "api",
    status: "succeeded" as const,
    actorKind: "api_key",
    provider: "mock",
    model: "mock",
    input: [
      { role: "user", content: "Where is my parcel? It came, but the invoice shows two shipping fees." },
    ],
    output: '{"category":"billing"}',
    inputTokens: 40,
    outputTokens: 6,
    latencyMs: 12,
    startedAt: new Date(),
    createdAt: new Date(),
    isSimulated: false,
    isDemo: false,
  }));
  await db.execute(insertRows(generations, rows as never));
}

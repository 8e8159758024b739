import type { ChildProcess } from "node:child_process";
import { closeQueue } from "#lib/jobs";
import { keptSecret } from "#platform/crypto";
import { load, type LoadResult, spread } from "./load.ts";
import { type Place, places, prepare } from "./prepare.ts";
import { cpuUs, freePort, residentMb, start, stop } from "./processes.ts";

const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);
const seconds = 4;
const connections = Number(process.env["BENCH_CONNECTIONS"] ?? 16);

type Side = {
  name: string;
  child: ChildProcess;
  url: string;
  path: string;
  body?: string;
  headers?: Record<string, string>;
};
type Measured = LoadResult & { cpuPerCall: number };

/** Gateway and prompt by label, against the upstream itself and a bare proxy, in turns on the same machine. */
export async function benchGateway(print: (line: string) => void): Promise<void> {
  print(`${connections} connections, instant upstream; median of ${rounds} rounds (smallest to largest)`);
  for (const place of await places()) {
    print(` on ${place.name}`);
    await benchOn(place, print);
    await place.remove();
  }
}

async function benchOn(place: Place, print: (line: string) => void): Promise<void> {
  const upstreamPort = await freePort();
  const upstreamUrl = `http://127.0.0.1:${upstreamPort}`;
  const made = await prepare(place, upstreamUrl);
  await closeQueue();
  await made.open.close();
  const upstream = await start("bench/mock-upstream.ts", { PORT: String(upstreamPort) });
  const sides = [
    ...(await bareSides(upstream, upstreamUrl)),
    ...(await portkeySides(upstreamUrl)),
    ...(await ourSides(place)),
  ];
  const headers = { "content-type": "application/json", authorization: `Bearer ${made.apiKey}` };
  const results = new Map<string, Measured[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const side of sides) results.get(side.name)?.push(await measure(side, headers));
  for (const [name, list] of results) print(lineOf(name, list));
  const ratio = (name: string, to: string) =>
    spread(
      (results.get(name) ?? []).map(
        ({ perSecond }, round) => perSecond / (results.get(to)?.[round]?.perSecond ?? Number.NaN),
      ),
      2,
    );
  print(`  gateway / bare proxy ${ratio("gateway", "bare proxy")}`);
  print(`  gateway / upstream itself ${ratio("gateway", "upstream itself")}`);
  print(`  prompt by label / upstream itself ${ratio("prompt by label", "upstream itself")}`);
  if (results.has("portkey")) print(`  gateway / portkey ${ratio("gateway", "portkey")}`);
  const ours = sides.find(({ name }) => name === "gateway");
  if (ours) print(`  gateway's resident memory ${await memoryOf(ours, headers)}`);
  for (const child of new Set(sides.map((side) => side.child))) await stop(child);
}

const upstreamPath = "/v1/chat/completions";
const body = JSON.stringify({
  model: "mock/mock",
  messages: [
    { role: "user", content: "Sort this ticket: The parcel came but the invoice shows two shipping fees." },
  ],
});

async function bareSides(upstream: ChildProcess, url: string): Promise<Side[]> {
  const port = await freePort();
  const proxy = await start("bench/bare-proxy.ts", { PORT: String(port), UPSTREAM: url });
  return [
    { name: "upstream itself", child: upstream, url, path: upstreamPath, body },
    { name: "bare proxy", child: proxy, url: `http://127.0.0.1:${port}`, path: upstreamPath, body },
  ];
}

/**
 * Portkey's gateway, where BENCH_PORTKEY names the folder in which `npm install @portkey-ai/gateway` put it: one process,
 * headless, as it is. Only in one piece: 1.15.2 answers every streamed call with 500 (it appends to immutable headers).
 */
async function portkeySides(upstreamUrl: string): Promise<Side[]> {
  const folder = process.env["BENCH_PORTKEY"];
  if (!folder) return [];
  const port = await freePort();
  const file = "node_modules/@portkey-ai/gateway/build/start-server.js";
  const child = await start(file, {}, "Ready", { cwd: folder, args: ["--headless", `--port=${port}`] });
  const url = `http://localhost:${port}`;
  const headers = { "x-portkey-provider": "openai", "x-portkey-custom-host": `${upstreamUrl}/v1` };
  return [{ name: "portkey", child, url, path: upstreamPath, body, headers }];
}

const streamed = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), stream: true });

async function ourSides(place: Place): Promise<Side[]> {
  const port = await freePort();
  const child = await start(
    "server/gateway.ts",
    {
      PORT: String(port),
      VALUELOOP_DATA_DIR: place.folder,
      ...(place.url ? { DATABASE_URL: place.url } : {}),
      // The key that sealed the connection's credentials a moment ago.
      VALUELOOP_ENCRYPTION_KEY: keptSecret("encryption.key"),
      VALUELOOP_ALLOW_PRIVATE_URLS: "1",
      VALUELOOP_API_REQUESTS_PER_MINUTE: "0",
      LOG_LEVEL: "info",
    },
    "gateway ready",
  );
  const url = `http://127.0.0.1:${port}`;
  const prompt = { model: "prompt:bench/triage@served", variables: { ticket: "Where is my parcel?" } };
  const path = "/api/v1/chat/completions";
  return [
    { name: "gateway", child, url, path, body },
    { name: "gateway, streamed", child, url, path, body: streamed(body) },
    { name: "gateway, by prompt", child, url, path, body: JSON.stringify(prompt) },
    { name: "prompt by label", child, url, path: "/api/v1/prompts/bench/triage?label=served" },
  ];
}

async function measure({ child, ...side }: Side, headers: Record<string, string>): Promise<Measured> {
  const before = cpuUs(child).all;
  const result = await load({ ...side, headers: { ...headers, ...side.headers }, seconds, connections });
  return { ...result, cpuPerCall: (cpuUs(child).all - before) / result.sent };
}

/** After 5,000 calls more, and after 20,000. */
async function memoryOf({ child, ...side }: Side, headers: Record<string, string>): Promise<string> {
  const after = async (most: number) => {
    await load({ ...side, headers, seconds: 600, connections, most });
    return `${residentMb(child).toFixed(0)} MB`;
  };
  return `${await after(5_000)} after 5,000 calls, ${await after(15_000)} after 20,000`;
}

function lineOf(name: string, list: Measured[]): string {
  const failed = list.reduce((sum, one) => sum + one.failed, 0);
  const throughput = spread(list.map((one) => one.perSecond));
  const late = spread(
    list.map((one) => one.p99Ms),
    1,
  );
  const first = spread(
    list.map((one) => one.firstMs),
    1,
  );
  const cpu = spread(list.map((one) => one.cpuPerCall));
  return `  ${name.padEnd(18)} ${throughput.padStart(24)} requests/s   first bytes ${first} ms, p99 ${late} ms   CPU ${cpu} us${failed ? `   ${failed} failed` : ""}`;
}

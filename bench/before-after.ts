import { execFileSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { load, type LoadResult, spread } from "./load.ts";
import { type Place, places } from "./prepare.ts";
import { cpuUs, freePort, start, stop } from "./processes.ts";

/**
 * `npm run bench:before <checkout>`: the gateway of another checkout of this repository beside this one's, in turns on
 * the same machine, each with data of its own. Prints requests a second, CPU a call, and the ratio round by round.
 */
const [before = ""] = process.argv.slice(2);
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 7);
const seconds = Number(process.env["BENCH_SECONDS"] ?? 4);
const connections = 16;

const messages = [{ role: "user", content: "Sort this ticket: The invoice shows two shipping fees." }];
const paths: Record<string, { path: string; body?: string }> = {
  gateway: { path: "/api/v1/chat/completions", body: JSON.stringify({ model: "mock/mock", messages }) },
  "gateway, streamed": {
    path: "/api/v1/chat/completions",
    body: JSON.stringify({ model: "mock/mock", messages, stream: true }),
  },
  "gateway, by prompt": {
    path: "/api/v1/chat/completions",
    body: JSON.stringify({ model: "prompt:bench/triage@served", variables: { ticket: "Where is it?" } }),
  },
  "prompt by label": { path: "/api/v1/prompts/bench/triage?label=served" },
};

type Side = { name: string; child: ChildProcess; url: string; apiKey: string };
type Measured = LoadResult & { cpuPerCall: number; mainPerCall: number };

async function open(name: string, cwd: string, place: Place, upstream: string): Promise<Side> {
  const env = {
    VALUELOOP_DATA_DIR: place.folder,
    ...(place.url ? { DATABASE_URL: place.url } : {}),
    VALUELOOP_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    VALUELOOP_ALLOW_PRIVATE_URLS: "1",
    VALUELOOP_API_REQUESTS_PER_MINUTE: "0",
  };
  // Each checkout makes its own data, by its own migrations.
  const script = `
    const { prepare } = await import("./bench/prepare.ts");
    const { closeQueue } = await import("#lib/jobs");
    const made = await prepare(${JSON.stringify({ folder: place.folder, url: place.url })}, ${JSON.stringify(upstream)});
    await closeQueue();
    await made.open.close();
    console.log("\\nkey " + made.apiKey);
    process.exit(0);`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd,
    env: { ...process.env, ...env },
  }).toString();
  const apiKey = /^key (\S+)$/m.exec(printed)?.[1];
  if (!apiKey) throw new Error(`${cwd} made no data: ${printed}`);
  const port = await freePort();
  const child = await start("server/gateway.ts", { ...env, PORT: String(port) }, "gateway ready", { cwd });
  return { name, child, url: `http://127.0.0.1:${port}`, apiKey };
}

async function measure(side: Side, request: { path: string; body?: string }): Promise<Measured> {
  const { child, url } = side;
  const headers = { "content-type": "application/json", authorization: `Bearer ${side.apiKey}` };
  const before = cpuUs(child);
  const result = await load({ url, ...request, headers, seconds, connections });
  // What is stored behind the answers belongs to them.
  await sleep(300);
  const after = cpuUs(child);
  return {
    ...result,
    cpuPerCall: (after.all - before.all) / result.sent,
    mainPerCall: (after.main - before.main) / result.sent,
  };
}

/** The same request to both, in turns; who goes first changes by round, so that neither finds the machine as the other left it. */
async function inTurns(sides: [Side, Side], request: { path: string; body?: string }) {
  const [was, is]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 1) is.push(await measure(sides[1], request));
    was.push(await measure(sides[0], request));
    if (round % 2 === 0) is.push(await measure(sides[1], request));
  }
  return { was, is };
}

function lineOf(list: Measured[]): string {
  const failed = list.reduce((sum, one) => sum + one.failed, 0);
  const per = spread(list.map(({ perSecond }) => perSecond));
  const late = spread(
    list.map(({ p99Ms }) => p99Ms),
    1,
  );
  const cpu = spread(list.map(({ cpuPerCall }) => cpuPerCall));
  const main = spread(list.map(({ mainPerCall }) => mainPerCall));
  return `${per} requests/s  p99 ${late} ms  CPU ${cpu} us, main thread ${main} us  ${failed} failed`;
}

async function compare(place: Place, other: Place): Promise<void> {
  const port = await freePort();
  const upstream = await start("bench/mock-upstream.ts", { PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  const sides: [Side, Side] = [
    await open("before", before, place, url),
    await open("after", process.cwd(), other, url),
  ];
  console.log(`${place.name}: ${connections} connections, instant upstream, ${rounds} rounds in turns`);
  for (const [what, request] of Object.entries(paths)) {
    const { was, is } = await inTurns(sides, request);
    console.log(`  ${what.padEnd(18)} before ${lineOf(was)}`);
    console.log(`  ${what.padEnd(18)} after  ${lineOf(is)}`);
    const ratio = (of: (one: Measured) => number) =>
      spread(
        is.map((one, round) => of(one) / of(was[round] ?? one)),
        2,
      );
    const [throughput, cpu] = [ratio((one) => one.perSecond), ratio((one) => one.cpuPerCall)];
    console.log(`  ${what.padEnd(18)} after / before: requests/s ${throughput}, CPU ${cpu}`);
  }
  for (const { child } of sides) await stop(child);
  await stop(upstream);
}

const [befores, afters] = [await places(), await places()];
for (const [at, place] of befores.entries()) {
  const other = afters[at];
  if (!other) continue;
  await compare(place, other);
  await place.remove();
  await other.remove();
}
process.exit(0);

import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { freePort } from "../../bench/processes.ts";
import { databaseAway, diskFull, killProcess, type Result, slowDatabase } from "./calls.ts";
import { makeServer } from "./database.ts";
import { killDatabaseInRun, killWorker } from "./runs.ts";
import { threeOfEach } from "./three.ts";

/**
 * `npm run drills [-- --times 10] [--only word]`: kills and starves our processes under load and counts what became of
 * the calls they had answered. The last line is `N acknowledged, N lost, N doubled`; ends with 1 where any was, where a drill
 * found a fault or came to no end, and where one was left out for want of a build.
 */
const { values } = parseArgs({
  options: { times: { type: "string", default: "2" }, only: { type: "string" } },
});
const times = Number(values.times);
const server = makeServer(await freePort());
const isBuilt = existsSync(".next/BUILD_ID");

const drills: [name: string, run: () => Promise<Result>][] = [
  ...(["gateway", "studio"] as const).flatMap((kind) =>
    [16, 64].flatMap((connections) =>
      [null, server.url].map((url): [string, () => Promise<Result>] => [
        `kill -9 ${kind}, ${connections} connections, ${url ? "PostgreSQL" : "PGlite"}`,
        () => killProcess(kind, url, connections, times),
      ]),
    ),
  ),
  [
    "slow database (3 s an insert), gateway killed, 64 connections",
    () => slowDatabase(server.url, 64, times),
  ],
  ...[16, 64].map((connections): [string, () => Promise<Result>] => [
    `kill -9 PostgreSQL, 3 s away, ${connections} connections`,
    () => databaseAway(server, { connections, times, awayMs: 3_000, isGatewayKilled: false }),
  ]),
  [
    "PostgreSQL 40 s away, 16 connections",
    () => databaseAway(server, { connections: 16, times, awayMs: 40_000, isGatewayKilled: false }),
  ],
  [
    "PostgreSQL away, gateway killed meanwhile, 16 connections",
    () => databaseAway(server, { connections: 16, times, awayMs: 5_000, isGatewayKilled: true }),
  ],
  ["disk full, PGlite, 16 connections", () => diskFull(null, 16, times)],
  ["disk full (the log's), PostgreSQL, 16 connections", () => diskFull(server.url, 16, times)],
  ["kill -9 worker in a run of 300 cases", () => killWorker(server.url, times)],
  ["kill -9 PostgreSQL in a run of 300 cases", () => killDatabaseInRun(server, times)],
  ...(
    [
      ["studio", "gateway", "worker"],
      ["gateway", "worker"],
    ] as const
  ).map((kinds): [string, () => Promise<Result>] => [
    `three of each (${kinds.join(", ")}) on one PostgreSQL, one of each killed`,
    () => threeOfEach(server.url, kinds, times),
  ]),
];

const sum = { acknowledged: 0, lost: 0, doubled: 0 };
let isBroken = false;
try {
  for (const [name, run] of drills) {
    if (values.only && !name.includes(values.only)) continue;
    if (name.includes("studio") && !isBuilt) {
      isBroken = true;
      console.log(`${name}: left out, there is no build (next build)`);
      continue;
    }
    try {
      const { acknowledged, lost, doubled, faults, note } = await run();
      sum.acknowledged += acknowledged;
      sum.lost += lost;
      sum.doubled += doubled;
      console.log(
        `${name}, ${times} times: ${acknowledged} acknowledged, ${lost} lost, ${doubled} doubled${note ? `; ${note}` : ""}`,
      );
      for (const fault of faults) console.log(`  FAULT ${fault}`);
      if (faults.length > 0 || acknowledged === 0) isBroken = true;
    } catch (error) {
      isBroken = true;
      console.log(`${name}: did not come to an end: ${String(error)}`);
    }
  }
} finally {
  await server.remove();
}
console.log(`${sum.acknowledged} acknowledged, ${sum.lost} lost, ${sum.doubled} doubled`);
process.exit(sum.lost + sum.doubled > 0 || isBroken ? 1 : 0);

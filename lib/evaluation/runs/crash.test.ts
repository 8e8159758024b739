import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asc, eq, inArray } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { openEmbedded, type OpenDatabase, openPostgres } from "#db";
import { cases, runs, scores } from "#db/schema/evaluation";
import { generations } from "#db/schema/observability";
import { newId } from "#platform/ids";
import { type Loopback, openLoopback } from "./loopback.testing.ts";

const total = 60;
const atOnce = 6;
const server = process.env["TEST_DATABASE_URL"];
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A database that outlives the process that writes to it. */
async function durableDatabase(): Promise<{ where: string; open(): Promise<OpenDatabase> }> {
  if (server) {
    const name = `crash_${newId().replaceAll("-", "")}`;
    const admin = await openPostgres(server, 1);
    await admin.driver.exec(`create database ${name}`);
    cleanups.push(async () => {
      await admin.driver.exec(`drop database if exists ${name} with (force)`);
      await admin.close();
    });
    const url = new URL(server);
    url.pathname = `/${name}`;
    return { where: url.toString(), open: () => openPostgres(url.toString(), 2) };
  }
  const folder = mkdtempSync(join(tmpdir(), "valueloop-crash-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return { where: join(folder, "database"), open: () => openEmbedded(join(folder, "database")) };
}

/** A process in a data folder that its successors share, and with it the log of what it answered. */
function child(data: string, ...words: string[]): ChildProcess & { ended: Promise<number | null> } {
  const env = {
    ...process.env,
    VALUELOOP_DATA_DIR: data,
    VALUELOOP_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    VALUELOOP_ALLOW_PRIVATE_URLS: "1",
    LOG_LEVEL: "error",
  };
  const process_ = spawn(
    join("node_modules", ".bin", "node"),
    [join("lib", "evaluation", "runs", "crash.testing.ts"), ...words],
    { env, stdio: ["ignore", "inherit", "inherit"] },
  );
  const ended = new Promise<number | null>((resolve) => {
    process_.once("exit", (code) => resolve(code));
  });
  cleanups.push(() => process_.kill("SIGKILL"));
  return Object.assign(process_, { ended });
}

async function killAt(worker: ReturnType<typeof child>, loopback: Loopback, requests: number): Promise<void> {
  await expect
    .poll(() => loopback.requests.length, { timeout: 60_000, interval: 5 })
    .toBeGreaterThanOrEqual(requests);
  worker.kill("SIGKILL");
  await worker.ended;
}

it(
  "a run whose process is killed twice goes on in the next one, with no case lost or doubled",
  { timeout: 150_000 },
  async () => {
    const { where, open } = await durableDatabase();
    const loopback = await openLoopback((message) => ({ text: message, delayMs: 40 }));
    cleanups.push(() => loopback.close());

    const data = mkdtempSync(join(tmpdir(), "valueloop-data-"));
    cleanups.push(() => rmSync(data, { recursive: true, force: true }));

    await killAt(child(data, "start", where, loopback.url, String(total)), loopback, 20);
    const first = loopback.requests.length;
    await killAt(child(data, "resume", where), loopback, first + 15);
    expect(await child(data, "resume", where).ended).toBe(0);

    const { db, close } = await open();
    cleanups.push(close);
    const [run] = await db.select().from(runs);
    expect(run).toMatchObject({ status: "succeeded", totalCases: total, doneCases: total, failedCases: 0 });
    const rows = await db.select().from(cases).orderBy(asc(cases.position));
    expect(rows.map(({ status, output, position }) => [status, output, position])).toEqual(
      Array.from({ length: total }, (_, place) => ["succeeded", `one: case ${place + 1}`, place + 1]),
    );
    expect(await db.$count(scores, eq(scores.runId, run?.id ?? ""))).toBe(total);
    expect(run?.summary).toMatchObject({ succeeded: total });
    const made = rows.flatMap(({ generationId }) => generationId ?? []);
    expect(await db.$count(generations, inArray(generations.id, made))).toBe(total);
    // Only what was in the air at a kill is asked for again: what was answered is in the log.
    expect(new Set(loopback.requests.map(({ lastMessage }) => lastMessage)).size).toBe(total);
    expect(loopback.requests.length).toBeLessThanOrEqual(total + 2 * atOnce);
  },
);

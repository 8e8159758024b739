import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stop } from "../../bench/processes.ts";
import { keepCalling, noAnswers, type Answers } from "./clients.ts";
import type { Server } from "./database.ts";
import { type Found, type Installation, killHard, makeInstallation, type Process } from "./installation.ts";

/** What a drill gives: counts, and what clients were refused with. */
export type Result = Found & { note: string };

type Load = { connections: number; answers: Answers };

/** Puts load on a process while `what` happens, and leaves a moment for the last answers. */
async function underLoad(
  at: Installation,
  url: string,
  { connections, answers }: Load,
  what: () => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const calling = keepCalling(answers, { url, apiKey: at.made.apiKey, connections, signal: over.signal });
  try {
    await what();
  } finally {
    over.abort();
    await calling;
  }
}

/** Load is under way: so many calls have been answered in all. Throws where a busy machine's half a minute is not enough: nothing is drilled then. */
async function untilAnswered(answers: Answers, count: number): Promise<void> {
  const until = Date.now() + 30_000;
  while (answers.acknowledged.size < count) {
    if (Date.now() > until)
      throw new Error(
        `Only ${answers.acknowledged.size} of ${count} calls were answered in time; ${noteOf(answers)}`,
      );
    await sleep(5);
  }
}

/** Starts once more, so that what is left is stored, ends it in an orderly way, and counts. */
async function settle(at: Installation, answers: Answers): Promise<Result> {
  const last = await at.startProcess("gateway");
  await stop(last.child);
  const found = await at.count(answers);
  await at.remove();
  const faults = answers.acknowledged.size === 0 ? ["no call was ever answered"] : [];
  return { ...found, faults: [...found.faults, ...faults], note: noteOf(answers) };
}

function noteOf({ refused }: Answers): string {
  return [...refused].map(([what, count]) => `${what}: ${count}`).join(", ");
}

/** kill -9 of a process under load, `times` times on one installation: each start after a kill replays what the last one left. */
export async function killProcess(
  kind: Process,
  server: string | null,
  connections: number,
  times: number,
): Promise<Result> {
  const at = await makeInstallation(server);
  const answers = noAnswers();
  for (let round = 0; round < times; round += 1) {
    const one = await at.startProcess(kind);
    await underLoad(at, one.url, { connections, answers }, async () => {
      await untilAnswered(answers, answers.acknowledged.size + 200 + 37 * (round % 10));
      await killHard(one.child);
    });
  }
  return settle(at, answers);
}

/** The database takes three seconds for each insert; the gateway is killed after 15 s, with all that waits. */
export async function slowDatabase(server: string, connections: number, times: number): Promise<Result> {
  const at = await makeInstallation(server);
  const answers = noAnswers();
  const run = async (statement: string) => {
    const { driver, close } = await at.open();
    await driver.exec(statement);
    await close();
  };
  for (let round = 0; round < times; round += 1) {
    await run(`create or replace function drill_slow() returns trigger language plpgsql as
      $$ begin perform pg_sleep(3); return null; end $$;
      create trigger drill_slow before insert on generations for each statement execute function drill_slow()`);
    const one = await at.startProcess("gateway");
    await underLoad(at, one.url, { connections, answers }, async () => {
      await sleep(15_000);
      await killHard(one.child);
    });
    await run("drop trigger drill_slow on generations");
  }
  return settle(at, answers);
}

/** PostgreSQL is killed under load and comes back after a while; the gateway lives, or is killed before it does. */
export async function databaseAway(
  server: Server,
  {
    connections,
    times,
    awayMs,
    isGatewayKilled,
  }: { connections: number; times: number; awayMs: number; isGatewayKilled: boolean },
): Promise<Result> {
  const at = await makeInstallation(server.url);
  const answers = noAnswers();
  for (let round = 0; round < times; round += 1) {
    const one = await at.startProcess("gateway");
    await underLoad(at, one.url, { connections, answers }, async () => {
      await untilAnswered(answers, answers.acknowledged.size + 200);
      await server.kill();
      await sleep(awayMs);
      if (isGatewayKilled) await killHard(one.child);
      server.start();
      if (!isGatewayKilled) await sleep(3_000);
    });
    if (!isGatewayKilled) await stop(one.child);
  }
  return settle(at, answers);
}

/**
 * The disk of the data folder is full for a while: a small file system of its own, filled up. The gateway is killed
 * while it is full, which is when whatever it keeps only in memory goes.
 */
export async function diskFull(server: string | null, connections: number, times: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "valueloop-drill-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${server ? 8 : 400}m`, "tmpfs", folder]);
  try {
    const at = await makeInstallation(server, { folder: join(folder, "data") });
    mkdirSync(at.folder, { recursive: true });
    const answers = noAnswers();
    const ballast = join(folder, "ballast");
    for (let round = 0; round < times; round += 1) {
      const one = await at.startProcess("gateway");
      await underLoad(at, one.url, { connections, answers }, async () => {
        await untilAnswered(answers, answers.acknowledged.size + 200);
        fillUp(folder, ballast);
        await sleep(8_000);
        if (round % 2 === 0) await killHard(one.child);
        rmSync(ballast, { force: true });
        if (round % 2 === 1) await sleep(3_000);
      });
      if (round % 2 === 1) await stop(one.child);
    }
    return await settle(at, answers);
  } finally {
    execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes what is left of a disk, and a little more than once, since others give back and take in the meantime. */
function fillUp(disk: string, file: string): void {
  for (
    let size = statfsSync(disk).bavail * statfsSync(disk).bsize;
    size >= 4_096;
    size = Math.floor(size / 2)
  )
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: "a" });
    } catch {
      // Full is what it is to be.
    }
}

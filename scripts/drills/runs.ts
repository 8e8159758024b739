import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { cases, runs, scores } from "#db/schema/evaluation";
import { generations } from "#db/schema/observability";
import { createDataset } from "#lib/datasets";
import { createSuite, startRun } from "#lib/evaluation";
import type { SuiteContent } from "#schema/evaluation";
import type { prepare } from "../../bench/prepare.ts";
import { stop } from "../../bench/processes.ts";
import type { Server } from "./database.ts";
import type { Result } from "./calls.ts";
import { type Found, type Installation, killHard, makeInstallation } from "./installation.ts";
import { compareSums } from "./sums.ts";

const total = 300;
const concurrency = 16;
const delayMs = 100;

type Made = Pick<Awaited<ReturnType<typeof prepare>>, "ctx" | "prompt" | "connection">;

/** A run of 300 cases that waits for a worker; its name stands in what it asks the model. */
export async function beginRun({ ctx, prompt, connection }: Made, name: string) {
  const examples = Array.from({ length: total }, (_, index) => ({
    inputs: { ticket: `${name} ${index}` },
    reference: { category: "billing" },
    metadata: {},
  }));
  const dataset = await createDataset(ctx, { name, examples });
  const content = {
    evaluators: [
      { key: "mentions", name: "Mentions", kind: "contains", config: { texts: ["billing"], mode: "any" } },
    ],
    primaryMetric: "mentions",
  } as unknown as SuiteContent;
  const suite = await createSuite(ctx, { name, content });
  return startRun(ctx, {
    promptVersionId: prompt.latest.id,
    datasetVersionId: dataset.latest?.id ?? "",
    suiteVersionId: suite.latest.id,
    target: { connectionId: connection.id, model: "mock" },
    concurrency,
  });
}

async function makeRun(server: string) {
  return makeInstallation(server, { delayMs, fill: (made) => beginRun(made, "Ticket") });
}

/** A worker is killed while it works on a run, and the next one goes on. */
export async function killWorker(server: string, times: number): Promise<Result> {
  return overRuns(times, server, async (at) => {
    const first = await at.startProcess("worker");
    await untilDone(at, total / 3);
    await killHard(first.child);
  });
}

/** PostgreSQL is killed while a worker works on a run, and comes back after five seconds. */
export async function killDatabaseInRun(server: Server, times: number): Promise<Result> {
  return overRuns(times, server.url, async (at) => {
    const first = await at.startProcess("worker");
    await untilDone(at, total / 3);
    await server.kill();
    await sleep(5_000);
    server.start();
    await stop(first.child);
  });
}

/**
 * Acknowledged is a case that its run counts as done, lost one without its result or its call, doubled one with two. A case
 * that an outage failed is a fault.
 */
export async function countCases(at: Installation): Promise<Found & { failed: number }> {
  const { db, driver, close } = await at.open();
  const rows = await db.select().from(cases);
  const calls = new Set((await db.select({ id: generations.id }).from(generations)).map(({ id }) => id));
  const { missing, surplus, faults } = await compareSums(driver);
  const scored = await db.$count(scores);
  const all = await db.select().from(runs);
  await close();
  const kept = rows.filter(({ generationId }) => generationId !== null && calls.has(generationId)).length;
  const succeeded = rows.filter(({ status }) => status === "succeeded").length;
  const failed = rows.filter(({ status }) => status === "failed").length;
  for (const { status, doneCases } of all)
    if (status !== "succeeded" || doneCases !== total)
      faults.push(`a run ended ${status} with ${doneCases} of ${total} cases`);
  if (failed > 0) faults.push(`${failed} cases failed for an outage`);
  return {
    acknowledged: all.reduce((sum, { doneCases }) => sum + doneCases, 0),
    lost: Math.max(0, all.length * total - kept) + missing,
    doubled: Math.max(0, scored - succeeded) + surplus,
    faults,
    failed,
  };
}

/** How many calls of a run the model was asked more than once; more than were in flight at a kill are a fault. */
export async function repeatsOf(at: Installation, name: string): Promise<number> {
  const asked = (await (await fetch(`${at.upstreamUrl}/asked`)).json()) as string[];
  return asked.filter((text) => text.includes(`${name} `)).length - total;
}

export function tooMany(repeated: number): string[] {
  return repeated > concurrency
    ? [`${repeated} model calls repeated, and ${concurrency} were in flight`]
    : [];
}

async function overRuns(
  times: number,
  server: string,
  happens: (at: Installation) => Promise<void>,
): Promise<Result> {
  const sum = { acknowledged: 0, lost: 0, doubled: 0 };
  const faults: string[] = [];
  let failed = 0;
  const repeated: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const at = (await makeRun(server)) as unknown as Installation;
    await happens(at);
    const next = await at.startProcess("worker");
    await untilEnded(at);
    await stop(next.child);
    const found = await countCases(at);
    sum.acknowledged += found.acknowledged;
    sum.lost += found.lost;
    sum.doubled += found.doubled;
    failed += found.failed;
    const again = await repeatsOf(at, "Ticket");
    repeated.push(again);
    faults.push(...found.faults, ...tooMany(again));
    await at.remove();
  }
  const note = `${failed} cases failed; model calls repeated ${repeated.join(", ")} (at most ${concurrency} in flight)`;
  return { ...sum, faults, note };
}

/** So many cases have been done, of all runs. */
export async function untilDone(at: Installation, count: number): Promise<void> {
  await look(at, async (db) => (await db.$count(cases, eq(cases.status, "succeeded"))) >= count);
}

/** Every run has come to its end. */
export async function untilEnded(at: Installation): Promise<void> {
  await look(at, async (db) => {
    const all = await db.select({ status: runs.status }).from(runs);
    return all.every(({ status }) => status === "succeeded" || status === "failed");
  });
}

type Db = Awaited<ReturnType<Installation["open"]>>["db"];

async function look(at: Installation, isThere: (db: Db) => Promise<boolean>): Promise<void> {
  const { db, close } = await at.open();
  const until = Date.now() + 180_000;
  try {
    while (!(await isThere(db))) {
      if (Date.now() > until) throw new Error("A run did not get on within three minutes.");
      await sleep(50);
    }
  } finally {
    await close();
  }
}

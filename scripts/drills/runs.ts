import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { cases, runs, scores } from "#db/schema/evaluation";
import { generations } from "#db/schema/observability";
import { createDataset } from "#lib/datasets";
import { createSuite, startRun } from "#lib/evaluation";
import type { SuiteContent } from "#schema/evaluation";
import { stop } from "../../bench/processes.ts";
import type { Server } from "./database.ts";
import type { Result } from "./calls.ts";
import { type Installation, killHard, makeInstallation } from "./installation.ts";
import { compareSums } from "./sums.ts";

const total = 300;
const concurrency = 16;
const delayMs = 100;

/** One run of 300 cases that waits for a worker. */
async function makeRun(server: string) {
  return makeInstallation(server, {
    delayMs,
    fill: async ({ ctx, prompt, connection }) => {
      const examples = Array.from({ length: total }, (_, index) => ({
        inputs: { ticket: `Ticket ${index}` },
        reference: { category: "billing" },
        metadata: {},
      }));
      const dataset = await createDataset(ctx, { name: "drill", examples });
      const content = {
        evaluators: [
          {
            key: "mentions",
            name: "Mentions",
            kind: "contains",
            config: { texts: ["billing"], mode: "any" },
          },
        ],
        primaryMetric: "mentions",
      } as unknown as SuiteContent;
      const suite = await createSuite(ctx, { name: "drill", content });
      return startRun(ctx, {
        promptVersionId: prompt.latest.id,
        datasetVersionId: dataset.latest?.id ?? "",
        suiteVersionId: suite.latest.id,
        target: { connectionId: connection.id, model: "mock" },
        concurrency,
      });
    },
  });
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
 * Acknowledged is a case that the run counts as done, lost one without its result or its call, doubled one with two. A case
 * that an outage failed is a fault, and so are more repeated model calls than were in flight.
 */
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
    const at = await makeRun(server);
    await happens(at as unknown as Installation);
    const next = await at.startProcess("worker");
    await untilEnded(at as unknown as Installation);
    await stop(next.child);
    const { db, driver, close } = await at.open();
    const rows = await db.select().from(cases);
    const calls = new Set((await db.select({ id: generations.id }).from(generations)).map(({ id }) => id));
    const sums = await compareSums(driver);
    const scored = await db.$count(scores);
    const [run] = await db.select().from(runs);
    await close();
    const succeeded = rows.filter(({ status }) => status === "succeeded").length;
    const failedNow = rows.filter(({ status }) => status === "failed").length;
    failed += failedNow;
    sum.acknowledged += run?.doneCases ?? 0;
    const kept = rows.filter(({ generationId }) => generationId !== null && calls.has(generationId)).length;
    sum.lost += Math.max(0, total - kept) + sums.missing;
    sum.doubled += Math.max(0, scored - succeeded) + sums.surplus;
    faults.push(...sums.faults);
    if (run?.status !== "succeeded" || run.doneCases !== total)
      faults.push(`the run ended ${run?.status ?? "nowhere"} with ${run?.doneCases ?? 0} of ${total} cases`);
    if (failedNow > 0) faults.push(`${failedNow} cases failed for an outage`);
    const asked = (await (await fetch(`${at.upstreamUrl}/asked`)).json()) as string[];
    repeated.push(asked.length - total);
    if (asked.length - total > concurrency)
      faults.push(`${asked.length - total} model calls repeated, and ${concurrency} were in flight`);
    await at.remove();
  }
  const note = `${failed} cases failed; model calls repeated ${repeated.join(", ")} (at most ${concurrency} in flight)`;
  return { ...sum, faults, note };
}

async function untilDone(at: Installation, count: number): Promise<void> {
  await look(at, async (db) => (await db.$count(cases, eq(cases.status, "succeeded"))) >= count);
}

async function untilEnded(at: Installation): Promise<void> {
  await look(at, async (db) => {
    const [run] = await db.select({ status: runs.status }).from(runs);
    return run?.status === "succeeded" || run?.status === "failed";
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

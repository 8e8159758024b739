import { createDataset } from "#lib/datasets";
import { createSuite, getRun, startRun } from "#lib/evaluation";
import { closeQueue, drainJobs } from "#lib/jobs";
import { flushGenerations } from "#lib/observability";
import type { SuiteContent } from "#schema/evaluation";
import { benchEvalPeers } from "./eval-peers.ts";
import { bareCalls, spread } from "./load.ts";
import { type Place, places, prepare } from "./prepare.ts";
import { freePort, start, stop } from "./processes.ts";

const cases = 1_000;
const delayMs = 100;
const concurrency = 32;
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);

/** A run of 1,000 cases with three evaluators at 100 ms a call and 32 at once, in turns with the bare calls only. */
export async function benchEvalRun(print: (line: string) => void): Promise<void> {
  const ideal = (cases / concurrency) * (delayMs / 1000);
  print(
    `${cases} cases x 3 evaluators, ${delayMs} ms a call, ${concurrency} at once; ideal ${ideal.toFixed(2)} s; median of ${rounds} rounds`,
  );
  for (const place of await places()) {
    await benchOn(place, ideal, print);
    await place.remove();
  }
  await benchEvalPeers(print);
}

async function benchOn(place: Place, ideal: number, print: (line: string) => void): Promise<void> {
  const port = await freePort();
  const made = await prepare(place, `http://127.0.0.1:${port}`);
  const upstream = await start("bench/mock-upstream.ts", {
    PORT: String(port),
    MOCK_DELAY_MS: String(delayMs),
  });
  const examples = Array.from({ length: cases }, (_, index) => ({
    inputs: { ticket: `Ticket ${index}: where is my parcel?` },
    reference: { category: index % 3 === 0 ? "billing" : "shipping" },
    metadata: {},
  }));
  const dataset = await createDataset(made.ctx, { name: "bench", examples });
  const content = {
    evaluators: [
      {
        key: "accuracy",
        name: "Accuracy",
        kind: "exact",
        config: { outputField: "category", referenceField: "category" },
      },
      { key: "short", name: "Short", kind: "length", config: { unit: "words", max: 20 } },
      {
        key: "mentions",
        name: "Mentions a category",
        kind: "contains",
        config: { texts: ["billing", "shipping"], mode: "any" },
      },
    ],
    primaryMetric: "accuracy",
  } as unknown as SuiteContent;
  const suite = await createSuite(made.ctx, { name: "bench", content });
  // What was made above has its own jobs; they are no part of a run.
  await drainJobs();
  const bare: number[] = [];
  const times: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareCalls(`http://127.0.0.1:${port}`, cases));
    const begin = performance.now();
    const used = process.cpuUsage();
    const run = await startRun(made.ctx, {
      promptVersionId: made.prompt.latest.id,
      datasetVersionId: dataset.latest?.id ?? "",
      suiteVersionId: suite.latest.id,
      target: { connectionId: made.connection.id, model: "mock" },
      concurrency,
    });
    await drainJobs();
    times.push((performance.now() - begin) / 1000);
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1e6);
    const done = await getRun(made.ctx, { runId: run.id });
    if (done.status !== "succeeded" || done.doneCases !== cases)
      throw new Error(`the run ended as ${done.status} with ${done.doneCases} cases`);
  }
  print(` on ${place.name}`);
  print(`  bare calls ${spread(bare, 2)} s`);
  print(`  run        ${spread(times, 2)} s   CPU ${spread(cpu, 2)} s`);
  const to = (other: (round: number) => number) =>
    spread(
      times.map((time, round) => time / other(round)),
      2,
    );
  print(`  run / bare calls ${to((round) => bare[round] ?? Number.NaN)}, run / ideal ${to(() => ideal)}`);
  await stop(upstream);
  await closeQueue();
  await flushGenerations();
  await made.open.close();
}

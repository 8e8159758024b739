import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDataset } from "#lib/datasets";
import { createSuite, getRun, startRun } from "#lib/evaluation";
import { closeQueue, drainJobs } from "#lib/jobs";
import type { SuiteContent } from "#schema/evaluation";
import { spread } from "./load.ts";
import { prepare } from "./prepare.ts";
import { freePort, start, stop } from "./processes.ts";

const cases = 1_000;
const delayMs = 100;
const concurrency = 32;
const rounds = 3;

/** A run of 1,000 cases with three evaluators at 100 ms a call and 32 at once, against its ideal time. */
export async function benchEvalRun(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "valueloop-bench-"));
  const port = await freePort();
  const made = await prepare(join(folder, "database"), `http://127.0.0.1:${port}`);
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
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begin = performance.now();
    const run = await startRun(made.ctx, {
      promptVersionId: made.prompt.latest.id,
      datasetVersionId: dataset.latest?.id ?? "",
      suiteVersionId: suite.latest.id,
      target: { connectionId: made.connection.id, model: "mock" },
      concurrency,
    });
    await drainJobs();
    times.push((performance.now() - begin) / 1000);
    const done = await getRun(made.ctx, { runId: run.id });
    if (done.status !== "succeeded" || done.doneCases !== cases)
      throw new Error(`the run ended as ${done.status} with ${done.doneCases} cases`);
  }
  const ideal = (cases / concurrency) * (delayMs / 1000);
  print(
    `${cases} cases x 3 evaluators, ${delayMs} ms a call, ${concurrency} at once: ${spread(times, 2)} s; ideal ${ideal.toFixed(2)} s; ratio ${spread(
      times.map((time) => time / ideal),
      2,
    )}`,
  );
  await stop(upstream);
  await closeQueue();
  await made.open.close();
  rmSync(folder, { recursive: true, force: true });
}

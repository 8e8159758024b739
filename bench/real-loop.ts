import { createDataset } from "#lib/datasets";
import { compareRuns, createSuite, getRun, startRun } from "#lib/evaluation";
import { drainJobs } from "#lib/jobs";
import type { Context } from "#lib/identity";
import { ensureLocalConnection } from "#lib/models";
import { createPrompt, saveVersion } from "#lib/prompts";
import type { SuiteContent } from "#schema/evaluation";
import type { PromptContent } from "#schema/prompts";
import { triageVersions } from "../demo/content/triage.ts";
import { readTickets } from "../demo/files.ts";
import { fewShotSystem } from "../e2e/better-triage.ts";

/** What the loop measured: both runs and their comparison, as the product computes them. */
export type RealLoop = {
  zeroShot: Awaited<ReturnType<typeof getRun>>;
  fewShot: Awaited<ReturnType<typeof getRun>>;
  comparison: Awaited<ReturnType<typeof compareRuns>>;
  seconds: [number, number];
};

/**
 * support/triage on the local model over the whole dataset: the newest version, which has rules and no examples, against
 * one that has twelve examples instead, none of them in the dataset. Both answer under
 * the grammar of their response schema; runs and comparison are the product's own.
 */
export async function runRealLoop(ctx: Context, admin: Context): Promise<RealLoop> {
  const connection = await ensureLocalConnection(admin);
  const target = { connectionId: connection.id, model: "gemma-3-270m" };
  const first = triageVersions.at(-1)?.content;
  if (!first) throw new Error("support/triage has no version");
  const prompt = await createPrompt(ctx, { path: "support/triage", content: first, message: "zero-shot" });
  const second = await saveVersion(ctx, {
    promptId: prompt.id,
    content: fewShot(first),
    message: "examples instead of rules",
  });
  const examples = readTickets().map(({ ticket, category, language, tier }) => ({
    inputs: { ticket },
    reference: { category },
    metadata: { language, tier },
  }));
  const dataset = await createDataset(ctx, { name: "tickets", examples });
  const content = {
    evaluators: [
      {
        key: "accuracy",
        name: "Accuracy",
        kind: "exact",
        config: { outputField: "category", referenceField: "category" },
      },
    ],
    primaryMetric: "accuracy",
  } as unknown as SuiteContent;
  const suite = await createSuite(ctx, { name: "triage", content });
  const seconds: number[] = [];
  const runs = [];
  for (const promptVersionId of [prompt.latest.id, second.version.id]) {
    const begin = performance.now();
    const { id } = await startRun(ctx, {
      promptVersionId,
      datasetVersionId: dataset.latest?.id ?? "",
      suiteVersionId: suite.latest.id,
      target,
      concurrency: 2,
    });
    await drainJobs();
    seconds.push((performance.now() - begin) / 1000);
    runs.push(await getRun(ctx, { runId: id }));
  }
  const [zeroShot, fewShotRun] = runs;
  if (!zeroShot || !fewShotRun) throw new Error("a run is missing");
  const comparison = await compareRuns(ctx, { baselineRunId: zeroShot.id, candidateRunId: fewShotRun.id });
  return {
    zeroShot,
    fewShot: fewShotRun,
    comparison,
    seconds: [seconds[0] ?? Number.NaN, seconds[1] ?? Number.NaN],
  };
}

function fewShot(content: PromptContent): PromptContent {
  if (content.kind !== "chat") throw new Error("support/triage is a chat");
  return { ...content, messages: [{ role: "system", content: fewShotSystem }, ...content.messages.slice(1)] };
}

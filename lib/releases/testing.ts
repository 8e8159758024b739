import {
  cases,
  datasets,
  datasetVersionExamples,
  datasetVersions,
  examples,
  runs,
  scores,
  suites,
  suiteVersions,
} from "#db/schema";
import type { Tenant } from "#db/testing";
import { createPrompt, saveVersion } from "#lib/prompts";
import { newId } from "#platform/ids";
import type { RunSummary } from "#schema/evaluation";
import type { Provenance } from "#schema/prompts";
import { completePromotion } from "./promotions/complete.ts";
import { approvePromotion } from "./promotions/decide.ts";
import { requestPromotion } from "./promotions/request.ts";

/** A chat prompt with as many versions as texts; returns their ids in order. */
export async function buildPrompt(
  tenant: Tenant,
  texts: string[],
  options: { provenance?: Provenance } = {},
) {
  const path = `support/p${newId().slice(-8)}`;
  const content = (text: string) => ({ kind: "text" as const, text, variables: [], settings: {} });
  const [first = "one", ...more] = texts;
  const prompt = await createPrompt(tenant.ctx, { path, content: content(first) });
  const versionIds = [prompt.latest.id];
  for (const text of more) {
    const saved = await saveVersion(tenant.ctx, {
      promptId: prompt.id,
      content: content(text),
      message: `says ${text}`,
      ...(options.provenance ? { provenance: options.provenance } : {}),
    });
    versionIds.push(saved.version.id);
  }
  const [v1 = "", v2 = "", v3 = ""] = versionIds;
  return { promptId: prompt.id, path, v1, v2, v3 };
}

/** A promotion to production from the request over the approval of `second` to its end, a minute later. */
export async function buildPromotion(
  tenant: Tenant,
  second: Awaited<ReturnType<Tenant["as"]>>,
  promptId: string,
  versionId: string,
) {
  const { id } = await requestPromotion(tenant.ctx, { promptId, versionId, environment: "production" });
  await approvePromotion(second, { promotionId: id });
  tenant.clock.advance(60_000);
  return completePromotion(tenant.ctx, { promotionId: id });
}

/** A dataset version of `count` examples and a suite version with one primary and one safety evaluator. */
export async function buildBenchmark({ open, projectId }: Tenant, count: number) {
  const [datasetId, datasetVersionId, suiteId, suiteVersionId] = [newId(), newId(), newId(), newId()];
  const exampleIds = Array.from({ length: count }, () => newId());
  await open.db.insert(datasets).values({ id: datasetId, projectId, name: `tickets-${datasetId.slice(-4)}` });
  await open.db.insert(datasetVersions).values({
    id: datasetVersionId,
    projectId,
    datasetId,
    number: 5,
    contentHash: "h",
    message: "",
    exampleCount: count,
    createdByName: "test",
  });
  await open.db.insert(examples).values(
    exampleIds.map((id) => ({
      id,
      projectId,
      datasetId,
      contentHash: id,
      inputs: { text: id },
      reference: "billing",
      metadata: {},
      provenance: { kind: "hand" },
    })),
  );
  await open.db.insert(datasetVersionExamples).values(
    exampleIds.map((exampleId, position) => ({
      projectId,
      datasetVersionId,
      position: position + 1,
      exampleId,
    })),
  );
  const evaluators = [
    {
      key: "accuracy",
      name: "Accuracy",
      kind: "exact",
      weight: 1,
      passScore: 0.5,
      isSafety: false,
      direction: "higher",
      config: { trim: true, ignoreCase: false, collapseSpaces: true, ignorePunctuation: false },
    },
    {
      key: "no_insult",
      name: "No insult",
      kind: "contains",
      weight: 0,
      passScore: 0.5,
      isSafety: true,
      direction: "higher",
      config: { texts: ["idiot"], mode: "none", ignoreCase: true },
    },
  ];
  await open.db.insert(suites).values({ id: suiteId, projectId, name: `triage-${suiteId.slice(-4)}` });
  await open.db.insert(suiteVersions).values({
    id: suiteVersionId,
    projectId,
    suiteId,
    number: 1,
    contentHash: "h",
    content: { evaluators, primaryMetric: "accuracy" },
    createdByName: "test",
  });
  return { datasetId, datasetVersionId, suiteId, suiteVersionId, exampleIds };
}

type Benchmark = Awaited<ReturnType<typeof buildBenchmark>>;
let runNumber = 200;

/** A finished run written straight to the tables; `passes` says of each example whether it was right. */
export async function buildRun(
  { open, projectId, clock }: Tenant,
  benchmark: Benchmark,
  of: { promptId: string; versionId: string; passes: boolean[]; isSimulated?: boolean },
) {
  const [runId, now] = [newId(), clock.now()];
  const right = of.passes.filter(Boolean).length;
  const total = of.passes.length;
  const evaluator = {
    kind: "exact" as const,
    isBinary: true,
    judged: total,
    unjudged: 0,
    threshold: null,
    gate: "none" as const,
    method: "wilson" as const,
  };
  const summary: RunSummary = {
    evaluators: [
      {
        ...evaluator,
        key: "accuracy",
        name: "Accuracy",
        isSafety: false,
        isPrimary: true,
        value: right / total,
        low: 0,
        high: 1,
        passed: right,
        failed: total - right,
      },
      {
        ...evaluator,
        key: "no_insult",
        name: "No insult",
        kind: "contains",
        isSafety: true,
        isPrimary: false,
        value: 1,
        low: 0.9,
        high: 1,
        passed: total,
        failed: 0,
      },
    ],
    score: right / total,
    succeeded: total,
    failed: 0,
    cancelled: 0,
    errors: {},
    latencyP50Ms: 100,
    latencyP95Ms: 200,
    costUsd: 0.1,
    costPer1000Usd: 1,
    carbonGrams: 1,
    carbonGramsPer1000: 10,
    inputTokens: 10,
    outputTokens: 10,
    durationMs: 1000,
    gate: "none",
    verdict: { headline: "", sentence: "" },
  };
  runNumber += 1;
  await open.db.insert(runs).values({
    id: runId,
    projectId,
    number: runNumber,
    promptId: of.promptId,
    promptVersionId: of.versionId,
    datasetVersionId: benchmark.datasetVersionId,
    suiteVersionId: benchmark.suiteVersionId,
    target: { connectionId: newId(), model: "m" },
    status: "succeeded",
    concurrency: 1,
    totalCases: total,
    doneCases: total,
    summary,
    isSimulated: of.isSimulated ?? false,
    createdByName: "test",
    createdAt: now,
    startedAt: now,
    finishedAt: now,
  });
  const caseIds = of.passes.map(() => newId());
  await open.db.insert(cases).values(
    of.passes.map((isRight, position) => ({
      id: caseIds[position] ?? newId(),
      projectId,
      runId,
      position: position + 1,
      exampleId: benchmark.exampleIds[position] ?? "",
      status: "succeeded" as const,
      output: isRight ? "billing" : "delivery",
      latencyMs: 100,
      costUsd: 0.001,
      finishedAt: now,
    })),
  );
  await open.db.insert(scores).values(
    of.passes.flatMap((isRight, position) => [
      {
        projectId,
        caseId: caseIds[position] ?? "",
        runId,
        evaluatorKey: "accuracy",
        value: isRight ? 1 : 0,
        isPassed: isRight,
      },
      {
        projectId,
        caseId: caseIds[position] ?? "",
        runId,
        evaluatorKey: "no_insult",
        value: 1,
        isPassed: true,
      },
    ]),
  );
  return { runId, runNumber, caseIds };
}

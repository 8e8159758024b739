import { eq } from "drizzle-orm";
import { datasets, datasetVersionExamples, datasetVersions, examples } from "#db/schema/datasets";
import { cases, runs, scores, suites, suiteVersions } from "#db/schema/evaluation";
import type { Tenant } from "#testing";
import { measureRun } from "#lib/evaluation";
import { createPrompt, saveVersion } from "#lib/prompts";
import { newId } from "#platform/ids";
import type { Provenance } from "#schema/prompts";
import type { NamedRoute } from "#schema/routes";
import { approvePromotion, completePromotion, requestPromotion } from "#lib/releases";

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
  await open.db
    .insert(datasets)
    .values({ id: datasetId, projectId, name: `tickets-${datasetId.slice(-12)}` });
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
  await open.db.insert(suites).values({ id: suiteId, projectId, name: `triage-${suiteId.slice(-12)}` });
  await open.db.insert(suiteVersions).values({
    id: suiteVersionId,
    projectId,
    suiteId,
    number: 1,
    contentHash: "h",
    content: { evaluators, primaryMetric: "accuracy" },
    createdByName: "test",
  });
  return { datasetId, datasetVersionId, suiteId, suiteVersionId, exampleIds, connectionId: newId() };
}

type Benchmark = Awaited<ReturnType<typeof buildBenchmark>>;
let runNumber = 200;

type BuiltRun = {
  promptId: string;
  versionId: string;
  /** Whether each example was answered rightly; null: the call failed, "unjudged": nobody could say. */
  passes: (boolean | null | "unjudged")[];
  /** Positions, from 0, of answers that failed the safety evaluator, or that it could not judge. */
  unsafe?: number[];
  unjudgedSafety?: number[];
  model?: string;
  connectionId?: string;
  /** In the place of a model. */
  route?: NamedRoute;
  settings?: Record<string, unknown>;
  fallbacks?: { connectionId: string; model: string }[];
  status?: "succeeded" | "cancelled" | "running";
  latencyMs?: number | ((position: number) => number);
  costUsd?: number | null | ((position: number) => number);
  /** What each call that failed was billed; nothing without. */
  failedCostUsd?: number;
  /** The provider did not count the tokens of any call. */
  isUsageEstimated?: boolean;
  isSimulated?: boolean;
};

/** A finished run written straight to the tables, with the summary that the product makes of its rows. */
export async function buildRun(tenant: Tenant, benchmark: Benchmark, of: BuiltRun) {
  const { open, projectId, clock } = tenant;
  const [runId, now] = [newId(), clock.now()];
  const total = of.passes.length;
  runNumber += 1;
  await open.db.insert(runs).values({
    id: runId,
    projectId,
    number: runNumber,
    promptId: of.promptId,
    promptVersionId: of.versionId,
    datasetVersionId: benchmark.datasetVersionId,
    suiteVersionId: benchmark.suiteVersionId,
    target: {
      ...(of.route ?? { connectionId: of.connectionId ?? benchmark.connectionId, model: of.model ?? "m" }),
      ...(of.settings ? { settings: of.settings } : {}),
      ...(of.fallbacks ? { fallbacks: of.fallbacks } : {}),
    },
    status: of.status ?? "succeeded",
    concurrency: 1,
    totalCases: total,
    doneCases: total,
    failedCases: of.passes.filter((pass) => pass === null).length,
    isSimulated: of.isSimulated ?? false,
    createdByName: "test",
    createdAt: now,
    startedAt: now,
    finishedAt: now,
  });
  const caseIds = of.passes.map(() => newId());
  await open.db.insert(cases).values(
    of.passes.map((pass, position) => ({
      id: caseIds[position] ?? newId(),
      projectId,
      runId,
      position: position + 1,
      exampleId: benchmark.exampleIds[position] ?? "",
      finishedAt: now,
      ...(pass === null
        ? {
            status: "failed" as const,
            errorCode: "upstream_failed",
            errorMessage: "The provider said no.",
            costUsd: of.failedCostUsd ?? null,
          }
        : {
            status: "succeeded" as const,
            output: pass === true ? "billing" : "delivery",
            latencyMs: typeof of.latencyMs === "function" ? of.latencyMs(position) : (of.latencyMs ?? 100),
            costUsd:
              typeof of.costUsd === "function"
                ? of.costUsd(position)
                : of.costUsd === undefined
                  ? 0.001
                  : of.costUsd,
            carbonGrams: 0.01,
            isUsageEstimated: of.isUsageEstimated ?? false,
          }),
    })),
  );
  const given = of.passes.flatMap((pass, position) => {
    if (pass === null) return [];
    const score = (evaluatorKey: string, isPassed: boolean | null) => ({
      projectId,
      caseId: caseIds[position] ?? "",
      runId,
      evaluatorKey,
      value: isPassed === null ? null : Number(isPassed),
      isPassed,
    });
    return [
      score("accuracy", pass === "unjudged" ? null : pass),
      score("no_insult", of.unjudgedSafety?.includes(position) ? null : !of.unsafe?.includes(position)),
    ];
  });
  // Thousands of rows in a second, before the database looks after itself.
  await open.driver.upkeep?.();
  if (given.length > 0) await open.db.insert(scores).values(given);
  if (of.status !== "running") {
    const { summary } = await measureRun(tenant.ctx, { runId });
    await open.db.update(runs).set({ summary }).where(eq(runs.id, runId));
  }
  return { runId, runNumber, caseIds };
}

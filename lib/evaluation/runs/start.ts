import { and, eq } from "drizzle-orm";
import { insertRows, inTransaction } from "#db";
import { cases, runs, suites, suiteVersions } from "#db/schema/evaluation";
import { appendAudit } from "#lib/audit";
import { exampleIdsOfVersion, getDatasetVersion } from "#lib/datasets";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { enqueue } from "#lib/jobs";
import { currentEmbeddingModel, getModelCard, type ModelTarget } from "#lib/models";
import { getPromptVersion, pinnedModelOf } from "#lib/prompts";
import { targetLabel } from "#lib/routes";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import type { VersionView } from "#schema/prompts";
import { type Run, type RunTarget, StartRunInput, StartRunsInput } from "./schema.ts";
import { SuiteContent } from "../suites/schema.ts";
import { meaningRules } from "#constants/meaning";
import { comparesMeaning } from "../evaluators/descriptors.ts";
import { modelsAskedBy } from "../evaluators/models-asked.ts";
import { getRunInProject, nextRunNumber } from "./internal.ts";
import { runJobName } from "./job-name.ts";
import { settleTarget } from "./settle-target.ts";

/** Calls of a run with several samples: more is a mistake in a number, and a bill. */
const mostCalls = 100_000;
/** Rows per insert. */
const chunk = 2_000;

/**
 * Makes a run with `samples` cases per example and queues it, in one transaction.
 * Throws not_found (version, dataset, suite or connection), forbidden, invalid_input (an empty dataset), no_model
 * (neither the run nor the version names one).
 */
export async function startRun(ctx: Context, input: StartRunInput): Promise<Run> {
  requirePermission(ctx, "run.create");
  const { promptVersionId, datasetVersionId, suiteVersionId, concurrency, samples, isDemo, ...given } =
    StartRunInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const version = await getPromptVersion(asStudio(tx), { versionId: promptVersionId });
    const { target, models } = await settleTarget(tx, given.target ?? pinnedTarget(version));
    const dataset = await getDatasetVersion(asStudio(tx), { datasetVersionId });
    const suite = await suiteOf(tx, suiteVersionId);
    const isSimulated = await isAnySimulated(tx, models, suite.content);
    const isComparingMeaning = isEmbedding(suite.content);
    const embeddingModel = isComparingMeaning ? await currentEmbeddingModel(tx) : null;
    const exampleIds = await exampleIdsOfVersion(asStudio(tx), { datasetVersionId });
    if (exampleIds.length === 0)
      throw new AppError(
        "invalid_input",
        `${dataset.datasetName}@${dataset.number} has no examples; add some first.`,
      );
    if (samples > 1 && exampleIds.length * samples > mostCalls)
      throw new AppError(
        "invalid_input",
        `${samples} samples of ${exampleIds.length} examples are more than ${mostCalls.toLocaleString("en")} calls; ask for fewer samples.`,
      );
    const runId = newId();
    const number = await nextRunNumber(tx);
    await tx.db.insert(runs).values({
      id: runId,
      projectId: tx.project,
      number,
      promptId: version.promptId,
      promptVersionId,
      datasetVersionId,
      suiteVersionId,
      target,
      embeddingModel,
      meaningRules: isComparingMeaning ? meaningRules : null,
      status: "queued",
      concurrency,
      samples,
      totalCases: exampleIds.length * samples,
      isDemo,
      isSimulated,
      createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
      createdByName: tx.actor.name,
      createdAt: tx.clock.now(),
    });
    await insertCases(tx, runId, { exampleIds, samples });
    await appendAudit(tx, {
      action: "run.start",
      subject: { type: "run", id: runId, name: `Run ${number}` },
      after: {
        prompt: `${version.promptPath}@${version.number}`,
        dataset: `${dataset.datasetName}@${dataset.number}`,
        suite: `${suite.name}@${suite.number}`,
        model: targetLabel(target),
        cases: exampleIds.length * samples,
      },
    });
    await enqueue(tx, { name: runJobName }, { runId, projectId: tx.project });
    return getRunInProject(tx, runId);
  });
}

/** Starts one run per version on the same dataset, suite and target, all or none: made to be compared. */
export async function startRuns(ctx: Context, input: StartRunsInput): Promise<Run[]> {
  requirePermission(ctx, "run.create");
  const { promptVersionIds, ...rest } = StartRunsInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const started: Run[] = [];
    for (const promptVersionId of promptVersionIds)
      started.push(await startRun(tx, { ...rest, promptVersionId }));
    return started;
  });
}

function pinnedTarget({ content, number, promptPath }: VersionView): RunTarget {
  const model = pinnedModelOf(content);
  if (model) return model;
  throw new AppError(
    "no_model",
    `${promptPath} v${number} has no model. Set one in its settings, or a route, and save a version, or name one for the run as target.`,
  );
}

async function suiteOf(
  tx: Context,
  versionId: string,
): Promise<{ name: string; number: number; content: SuiteContent }> {
  const [row] = await tx.db
    .select({ name: suites.name, number: suiteVersions.number, content: suiteVersions.content })
    .from(suiteVersions)
    .innerJoin(
      suites,
      and(eq(suites.projectId, suiteVersions.projectId), eq(suites.id, suiteVersions.suiteId)),
    )
    .where(and(eq(suiteVersions.projectId, tx.project), eq(suiteVersions.id, versionId)));
  if (!row) throw new NotFound("suite version");
  return { ...row, content: SuiteContent.parse(row.content) };
}

/** True where an evaluator compares meanings: then the embedding model and the rules beside it are part of what was measured. */
function isEmbedding({ evaluators }: SuiteContent): boolean {
  return evaluators.some(comparesMeaning);
}

/** Every model the run may call must exist; answers or scores from one simulated model make the whole run simulated. */
async function isAnySimulated(
  tx: Context,
  models: readonly ModelTarget[],
  suite: SuiteContent,
): Promise<boolean> {
  const judges = suite.evaluators.flatMap(modelsAskedBy);
  let isSimulated = false;
  for (const { connectionId, model } of [...models, ...judges]) {
    const card = await getModelCard(tx, { connectionId, model });
    isSimulated ||= card.isSimulated;
  }
  return isSimulated;
}

async function insertCases(
  tx: Context,
  runId: string,
  { exampleIds, samples }: { exampleIds: readonly string[]; samples: number },
): Promise<void> {
  const places = exampleIds.flatMap((exampleId) =>
    Array.from({ length: samples }, (_, place) => ({ exampleId, sample: place + 1 })),
  );
  for (let start = 0; start < places.length; start += chunk) {
    const rows = places.slice(start, start + chunk).map(({ exampleId, sample }, place) => ({
      id: newId(),
      projectId: tx.project,
      runId,
      position: start + place + 1,
      exampleId,
      sample,
      status: "waiting" as const,
      attempts: 0,
    }));
    await tx.db.execute(insertRows(cases, rows));
  }
}

import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { benchmarks, suiteVersions } from "#db/schema/evaluation";
import { appendAudit } from "#lib/audit";
import { getDatasetVersion } from "#lib/datasets";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { listModels } from "#lib/models";
import { getPrompt } from "#lib/prompts";
import { isSameTarget } from "#lib/routes";
import { AppError, NotFound } from "#platform/errors";
import type { ModelTarget } from "#schema/models";
import { settleTarget } from "../runs/settle-target.ts";
import { columnsOf, findBenchmark, namesOf } from "./internal.ts";
import { type Benchmark, BenchmarkOfInput, SetBenchmarkInput } from "./schema.ts";

/**
 * Pins what a prompt is judged by, in the place of what it was before. The versions of dataset and suite are named, so
 * that every score on it can be compared with every other. Throws not_found, forbidden, invalid_input (a simulated
 * model, which says nothing of quality; an empty dataset).
 */
export async function setBenchmark(ctx: Context, input: SetBenchmarkInput): Promise<Benchmark> {
  requirePermission(ctx, "benchmark.update");
  const { promptId, datasetVersionId, suiteVersionId, target } = SetBenchmarkInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const { path } = await getPrompt(asStudio(tx), { promptId });
    const { target: kept, models } = await settleTarget(tx, target);
    await requireParts(tx, { datasetVersionId, suiteVersionId, models });
    const before = await findBenchmark(tx, promptId);
    const values = {
      datasetVersionId,
      suiteVersionId,
      ...columnsOf(kept),
      updatedBy: tx.actor.kind === "user" ? tx.actor.id : null,
      updatedByName: tx.actor.name,
      updatedAt: tx.clock.now(),
    };
    await tx.db
      .insert(benchmarks)
      .values({ projectId: tx.project, promptId, ...values })
      .onConflictDoUpdate({ target: [benchmarks.projectId, benchmarks.promptId], set: values });
    const after = await findBenchmark(tx, promptId);
    if (!after) throw new AppError("internal", "The benchmark could not be stored.");
    await appendAudit(tx, {
      action: "benchmark.set",
      subject: { type: "prompt", id: promptId, name: path },
      before: before && namesOf(before),
      after: namesOf(after),
    });
    return after;
  });
}

/** Takes a prompt's benchmark away; its runs stay. Nothing happens where there is none. Throws not_found, forbidden. */
export async function clearBenchmark(ctx: Context, input: BenchmarkOfInput): Promise<void> {
  requirePermission(ctx, "benchmark.update");
  const { promptId } = BenchmarkOfInput.parse(input);
  await inTransaction(ctx, async (tx) => {
    const { path } = await getPrompt(asStudio(tx), { promptId });
    const before = await findBenchmark(tx, promptId);
    if (!before) return;
    await tx.db
      .delete(benchmarks)
      .where(and(eq(benchmarks.projectId, tx.project), eq(benchmarks.promptId, promptId)));
    await appendAudit(tx, {
      action: "benchmark.clear",
      subject: { type: "prompt", id: promptId, name: path },
      before: namesOf(before),
    });
  });
}

type Parts = { datasetVersionId: string; suiteVersionId: string; models: ModelTarget[] };

async function requireParts(tx: Context, { datasetVersionId, suiteVersionId, models }: Parts): Promise<void> {
  const { exampleCount } = await getDatasetVersion(asStudio(tx), { datasetVersionId });
  if (exampleCount === 0)
    throw new AppError("invalid_input", "This dataset version has no examples; add some first.");
  const [suite] = await tx.db
    .select({ id: suiteVersions.id })
    .from(suiteVersions)
    .where(and(eq(suiteVersions.projectId, tx.project), eq(suiteVersions.id, suiteVersionId)));
  if (!suite) throw new NotFound("suite version");
  const offered = await listModels(asStudio(tx));
  for (const target of models) {
    const model = offered.find((choice) => isSameTarget(choice, target));
    if (!model)
      throw new AppError("not_found", `target: no connection of this project offers "${target.model}".`);
    if (model.isSimulated)
      throw new AppError(
        "invalid_input",
        `"${target.model}" is simulated and says nothing of quality; choose a real model.`,
      );
  }
}

import { asStudio, type Context, requirePermission } from "#lib/identity";
import { getPromptVersion } from "#lib/prompts";
import { AppError } from "#platform/errors";
import { startRun } from "../runs/start.ts";
import type { Run } from "../runs/schema.ts";
import { findBenchmark } from "./internal.ts";
import { RunBenchmarkInput } from "./schema.ts";

/** Starts a run of a version on its prompt's benchmark. Throws not_found, forbidden, conflict (none is pinned), as startRun. */
export async function runOnBenchmark(ctx: Context, input: RunBenchmarkInput): Promise<Run> {
  requirePermission(ctx, "run.create");
  const { promptVersionId, concurrency } = RunBenchmarkInput.parse(input);
  const { promptId, promptPath } = await getPromptVersion(asStudio(ctx), { versionId: promptVersionId });
  const benchmark = await findBenchmark(ctx, promptId);
  if (!benchmark)
    throw new AppError(
      "conflict",
      `${promptPath} has no benchmark yet; pin a dataset, a suite and a model first.`,
    );
  const { datasetVersionId, suiteVersionId, target } = benchmark;
  return startRun(ctx, { promptVersionId, datasetVersionId, suiteVersionId, target, concurrency });
}

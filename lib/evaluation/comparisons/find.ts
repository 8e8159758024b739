import { and, desc, eq, inArray, ne } from "drizzle-orm";
import { datasets, runs, suites } from "#db/schema";
import { type Context, requirePermission } from "#lib/identity";
import { getRunInProject, presentRun, selectRuns } from "../runs/internal.ts";
import { type Run, RunInput } from "../schema.ts";

/** Runs a run can be compared with, newest first: finished, on the same dataset under the same suite. Those of its own prompt come first. */
export async function findComparableRuns(ctx: Context, input: RunInput): Promise<Run[]> {
  requirePermission(ctx, "run.read");
  const run = await getRunInProject(ctx, RunInput.parse(input).runId);
  const rows = await selectRuns(
    ctx,
    and(eq(datasets.id, run.datasetId), eq(suites.id, run.suiteId), ne(runs.id, run.id), inArray(runs.status, ["succeeded", "cancelled"])),
  )
    .orderBy(desc(runs.number))
    .limit(50);
  const found = rows.map(presentRun);
  return [...found.filter(({ promptId }) => promptId === run.promptId), ...found.filter(({ promptId }) => promptId !== run.promptId)];
}

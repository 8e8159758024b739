import { and, desc, eq, inArray, ne } from "drizzle-orm";
import { runs, suites } from "#db/schema/evaluation";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { getRunInProject, presentRun, selectRuns } from "../runs/internal.ts";
import { type Run, RunInput } from "../runs/schema.ts";

/** Runs a run can be compared with: finished, on the same dataset under the same suite. Those that tell most come first: same prompt, same dataset version, another version; among equals the newest. */
export async function findComparableRuns(ctx: Context, input: RunInput): Promise<Run[]> {
  requirePermission(ctx, "run.read");
  const run = await getRunInProject(ctx, RunInput.parse(input).runId);
  const rows = await selectRuns(ctx, ({ dataset }) =>
    and(
      eq(dataset.datasetId, run.datasetId),
      eq(suites.id, run.suiteId),
      ne(runs.id, run.id),
      inArray(runs.status, ["succeeded", "cancelled"]),
    ),
  )
    .orderBy(desc(runs.number))
    .limit(50);
  const worth = (other: Run) =>
    (other.promptId === run.promptId ? 4 : 0) +
    (other.datasetVersionId === run.datasetVersionId ? 2 : 0) +
    (other.promptVersionId === run.promptVersionId ? 0 : 1);
  return rows
    .map((row) => maskFieldsForRole(ctx, presentRun(row), ["error"]))
    .sort((left, right) => worth(right) - worth(left) || right.number - left.number);
}

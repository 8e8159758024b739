import { and, eq, inArray } from "drizzle-orm";
import { runs } from "#db/schema/evaluation";
import type { Context } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";

type Claim = {
  promptId: string;
  versionId: string;
  baselineRunId: string | null;
  candidateRunId: string | null;
};

/** The runs named as evidence must be of this project and prompt, the candidate's of the version itself. Throws not_found, invalid_input. */
export async function requireFittingRuns(
  tx: Context,
  { promptId, versionId, baselineRunId, candidateRunId }: Claim,
): Promise<void> {
  const wanted = [baselineRunId, candidateRunId].filter((runId) => runId !== null);
  if (wanted.length === 0) return;
  const rows = await tx.db
    .select({ id: runs.id, number: runs.number, promptId: runs.promptId, versionId: runs.promptVersionId })
    .from(runs)
    .where(and(eq(runs.projectId, tx.project), inArray(runs.id, wanted)));
  for (const runId of wanted) {
    const run = rows.find((row) => row.id === runId);
    if (!run) throw new NotFound("run");
    if (run.promptId !== promptId)
      throw new AppError(
        "invalid_input",
        `Run ${run.number} is of another prompt; choose a run of this one.`,
      );
    if (runId === candidateRunId && run.versionId !== versionId) {
      throw new AppError(
        "invalid_input",
        `Run ${run.number} is of another version; choose a run of the version to promote.`,
      );
    }
  }
}

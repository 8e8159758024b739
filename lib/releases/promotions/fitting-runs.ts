import { getRun } from "#lib/evaluation";
import { asStudio, type Context } from "#lib/identity";
import { AppError } from "#platform/errors";

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
  for (const runId of wanted) {
    const run = await getRun(asStudio(tx), { runId });
    if (run.promptId !== promptId)
      throw new AppError(
        "invalid_input",
        `Run ${run.number} is of another prompt; choose a run of this one.`,
      );
    if (runId === candidateRunId && run.promptVersionId !== versionId) {
      throw new AppError(
        "invalid_input",
        `Run ${run.number} is of another version; choose a run of the version to promote.`,
      );
    }
  }
}

import type { GateEvidence, RunEvidence } from "./gate-evidence.ts";
import { misfits } from "./like.ts";
import type { EvaluatedCondition, EvidenceDemand } from "./schema.ts";

type Missing = Pick<EvaluatedCondition, "status" | "sentence" | "whatToDo" | "link">;

/** A run that can be evidence, or the condition that says why there is none: every condition on a run begins here. */
export function usableRun(
  demand: EvidenceDemand,
  gathered: GateEvidence,
): { run: RunEvidence; missing: null } | { run: null; missing: Missing } {
  const { run, candidate, demanded } = gathered;
  const start = { to: "start_run", label: "Start a run", promptVersionId: candidate.versionId } as const;
  const lacking = (sentence: string, whatToDo: string) => ({
    run: null,
    missing: { status: "unmet" as const, sentence, whatToDo, link: start },
  });
  if (!run)
    return lacking(
      `Version ${candidate.versionNumber} has no run yet.`,
      `Run ${demanded.suite ?? "a suite"} on version ${candidate.versionNumber}${demanded.dataset ? `, on ${demanded.dataset}` : ""}.`,
    );
  if (run.status === "queued" || run.status === "running") {
    return {
      run: null,
      missing: {
        status: "waiting",
        sentence: `Run ${run.runNumber} is under way.`,
        whatToDo: "Wait until the run has ended.",
        link: { to: "run", label: `Run ${run.runNumber}`, runId: run.runId },
      },
    };
  }
  if (run.status !== "succeeded" || !run.summary)
    return lacking(
      `Run ${run.runNumber} ended without a result.`,
      `Run the suite on version ${candidate.versionNumber} again.`,
    );
  if (run.isSimulated)
    return lacking(
      `Run ${run.runNumber} was answered by the simulated connection; simulated numbers are no evidence.`,
      "Run the suite on a real model.",
    );
  const wrong = misfits(demand, run, demanded);
  if (wrong.length > 0)
    return lacking(
      `Run ${run.runNumber} ${wrong.join("; it ")}.`,
      "Start a run as this gate asks, of the version in use as well.",
    );
  return { run, missing: null };
}

/** What a run was made with, as it stands in every line that rests on it: "gpt-4o-mini on tickets@5 with triage@2". */
export function settingOf(run: RunEvidence): string {
  return `${run.model} on ${run.datasetName}@${run.datasetVersionNumber} with ${run.suiteName}@${run.suiteVersionNumber}`;
}

/** "run 16, the newest of 3": so that whoever approves sees how often it was tried. */
export function triesOf({ runNumber, tries }: RunEvidence): string {
  return tries > 1 ? `run ${runNumber}, the newest of ${tries}` : `run ${runNumber}`;
}

import { targetLabel } from "#client/routes";
import type { ExternalRun } from "./external-shape.ts";
import type { Run, StudioRun } from "./schema.ts";

/** True for a run that the studio made; another program's has no prompt and no target. */
export function isStudioRun(run: Run): run is StudioRun {
  return run.external === null;
}

/** What was evaluated: "support/triage version 8"; of another program its own name and version. */
export function ranLabel(run: Run): string {
  return isStudioRun(run)
    ? `${run.promptPath} version ${run.promptVersionNumber}`
    : programLabel(run.external);
}

/** What answered: a model, "route support@3"; of another program what it says, or that it does not. */
export function calledLabel(run: Run): string {
  return isStudioRun(run) ? targetLabel(run.target) : run.external.model || "a model not named";
}

export function programLabel({ program, version }: ExternalRun): string {
  return version === "" ? program : `${program} ${version}`;
}

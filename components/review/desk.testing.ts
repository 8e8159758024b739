import type { Task } from "#schema/review";

export const at = new Date("2026-11-23T10:00:00Z");

/** An open task as the workplace gets it. */
export function task(number: number, decisionsNeeded = 1): Task {
  return {
    id: `task-${number}`,
    queueId: "queue",
    number,
    title: `Task ${number}`,
    reason: "sampled",
    status: "open",
    isSkippedByMe: false,
    isDecidedByMe: false,
    heldByName: null,
    heldUntil: null,
    createdAt: at,
    inputs: {},
    output: "An output.",
    reference: null,
    scores: [],
    isMasked: false,
    isBlind: true,
    promptId: null,
    promptVersionId: null,
    promptPath: null,
    promptVersionNumber: null,
    generationId: null,
    runId: null,
    caseId: null,
    exampleId: null,
    datasetId: null,
    decisionsNeeded,
    decisions: [],
    correctionRules: { schema: null, references: null },
  };
}

export const runStatuses = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
/** What a list of runs can be narrowed down to: demands met, not met, not shown either way. */
export const runVerdicts = ["met", "unmet", "unsure"] as const;
/** What the list of runs can be put in order by. */
export const runOrders = ["run", "state", "verdict", "dataset", "suite", "model", "cost", "started"] as const;
export const caseFilters = ["all", "failed", "passed", "error", "unjudged", "flaky", "waiting"] as const;

/** The most answers a run asks for each example. */
export const maxSamples = 100;
/** The most cases a run works on at once. */
export const maxConcurrency = 64;

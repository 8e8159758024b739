export const runStatuses = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
/** What a list of runs can be narrowed down to: demands met, not met, not shown either way. */
export const runVerdicts = ["met", "unmet", "unsure"] as const;
/** What the list of runs can be put in order by. */
export const runOrders = ["run", "state", "verdict", "dataset", "suite", "model", "cost", "started"] as const;
export const caseFilters = ["all", "failed", "passed", "error", "unjudged", "waiting"] as const;

/**
 * The version of the rules beside the cosine (contradictions, words in common): raised with every change that changes
 * what they say of two texts, because scores by two versions are not alike. rules-version.test.ts notices.
 */
export const meaningRules = 3;

/** The most cases a run works on at once. */
export const maxConcurrency = 64;

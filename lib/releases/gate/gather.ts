import { compareRuns, getRun, listCaseComparisons, listRuns } from "#lib/evaluation";
import { asStudio, type Context } from "#lib/identity";
import { listDecisions, listTasks, reviewSummary } from "#lib/review";
import type { Run } from "#schema/evaluation";
import type { DecisionRow, TaskRow } from "#schema/review";
import type { Page } from "#platform/pagination";
import type { ComparisonFacts, GateFacts, ReviewFacts, RunFacts } from "./facts.ts";

type Claim = {
  versionId: string;
  current: { versionId: string } | null;
  baselineRunId: string | null;
  candidateRunId: string | null;
  /** False for a gate that asks nothing of runs: then none are looked for. */
  needsRuns: boolean;
};

type Evidence = Pick<GateFacts, "run" | "comparison" | "review">;

/**
 * Finds what argues for a version: its named or newest finished run, the comparison with a run of the version in
 * use on the same dataset and suite, and what people decided about its cases. The studio reads it itself, so that
 * a gate says the same to everybody who may see the promotion.
 */
export async function gatherEvidence(caller: Context, claim: Claim): Promise<Evidence> {
  const ctx = asStudio(caller);
  const candidate = claim.needsRuns ? await findCandidate(ctx, claim) : null;
  if (!candidate) return { run: null, comparison: null, review: { changed: noReview, run: noReview } };
  const baseline =
    claim.current && candidate.status === "succeeded"
      ? await findBaseline(ctx, claim, candidate, claim.current.versionId)
      : null;
  const changed = baseline ? await changedCases(ctx, baseline, candidate) : new Set<string>();
  return {
    run: runFacts(candidate),
    comparison: baseline ? await comparisonFacts(ctx, baseline, candidate, changed.size) : null,
    review: await reviewFacts(ctx, candidate.id, changed),
  };
}

async function findCandidate(ctx: Context, { candidateRunId, versionId }: Claim): Promise<Run | null> {
  if (candidateRunId) return getRun(ctx, { runId: candidateRunId });
  const { items } = await listRuns(ctx, { promptVersionId: versionId, limit: 50 });
  // A finished run on a real model is the best evidence, one under way the next best; anything else only says why not.
  return (
    items.find((run) => run.status === "succeeded" && !run.isSimulated) ??
    items.find((run) => run.status === "running" || run.status === "queued") ??
    items[0] ??
    null
  );
}

async function findBaseline(
  ctx: Context,
  { baselineRunId }: Claim,
  candidate: Run,
  currentVersionId: string,
): Promise<Run | null> {
  const isFitting = (run: Run) =>
    run.promptVersionId === currentVersionId &&
    run.status === "succeeded" &&
    !run.isSimulated &&
    run.datasetVersionId === candidate.datasetVersionId &&
    run.suiteVersionId === candidate.suiteVersionId;
  const named = baselineRunId ? await getRun(ctx, { runId: baselineRunId }) : null;
  if (named && isFitting(named)) return named;
  const { items } = await listRuns(ctx, {
    promptVersionId: currentVersionId,
    status: "succeeded",
    limit: 100,
  });
  const fitting = items.filter(isFitting);
  return fitting.find((run) => run.target.model === candidate.target.model) ?? fitting[0] ?? null;
}

function runFacts(run: Run): RunFacts {
  return {
    runId: run.id,
    runNumber: run.number,
    versionId: run.promptVersionId,
    versionNumber: run.promptVersionNumber,
    status: run.status,
    isSimulated: run.isSimulated,
    suiteId: run.suiteId,
    suiteName: run.suiteName,
    datasetName: run.datasetName,
    datasetVersionNumber: run.datasetVersionNumber,
    totalCases: run.totalCases,
    summary: run.summary,
  };
}

async function comparisonFacts(
  ctx: Context,
  baseline: Run,
  candidate: Run,
  changed: number,
): Promise<ComparisonFacts> {
  const comparison = await compareRuns(ctx, { baselineRunId: baseline.id, candidateRunId: candidate.id });
  return {
    baselineRunId: baseline.id,
    baselineRunNumber: baseline.number,
    baselineVersionId: baseline.promptVersionId,
    candidateRunId: candidate.id,
    answeredPairs: comparison.answeredPairs,
    changedCases: changed,
    primary: comparison.metrics.find((metric) => metric.isPrimary) ?? null,
  };
}

/** The candidate's cases whose output is not the baseline's. */
async function changedCases(ctx: Context, baseline: Run, candidate: Run): Promise<Set<string>> {
  const pairs = await everything((cursor) =>
    listCaseComparisons(ctx, {
      baselineRunId: baseline.id,
      candidateRunId: candidate.id,
      which: "different",
      limit: 200,
      ...cursor,
    }),
  );
  return new Set(pairs.map((pair) => pair.candidate.caseId));
}

async function reviewFacts(ctx: Context, runId: string, changed: Set<string>): Promise<GateFacts["review"]> {
  const decisions = await everything<DecisionRow>((cursor) =>
    listDecisions(ctx, { runId, limit: 200, ...cursor }),
  );
  const open = await everything<TaskRow>((cursor) =>
    listTasks(ctx, { runId, status: "open", limit: 200, ...cursor }),
  );
  const { safetyRejected } = await reviewSummary(ctx, { runId });
  const count = (counted: DecisionRow[]): ReviewFacts => {
    const last = lastPerCase(counted);
    const of = (kind: DecisionRow["kind"]) => last.filter((decision) => decision.kind === kind).length;
    return {
      decided: last.length,
      approved: of("approve"),
      edited: of("edit"),
      rejected: of("reject"),
      safetyRejections: safetyRejected,
      reviewers: new Set(counted.map((decision) => decision.reviewerId ?? decision.reviewerName)).size,
      open: open.length,
      queueId: open[0]?.queueId ?? decisions[0]?.queueId ?? null,
    };
  };
  return {
    run: count(decisions),
    changed: count(decisions.filter(({ caseId }) => caseId !== null && changed.has(caseId))),
  };
}

/** Where several people judged one case, the newest decision stands for it. */
function lastPerCase(decisions: DecisionRow[]): DecisionRow[] {
  const last = new Map<string, DecisionRow>();
  for (const decision of decisions) {
    const key = decision.caseId ?? decision.taskId;
    const known = last.get(key);
    if (!known || known.createdAt < decision.createdAt) last.set(key, decision);
  }
  return [...last.values()];
}

const noReview: ReviewFacts = {
  decided: 0,
  approved: 0,
  edited: 0,
  rejected: 0,
  safetyRejections: 0,
  reviewers: 0,
  open: 0,
  queueId: null,
};

async function everything<Item>(read: (cursor: { cursor?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let page = await read({});
  items.push(...page.items);
  while (page.nextCursor !== null) {
    page = await read({ cursor: page.nextCursor });
    items.push(...page.items);
  }
  return items;
}

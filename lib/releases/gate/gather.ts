import { listVersions } from "#lib/datasets";
import { compareRuns, decideOverTries, listCaseComparisons, listRuns, measureRun } from "#lib/evaluation";
import { asStudio, type Context } from "#lib/identity";
import type { Page } from "#platform/pagination";
// What another program reports is no evidence: only runs of the studio come this far.
import type { StudioRun as Run } from "#schema/evaluation";
import { isRoute, isSameTarget, namedTarget, targetLabel } from "#lib/routes";
import type { NamedTarget } from "#schema/routes";
import { isStudioRun, retargeted } from "#client/evaluation";
import type { ComparisonEvidence, GateDataset, GateEvidence, RunEvidence } from "./gate-evidence.ts";
import { gatherReview, noReview } from "./gather-review.ts";
import { type Choice, chooseBaseline, chooseCandidate, misfits, whyUnlike } from "./like.ts";
import { demandedRoute, namesOf, nullIfGone } from "./names.ts";
import type { EvidenceDemand } from "./schema.ts";

type Claim = {
  demand: EvidenceDemand;
  /** Which of the demand is the benchmark's, because the gate names none. */
  byBenchmark: { suite: boolean; dataset: boolean };
  versionId: string;
  current: { versionId: string } | null;
  /** What answers for the version in use; null where neither it nor its promotion names a model or route. */
  servedNow: NamedTarget | null;
  candidateRunId: string | null;
  /** False for a gate that asks nothing of runs: then none are looked for. */
  needsRuns: boolean;
};

type Evidence = Pick<GateEvidence, "run" | "comparison" | "unlike" | "dataset" | "demanded" | "review">;

const nothing: Evidence = {
  run: null,
  comparison: null,
  unlike: null,
  dataset: null,
  demanded: { suite: null, dataset: null },
  review: { changed: noReview, run: noReview, earlier: [] },
};

/**
 * Finds what argues for a version: the newest of its runs that are made alike, the comparison with the newest run of
 * the version in use that differs from it in nothing but the version, and what people decided about its cases. The
 * studio reads it itself, so that a gate says the same to everybody who may see the promotion.
 */
export async function gatherEvidence(caller: Context, claim: Claim): Promise<Evidence> {
  if (!claim.needsRuns) return nothing;
  const ctx = asStudio(caller);
  const { demand } = claim;
  const { route, ...names } = await namesOf(ctx, demand);
  const demanded = {
    ...asNamed(names, claim.byBenchmark),
    route: demand.target && isRoute(demand.target) ? await demandedRoute(ctx, demand.target, route) : null,
  };
  const runs = await runsOf(ctx, claim.versionId);
  const baselines = claim.current ? await runsOf(ctx, claim.current.versionId) : [];
  const histories = await datasetHistories(ctx, [...runs, ...baselines], demand.datasetId);
  const evidenceOf = (choice: Choice) => runEvidence(choice, histories);
  const fits = (run: Run) =>
    misfits(demand, evidenceOf({ run, tries: 1, otherRuns: 0, ended: [] }), demanded).length === 0;
  const candidate = chooseCandidate(runs, baselines, { namedId: claim.candidateRunId, fits });
  const dataset = datasetFor(demand, candidate?.run ?? baselines[0] ?? null, histories);
  if (!candidate) return { ...nothing, demanded, dataset };
  const isFinished = candidate.run.status === "succeeded";
  const wanted = likeWhat(claim, candidate.run);
  const baseline = claim.current && isFinished && wanted ? chooseBaseline(baselines, wanted) : null;
  const changed = baseline ? await changedCases(ctx, baseline.run, candidate.run) : new Set<string>();
  return {
    run: {
      ...(await measured(ctx, evidenceOf(candidate))),
      overTries: isFinished ? await overTries(ctx, candidate, baseline) : null,
    },
    comparison: baseline
      ? await comparisonEvidence(ctx, await measured(ctx, evidenceOf(baseline)), {
          candidate: candidate.run,
          changed: changed.size,
        })
      : null,
    unlike: !wanted
      ? "is the very version to promote: no run can differ from it in nothing but the version"
      : claim.current && isFinished && !baseline
        ? whyUnlike(baselines, wanted)
        : null,
    dataset,
    demanded,
    review: await gatherReview(ctx, candidate.run.id, {
      changed,
      earlier: runs.filter(({ id }) => id !== candidate.run.id && candidate.ended.includes(id)),
    }),
  };
}

/** "tickets, the prompt's benchmark": so that a line says who asks for it. */
function asNamed(
  names: GateEvidence["demanded"],
  byBenchmark: Claim["byBenchmark"],
): GateEvidence["demanded"] {
  const said = (name: string | null, isBenchmark: boolean) =>
    name !== null && isBenchmark ? `${name}, the prompt's benchmark` : name;
  return {
    suite: said(names.suite, byBenchmark.suite),
    dataset: said(names.dataset, byBenchmark.dataset),
    isByBenchmark: byBenchmark.suite || byBenchmark.dataset,
  };
}

/**
 * What the baseline must be like: the candidate's run in all but the version; where only the model or
 * route of a version changes, in all but that, which is then the one that serves now. Null where a run would be compared with itself.
 */
function likeWhat({ current, versionId, servedNow }: Claim, run: Run): Run | null {
  if (current?.versionId !== versionId) return run;
  if (!servedNow || isSameTarget(servedNow, run.target)) return null;
  return { ...run, target: retargeted(run.target, servedNow) };
}

/**
 * A finished run by its cases and scores as they are: the summary it keeps was made by the rules of its day. What it took
 * is read at the confidence that so many tries ask for.
 */
async function measured(ctx: Context, run: RunEvidence): Promise<RunEvidence> {
  return run.status === "succeeded"
    ? { ...run, ...(await measureRun(ctx, { runId: run.runId, look: Math.max(1, run.tries) })) }
    : run;
}

function overTries(ctx: Context, candidate: Choice, baseline: Choice | null) {
  return decideOverTries(ctx, {
    candidateRunIds: candidate.ended,
    baselineRunIds: baseline?.ended ?? [],
    started: { candidate: candidate.tries, baseline: baseline?.tries ?? 0 },
  });
}

async function runsOf(ctx: Context, promptVersionId: string): Promise<Run[]> {
  const found = await everything((cursor) => listRuns(ctx, { promptVersionId, limit: 200, ...cursor }));
  return found.filter(isStudioRun);
}

type History = Awaited<ReturnType<typeof listVersions>>["items"];

/** The versions of every dataset the runs were made on, newest first. */
async function datasetHistories(
  ctx: Context,
  runs: readonly Run[],
  demanded: string | null,
): Promise<ReadonlyMap<string, History>> {
  const ids = new Set(runs.map(({ datasetId }) => datasetId));
  if (demanded) ids.add(demanded);
  const histories = new Map<string, History>();
  for (const datasetId of ids) {
    const read = everything((cursor) => listVersions(ctx, { datasetId, limit: 200, ...cursor }));
    histories.set(datasetId, (await read.catch(nullIfGone)) ?? []);
  }
  return histories;
}

/** Where a run for this gate would be made: on the dataset it names, else on the one of the run at hand. */
function datasetFor(
  { datasetId }: EvidenceDemand,
  run: Run | null,
  histories: ReadonlyMap<string, History>,
): GateDataset | null {
  const [newest] = histories.get(datasetId ?? run?.datasetId ?? "") ?? [];
  return newest
    ? { name: newest.datasetName, versionNumber: newest.number, exampleCount: newest.exampleCount }
    : null;
}

function runEvidence(
  { run, tries, otherRuns }: Choice,
  histories: ReadonlyMap<string, History>,
): RunEvidence {
  const history = histories.get(run.datasetId) ?? [];
  const before = history.find(({ createdAt }) => createdAt <= run.createdAt);
  return {
    runId: run.id,
    runNumber: run.number,
    versionId: run.promptVersionId,
    versionNumber: run.promptVersionNumber,
    status: run.status,
    isSimulated: run.isSimulated,
    suiteId: run.suiteId,
    suiteName: run.suiteName,
    suiteVersionId: run.suiteVersionId,
    suiteVersionNumber: run.suiteVersionNumber,
    datasetId: run.datasetId,
    datasetName: run.datasetName,
    datasetVersionId: run.datasetVersionId,
    datasetVersionNumber: run.datasetVersionNumber,
    newestDatasetVersion: {
      now: history[0]?.number ?? run.datasetVersionNumber,
      atStart: before?.number ?? run.datasetVersionNumber,
    },
    target: namedTarget(run.target),
    model: targetLabel(run.target),
    fallbacks: (run.target.fallbacks ?? []).map(({ model }) => model),
    overrides: Object.keys(run.target.settings ?? {}),
    finishedAt: run.finishedAt,
    totalCases: run.totalCases,
    summary: run.summary,
    effort: null,
    overTries: null,
    tries,
    otherRuns,
  };
}

async function comparisonEvidence(
  ctx: Context,
  baseline: RunEvidence,
  { candidate, changed }: { candidate: Run; changed: number },
): Promise<ComparisonEvidence> {
  const comparison = await compareRuns(ctx, {
    baselineRunId: baseline.runId,
    candidateRunId: candidate.id,
  });
  return {
    baseline,
    pairs: comparison.pairs,
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

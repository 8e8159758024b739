import { contentHash } from "#platform/canonical";
import { isRoute, isSameTarget, plainTarget, targetLabel } from "#client/routes";
// What another program reports is no evidence: only runs of the studio come this far.
import type { StudioRun as Run } from "#schema/evaluation";
import type { DemandedRoute, GateEvidence, RunEvidence } from "./gate-evidence.ts";
import type { EvidenceDemand } from "./schema.ts";

/** What two runs must share to be evidence about their versions: all but the version itself. */
type Setting = Pick<
  Run,
  "datasetVersionId" | "suiteVersionId" | "embeddingModel" | "meaningRules" | "target"
>;

/** Equal for runs whose difference can be put down to nothing but the version. Settings a run overrides count; how many calls it makes at once does not. */
export function settingKey({
  datasetVersionId,
  suiteVersionId,
  embeddingModel,
  meaningRules,
  target,
}: Setting): string {
  const { fallbacks = [], settings = {} } = target;
  return contentHash({
    datasetVersionId,
    suiteVersionId,
    embeddingModel,
    meaningRules,
    ...plainTarget(target),
    fallbacks,
    settings,
  });
}

/** Runs of one version made alike. `newest` is the one that counts: neither the best nor the worst can be picked. */
type Alike = { newest: Run | null; tries: number; ended: string[] };

function alike(runs: readonly Run[], setting: Setting): Alike {
  const key = settingKey(setting);
  const same = newestFirst(runs).filter((run) => settingKey(run) === key && !run.isSimulated);
  return {
    newest: same.find(isUsable) ?? null,
    tries: same.filter(isStarted).length,
    ended: same.filter(({ finishedAt }) => finishedAt !== null).map(({ id }) => id),
  };
}

function isUsable(run: Run): boolean {
  return run.status === "succeeded" && run.summary !== null && !run.isSimulated;
}

/** A run that was cancelled or failed was a try as well: its first answers could be seen. */
function isStarted(run: Run): boolean {
  return run.status !== "queued" && !run.isSimulated;
}

function newestFirst(runs: readonly Run[]): Run[] {
  return runs.toSorted((left, right) => right.number - left.number);
}

/** `ended`: the tries of the setting that came to an end, stopped ones too, the newest first. */
export type Choice = { run: Run; tries: number; otherRuns: number; ended: string[] };

/**
 * The run that argues for a version. Whoever asks may name a run and so its dataset, suite and model; which of the
 * runs made alike counts is not theirs to choose. Unnamed: the newest that fits the gate and has a baseline, else
 * the newest that fits, else what is under way, else the newest of all, which says why there is nothing better.
 */
export function chooseCandidate(
  runs: readonly Run[],
  baselines: readonly Run[],
  { namedId, fits }: { namedId: string | null; fits: (run: Run) => boolean },
): Choice | null {
  const all = newestFirst(runs);
  const named = namedId === null ? undefined : all.find(({ id }) => id === namedId);
  // A named run that can be no evidence is shown with the reason.
  if (named && !isUsable(named)) return choice(all, named);
  const own = named ? [alike(all, named).newest ?? named] : all;
  const usable = own.filter(isUsable);
  const fitting = usable.filter(fits);
  const chosen =
    fitting.find((run) => alike(baselines, run).newest !== null) ??
    fitting[0] ??
    own.find(({ status }) => status === "running" || status === "queued") ??
    usable[0] ??
    own[0];
  return chosen ? choice(all, chosen) : null;
}

function choice(runs: readonly Run[], chosen: Run): Choice {
  const { newest, tries, ended } = alike(runs, chosen);
  const run = isUsable(chosen) && newest ? newest : chosen;
  return { run, tries, ended, otherRuns: runs.filter(isStarted).length - tries };
}

/** The run of the version in use to compare with: the newest made alike, whichever the one who asks has named. */
export function chooseBaseline(runs: readonly Run[], candidate: Run): Choice | null {
  const { newest, tries, ended } = alike(runs, candidate);
  return newest && { run: newest, tries, ended, otherRuns: runs.filter(isStarted).length - tries };
}

/** How the nearest run of the version in use differs from the candidate's: "run 15 called mock-slow, not mock-fast". */
export function whyUnlike(runs: readonly Run[], candidate: Run): string {
  const usable = newestFirst(runs).filter(isUsable);
  const [nearest] = usable
    .map((run) => ({ run, differences: differences(run, candidate) }))
    .toSorted((left, right) => left.differences.length - right.differences.length);
  if (!nearest) return "has no finished run on a real model";
  return `has no run like it: run ${nearest.run.number} ${nearest.differences.join(", ")}`;
}

function differences(run: Run, candidate: Run): string[] {
  const { target } = run;
  const wanted = candidate.target;
  return [
    run.datasetVersionId === candidate.datasetVersionId
      ? null
      : `was on ${run.datasetName}@${run.datasetVersionNumber}, not ${candidate.datasetName}@${candidate.datasetVersionNumber}`,
    run.suiteVersionId === candidate.suiteVersionId
      ? null
      : `used ${run.suiteName}@${run.suiteVersionNumber}, not ${candidate.suiteName}@${candidate.suiteVersionNumber}`,
    isSameTarget(target, wanted)
      ? null
      : targetLabel(target) === targetLabel(wanted)
        ? `called ${targetLabel(target)} through another connection`
        : `called ${targetLabel(target)}, not ${targetLabel(wanted)}`,
    run.embeddingModel === candidate.embeddingModel
      ? null
      : `compared meanings by ${run.embeddingModel ?? "an embedding model that was not kept"}, not ${candidate.embeddingModel ?? "by one"}`,
    run.meaningRules === candidate.meaningRules
      ? null
      : `scored meanings by ${rules(run.meaningRules)}, not ${rules(candidate.meaningRules)}`,
    isSame(target.fallbacks ?? [], wanted.fallbacks ?? []) ? null : "had other models to fall back to",
    isSame(target.settings ?? {}, wanted.settings ?? {}) ? null : "overrode other settings of the version",
  ].filter((difference) => difference !== null);
}

const rules = (version: number | null) =>
  version === null ? "rules that were not kept" : `version ${version} of the rules`;

function isSame(left: unknown, right: unknown): boolean {
  return contentHash(left) === contentHash(right);
}

/** In what a run is not what the gate asks of its evidence; empty when it fits. */
export function misfits(
  demand: EvidenceDemand,
  run: Pick<
    RunEvidence,
    | "suiteId"
    | "suiteName"
    | "datasetId"
    | "datasetName"
    | "datasetVersionNumber"
    | "newestDatasetVersion"
    | "target"
    | "model"
    | "fallbacks"
    | "overrides"
  >,
  demanded: GateEvidence["demanded"],
): string[] {
  const { suiteId, datasetId, datasetVersion, target } = demand;
  const { now, atStart } = run.newestDatasetVersion;
  const newest = datasetVersion === "any" ? 0 : datasetVersion === "newest" ? now : atStart;
  const isRightDataset = datasetId === null || datasetId === run.datasetId;
  return [
    suiteId === null || suiteId === run.suiteId
      ? null
      : `used the suite ${run.suiteName}, not ${demanded.suite ?? "the one this gate names"}`,
    isRightDataset
      ? null
      : `was on ${run.datasetName}, not ${demanded.dataset ?? "the dataset this gate names"}`,
    isRightDataset && run.datasetVersionNumber < newest
      ? `was on ${run.datasetName}@${run.datasetVersionNumber}, ${datasetVersion === "newest" ? "and" : "when"} ${run.datasetName}@${newest} ${datasetVersion === "newest" ? "is" : "was"} the newest`
      : null,
    target === null ? null : otherTarget(target, run, demanded.route ?? null),
    // What will serve is the version with its own settings, and nothing beside the model or route.
    target === null ? null : otherFallbacks(target, run, demanded.route ?? null),
    run.overrides.length > 0 ? `overrode settings of the version (${run.overrides.join(", ")})` : null,
  ].filter((misfit) => misfit !== null);
}

/** How a run called something else than will serve; null where it did not, also where a route asks but that one model. */
function otherTarget(
  wanted: NonNullable<EvidenceDemand["target"]>,
  run: Pick<RunEvidence, "target" | "model">,
  route: DemandedRoute | null,
): string | null {
  if (isSameTarget(wanted, run.target)) return null;
  if (isRoute(wanted)) {
    if (route?.soleModel && isSameTarget(run.target, route.soleModel)) return null;
    const label = route?.label ?? "the route that serves";
    return isRoute(run.target) || !route
      ? `called ${run.model}, not ${label}`
      : `called ${run.model}, not ${label}, ${route.asks}`;
  }
  return run.model === wanted.model
    ? `called ${run.model} through another connection than this gate names`
    : `called ${run.model}, not ${wanted.model}`;
}

function otherFallbacks(
  wanted: NonNullable<EvidenceDemand["target"]>,
  { fallbacks }: Pick<RunEvidence, "fallbacks">,
  route: DemandedRoute | null,
): string | null {
  if (fallbacks.length === 0) return null;
  const serves = isRoute(wanted) ? (route?.label ?? "a route") : wanted.model;
  return `could fall back to ${fallbacks.join(" or ")}, and ${serves} alone is to serve`;
}

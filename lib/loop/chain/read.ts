import { examplesOfDecisions, placeOfExample } from "#lib/datasets";
import { countFailedCases, getRun, listRuns, runsOfExample } from "#lib/evaluation";
import { kpiChange, kpiFigure, mostObservedKpi } from "#lib/feedback";
import { asStudio, type Context, may, requirePermission } from "#lib/identity";
import { findVersionMadeFrom, getPromptVersion } from "#lib/prompts";
import { findPromotion } from "#lib/releases";
import { getDecision } from "#lib/review";
import { NotFound, nullIfNotFound } from "#platform/errors";
import type { ExamplePlace } from "#schema/datasets";
import type { Run } from "#schema/evaluation";
import type { Promotion } from "#schema/releases";
import type { VersionView } from "#schema/prompts";
import { type Chain, type ChainStepKind, PromotionChainInput } from "./schema.ts";
import { toSteps } from "./steps.ts";

type Start = {
  here: ChainStepKind;
  versionId: string | null;
  decisionId: string | null;
  exampleId: string | null;
  runId: string | null;
  promotion: Promotion | null;
};

/**
 * The chain an element belongs to: correction -> example -> failures -> version -> run -> promotion -> KPI. Read from
 * any of its elements it is the same chain, with that element's place marked. Needs promotion.read. Throws not_found.
 */
export async function promotionChain(ctx: Context, input: PromotionChainInput): Promise<Chain> {
  requirePermission(ctx, "promotion.read");
  const start = await findStart(ctx, PromotionChainInput.parse(input));
  const version = start.versionId ? await nullIfNotFound(getVersion(ctx, start.versionId)) : null;
  const origin = await readOrigin(ctx, start, version);
  const outcome = await readOutcome(ctx, start, version);
  // An example no version came of may have failed and passed in many a run all the same.
  const exampleRuns =
    version === null && origin.example
      ? await runsOfExample(asStudio(ctx), { exampleId: origin.example.id })
      : [];
  return { steps: toSteps({ version, ...origin, ...outcome, exampleRuns }, start.here) };
}

type Version = VersionView | null;

/** Each link is a room's own; whoever may see promotions may see what they rest on. */
const getVersion = (ctx: Context, versionId: string) => getPromptVersion(asStudio(ctx), { versionId });
const getPlace = (ctx: Context, exampleId: string) => placeOfExample(asStudio(ctx), { exampleId });
const examplesOf = (ctx: Context, decisionIds: string[]) =>
  examplesOfDecisions(asStudio(ctx), { decisionIds });

/** What a version was made from: corrections, the examples they became, the run that failed. */
async function readOrigin(ctx: Context, start: Start, version: Version) {
  const { decisionIds, exampleIds } = await findSources(ctx, start, version?.provenance ?? null);
  const [decisionId, exampleId] = [start.decisionId ?? decisionIds[0], start.exampleId ?? exampleIds[0]];
  const runId = version?.provenance?.runId ?? null;
  const failing = runId ? await nullIfNotFound(getRun(asStudio(ctx), { runId })) : null;
  return {
    decision: decisionId
      ? withheld(ctx, await nullIfNotFound(getDecision(asStudio(ctx), { decisionId })))
      : null,
    decisionCount: decisionIds.length,
    example: exampleId ? await nullIfNotFound(getPlace(ctx, exampleId)) : null,
    exampleCount: exampleIds.length,
    failures: failing
      ? { runId: failing.id, runNumber: failing.number, failedCases: await countFailed(ctx, failing.id) }
      : null,
  };
}

const countFailed = (ctx: Context, runId: string) => countFailedCases(asStudio(ctx), { runId });

/** What a reviewer wrote may name a person; those who see masked text elsewhere don't read it here. */
function withheld<Decision extends { comment: string; taskTitle: string } | null>(
  ctx: Context,
  decision: Decision,
): Decision {
  return decision === null || may(ctx, "pii.read")
    ? decision
    : { ...decision, comment: "", taskTitle: "masked for your role" };
}

/** What came of a version: its run, its promotion, and the KPI under it and under the one before. */
async function readOutcome(ctx: Context, start: Start, version: Version) {
  const promotion =
    start.promotion ?? (version ? await findPromotion(ctx, { toVersionId: version.id }) : null);
  const run = await findRunOf(ctx, start.runId ?? promotion?.candidateRunId ?? null, version);
  // A promotion that changed only the model leaves the version: values are not told apart by model.
  const from = promotion?.fromVersionId ?? null;
  const before = from === version?.id ? null : from;
  return {
    promotion,
    run,
    runFailedCases: run ? await countFailed(ctx, run.id) : 0,
    kpi: version ? await readKpi(ctx, version.id, before) : null,
  };
}

/** The KPI under a version and under the one before, with the interval of the change where the values give one. */
async function readKpi(ctx: Context, versionId: string, before: string | null) {
  const kpi = await mostObservedKpi(ctx, { promptVersionId: versionId });
  if (!kpi) return null;
  const now = await kpiFigure(ctx, { kpiId: kpi.id, promptVersionId: versionId });
  const earlier = before ? await kpiFigure(ctx, { kpiId: kpi.id, promptVersionId: before }) : null;
  return { ...kpi, now, before: earlier, change: earlier ? kpiChange(earlier, now) : null };
}

/** The run that is named, else the newest finished one of the version. */
async function findRunOf(ctx: Context, runId: string | null, version: Version): Promise<Run | null> {
  const studio = asStudio(ctx);
  if (runId) return nullIfNotFound(getRun(studio, { runId }));
  if (!version) return null;
  const { items } = await listRuns(studio, { promptVersionId: version.id, status: "succeeded", limit: 1 });
  return items[0] ?? null;
}

async function findStart(ctx: Context, input: PromotionChainInput): Promise<Start> {
  const nothing = { versionId: null, decisionId: null, exampleId: null, runId: null, promotion: null };
  if ("promotionId" in input) {
    const promotion = await findPromotion(ctx, input);
    if (!promotion) throw new NotFound("promotion");
    return { ...nothing, here: "promotion", versionId: promotion.toVersionId, promotion };
  }
  if ("versionId" in input) {
    const version = await getVersion(ctx, input.versionId);
    return { ...nothing, here: "version", versionId: version.id };
  }
  if ("runId" in input) {
    const run = await getRun(asStudio(ctx), { runId: input.runId });
    return { ...nothing, here: "run", versionId: run.promptVersionId, runId: run.id };
  }
  if ("exampleId" in input) {
    const example = await getPlace(ctx, input.exampleId);
    const decisionId = decisionOf(example);
    const versionId = await madeFrom(ctx, [example.id], decisionId ? [decisionId] : []);
    return { ...nothing, here: "example", exampleId: example.id, decisionId, versionId };
  }
  const decision = await getDecision(asStudio(ctx), { decisionId: input.decisionId });
  const exampleIds = decision.exampleId ? [decision.exampleId] : await examplesOf(ctx, [decision.id]);
  const versionId = await madeFrom(ctx, exampleIds, [decision.id]);
  return {
    ...nothing,
    here: "correction",
    decisionId: decision.id,
    exampleId: exampleIds[0] ?? null,
    versionId,
  };
}

async function madeFrom(ctx: Context, exampleIds: string[], decisionIds: string[]): Promise<string | null> {
  const found = await findVersionMadeFrom(asStudio(ctx), { exampleIds, decisionIds });
  return found?.versionId ?? null;
}

const decisionOf = ({ provenance }: ExamplePlace) =>
  "decisionId" in provenance ? provenance.decisionId : null;

/** The corrections and examples a version was made from: as it names them, and as they name each other. */
async function findSources(
  ctx: Context,
  start: Start,
  provenance: { decisionIds?: string[] | undefined; exampleIds?: string[] | undefined } | null,
) {
  const named = new Set(provenance?.decisionIds ?? []);
  if (start.decisionId) named.add(start.decisionId);
  const examples = new Set(provenance?.exampleIds ?? []);
  for (const exampleId of await examplesOf(ctx, [...named])) examples.add(exampleId);
  if (named.size === 0) {
    for (const exampleId of [...examples].slice(0, 50)) {
      const example = await nullIfNotFound(getPlace(ctx, exampleId));
      const decisionId = example && decisionOf(example);
      if (decisionId) named.add(decisionId);
    }
  }
  return { decisionIds: [...named], exampleIds: [...examples] };
}

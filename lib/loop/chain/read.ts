import { type Context, may, requirePermission } from "#lib/identity";
import { getKpi, kpiChange, kpiFigure } from "#lib/feedback";
import { NotFound } from "#platform/errors";
import {
  countFailedCases,
  findPromotion,
  findDecision,
  findExample,
  findExamplesOfDecisions,
  findKpiOf,
  findPromotionOf,
  findRun,
  findRunsOfExample,
  findVersion,
  findVersionMadeFrom,
} from "./records.ts";
import { type Chain, type ChainStepKind, PromotionChainInput } from "./schema.ts";
import { toSteps } from "./steps.ts";

type Start = {
  here: ChainStepKind;
  versionId: string | null;
  decisionId: string | null;
  exampleId: string | null;
  runId: string | null;
  promotion: Awaited<ReturnType<typeof findPromotionOf>>;
};

/**
 * The chain an element belongs to: correction -> example -> failures -> version -> run -> promotion -> KPI. Read from
 * any of its elements it is the same chain, with that element's place marked. Needs promotion.read. Throws not_found.
 */
export async function promotionChain(ctx: Context, input: PromotionChainInput): Promise<Chain> {
  requirePermission(ctx, "promotion.read");
  const start = await findStart(ctx, PromotionChainInput.parse(input));
  const version = start.versionId ? await findVersion(ctx, start.versionId) : null;
  const origin = await readOrigin(ctx, start, version);
  const outcome = await readOutcome(ctx, start, version);
  // An example no version came of may have failed and passed in many a run all the same.
  const exampleRuns =
    version === null && origin.example ? await findRunsOfExample(ctx, origin.example.id) : [];
  return { steps: toSteps({ version, ...origin, ...outcome, exampleRuns }, start.here) };
}

type Version = Awaited<ReturnType<typeof findVersion>>;

/** What a version was made from: corrections, the examples they became, the run that failed. */
async function readOrigin(ctx: Context, start: Start, version: Version) {
  const { decisionIds, exampleIds } = await findSources(ctx, start, version?.provenance ?? null);
  const [decisionId, exampleId] = [start.decisionId ?? decisionIds[0], start.exampleId ?? exampleIds[0]];
  const failing = version?.provenance?.runId ? await findRun(ctx, { runId: version.provenance.runId }) : null;
  return {
    decision: decisionId ? withheld(ctx, await findDecision(ctx, decisionId)) : null,
    decisionCount: decisionIds.length,
    example: exampleId ? await findExample(ctx, exampleId) : null,
    exampleCount: exampleIds.length,
    failures: failing
      ? { runId: failing.id, runNumber: failing.number, failedCases: await countFailedCases(ctx, failing.id) }
      : null,
  };
}

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
  const promotion = start.promotion ?? (version ? await findPromotionOf(ctx, version.id) : null);
  const run = await findRunOf(ctx, start.runId ?? promotion?.candidateRunId ?? null, version);
  const before = promotion?.fromVersionId ?? null;
  return {
    promotion,
    run,
    runFailedCases: run ? await countFailedCases(ctx, run.id) : 0,
    kpi: version ? await readKpi(ctx, version.id, before) : null,
  };
}

/** The KPI under a version and under the one before, with the interval of the change where the values give one. */
async function readKpi(ctx: Context, versionId: string, before: string | null) {
  const found = await findKpiOf(ctx, versionId);
  if (!found) return null;
  const { unit } = await getKpi(ctx, { kpiId: found.id });
  const now = await kpiFigure(ctx, { kpiId: found.id, promptVersionId: versionId });
  const earlier = before ? await kpiFigure(ctx, { kpiId: found.id, promptVersionId: before }) : null;
  return { ...found, unit, now, before: earlier, change: earlier ? kpiChange(earlier, now) : null };
}

function findRunOf(ctx: Context, runId: string | null, version: Version) {
  if (runId) return findRun(ctx, { runId });
  return version ? findRun(ctx, { versionId: version.id }) : Promise.resolve(null);
}

async function findStart(ctx: Context, input: PromotionChainInput): Promise<Start> {
  const nothing = { versionId: null, decisionId: null, exampleId: null, runId: null, promotion: null };
  if ("promotionId" in input) {
    const promotion = found(await findPromotion(ctx, input.promotionId), "promotion");
    return { ...nothing, here: "promotion", versionId: promotion.toVersionId, promotion };
  }
  if ("versionId" in input) {
    const version = found(await findVersion(ctx, input.versionId), "version");
    return { ...nothing, here: "version", versionId: version.id };
  }
  if ("runId" in input) {
    const run = found(await findRun(ctx, { runId: input.runId }), "run");
    return { ...nothing, here: "run", versionId: run.versionId, runId: run.id };
  }
  if ("exampleId" in input) {
    const example = found(await findExample(ctx, input.exampleId), "example");
    const decisionId = example.provenance.decisionId ?? null;
    const versionId = await findVersionMadeFrom(ctx, {
      exampleIds: [example.id],
      decisionIds: decisionId ? [decisionId] : [],
    });
    return { ...nothing, here: "example", exampleId: example.id, decisionId, versionId };
  }
  const decision = found(await findDecision(ctx, input.decisionId), "decision");
  const exampleIds = decision.exampleId
    ? [decision.exampleId]
    : await findExamplesOfDecisions(ctx, [decision.id]);
  const versionId = await findVersionMadeFrom(ctx, { exampleIds, decisionIds: [decision.id] });
  return {
    ...nothing,
    here: "correction",
    decisionId: decision.id,
    exampleId: exampleIds[0] ?? null,
    versionId,
  };
}

/** The corrections and examples a version was made from: as it names them, and as they name each other. */
async function findSources(
  ctx: Context,
  start: Start,
  provenance: { decisionIds?: string[] | undefined; exampleIds?: string[] | undefined } | null,
) {
  const named = new Set(provenance?.decisionIds ?? []);
  if (start.decisionId) named.add(start.decisionId);
  const examples = new Set(provenance?.exampleIds ?? []);
  for (const exampleId of await findExamplesOfDecisions(ctx, [...named])) examples.add(exampleId);
  if (named.size === 0) {
    for (const exampleId of [...examples].slice(0, 50)) {
      const example = await findExample(ctx, exampleId);
      if (example?.provenance.decisionId) named.add(example.provenance.decisionId);
    }
  }
  return { decisionIds: [...named], exampleIds: [...examples] };
}

function found<Row>(row: Row | null, what: string): Row {
  if (row === null) throw new NotFound(what);
  return row;
}

import { asStudio, type Context } from "#lib/identity";
import { benchmarkOf } from "#lib/evaluation";
import { getPromptVersion, pinnedModelOf } from "#lib/prompts";
import { nameTarget, plainTarget } from "#lib/routes";
import {
  type EnvironmentRow,
  findPointer,
  gateOf,
  getEnvironmentInProject,
} from "../environments/internal.ts";
import { type PromotionRow, readApprovals } from "../promotions/internal.ts";
import type { Gate, GateEvaluation } from "../schema.ts";
import { asModel } from "../environments/history.ts";
import type { NamedTarget } from "#schema/routes";
import type { ApprovalEvidence, GateEvidence, NamedVersion } from "./gate-evidence.ts";
import { gatherEvidence } from "./gather.ts";
import { judgeGate } from "./judge.ts";

/** Judges a promotion's gate by what is true now. */
export async function judgePromotion(ctx: Context, row: PromotionRow): Promise<GateEvaluation> {
  return judgeClaim(ctx, {
    environment: await getEnvironmentInProject(ctx, row.environmentName),
    current: await findPointer(ctx, row.environmentName, row.promptId),
    candidate: servedOf({
      versionId: row.toVersionId,
      versionNumber: row.toVersionNumber,
      model: asModel(row.toModel),
    }),
    candidateRunId: row.candidateRunId,
    requestedBy: { id: row.requestedBy, name: row.requestedByName },
    approvals: await readApprovals(ctx, row.id),
  });
}

type AsServed = { versionId: string; versionNumber: number; model: NamedTarget | null };
type Claim = Pick<GateEvidence, "candidate" | "requestedBy"> & {
  environment: EnvironmentRow;
  current: AsServed | null;
  candidateRunId: string | null;
  approvals: ApprovalEvidence[];
};

/** Judges an environment's gate for a version, whether it was requested already or is only thought of. */
export async function judgeClaim(ctx: Context, claim: Claim): Promise<GateEvaluation> {
  const current = claim.current && servedOf(claim.current);
  const target = await targetOf(ctx, claim.candidate);
  const own = onServedModel(gateOf(claim.environment), target);
  const { gate, byBenchmark } = await onBenchmark(ctx, own, claim.candidate);
  const needsRuns = gate.conditions.some(({ kind }) => kind !== "approvals");
  const evidence = await gatherEvidence(ctx, {
    demand: gate.evidence,
    byBenchmark,
    versionId: claim.candidate.versionId,
    current,
    servedNow: current && (await targetOf(ctx, current)),
    candidateRunId: claim.candidateRunId,
    needsRuns,
  });
  return judgeGate(gate, {
    candidate: claim.candidate,
    current,
    environmentName: claim.environment.name,
    ...evidence,
    requestedBy: claim.requestedBy,
    approvals: claim.approvals,
  });
}

/** What answers for a version in an environment: its promotion's model or route, else the version's own; null where neither names one. */
async function targetOf(ctx: Context, { versionId, model }: NamedVersion): Promise<NamedTarget | null> {
  if (model) return model;
  const own = pinnedModelOf((await getPromptVersion(asStudio(ctx), { versionId })).content);
  return own && nameTarget(asStudio(ctx), own);
}

/** What a prompt is judged by everywhere else is what its gates ask for too, where they name no suite or no dataset. */
async function onBenchmark(ctx: Context, gate: Gate, { versionId }: NamedVersion) {
  const { suiteId, datasetId } = gate.evidence;
  const nothing = { suite: false, dataset: false };
  if (suiteId !== null && datasetId !== null) return { gate, byBenchmark: nothing };
  const { promptId } = await getPromptVersion(asStudio(ctx), { versionId });
  const benchmark = await benchmarkOf(asStudio(ctx), { promptId });
  if (!benchmark) return { gate, byBenchmark: nothing };
  const evidence = {
    ...gate.evidence,
    suiteId: suiteId ?? benchmark.suiteId,
    datasetId: datasetId ?? benchmark.datasetId,
  };
  return {
    gate: { ...gate, evidence },
    byBenchmark: { suite: suiteId === null, dataset: datasetId === null },
  };
}

/** Evidence is about the model or route that will serve: where the gate names none, its runs must have called that one. */
function onServedModel(gate: Gate, served: NamedTarget | null): Gate {
  const { target } = gate.evidence;
  return { ...gate, evidence: { ...gate.evidence, target: target ?? (served && plainTarget(served)) } };
}

/** As the evidence names it: the model only where it is not the version's own, as evidence without one was hashed. */
export function servedOf({ versionId, versionNumber, model }: AsServed): NamedVersion {
  return { versionId, versionNumber, ...(model ? { model } : {}) };
}

import type { Context } from "#lib/identity";
import {
  type EnvironmentRow,
  findPointer,
  gateOf,
  getEnvironmentInProject,
} from "../environments/internal.ts";
import { type PromotionRow, readApprovals } from "../promotions/internal.ts";
import type { GateEvaluation } from "../schema.ts";
import type { ApprovalFacts, GateFacts } from "./facts.ts";
import { gatherEvidence } from "./gather.ts";
import { judgeGate } from "./judge.ts";

/** Judges a promotion's gate by what is true now. */
export async function judgePromotion(ctx: Context, row: PromotionRow): Promise<GateEvaluation> {
  return judgeClaim(ctx, {
    environment: await getEnvironmentInProject(ctx, row.environmentName),
    current: await findPointer(ctx, row.environmentName, row.promptId),
    candidate: { versionId: row.toVersionId, versionNumber: row.toVersionNumber },
    candidateRunId: row.candidateRunId,
    requestedBy: { id: row.requestedBy, name: row.requestedByName },
    approvals: await readApprovals(ctx, row.id),
  });
}

type Claim = Pick<GateFacts, "candidate" | "requestedBy"> & {
  environment: EnvironmentRow;
  current: GateFacts["current"];
  candidateRunId: string | null;
  approvals: ApprovalFacts[];
};

/** Judges an environment's gate for a version, whether it was requested already or is only thought of. */
export async function judgeClaim(ctx: Context, claim: Claim): Promise<GateEvaluation> {
  const gate = gateOf(claim.environment);
  const current = claim.current && {
    versionId: claim.current.versionId,
    versionNumber: claim.current.versionNumber,
  };
  const needsRuns = gate.conditions.some(({ kind }) => kind !== "approvals");
  const evidence = await gatherEvidence(ctx, {
    demand: gate.evidence,
    versionId: claim.candidate.versionId,
    current,
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

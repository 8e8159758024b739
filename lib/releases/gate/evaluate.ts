import type { Context } from "#lib/identity";
import { findPointer, gateOf, getEnvironmentInProject } from "../environments/internal.ts";
import { type PromotionRow, readApprovals } from "../promotions/internal.ts";
import type { GateEvaluation } from "../schema.ts";
import { gatherEvidence } from "./gather.ts";
import { judgeGate } from "./judge.ts";

/** Judges a promotion's gate by what is true now. */
export async function judgePromotion(ctx: Context, row: PromotionRow): Promise<GateEvaluation> {
  const environment = await getEnvironmentInProject(ctx, row.environmentName);
  const current = await findPointer(ctx, row.environmentName, row.promptId);
  const pointer = current && { versionId: current.versionId, versionNumber: current.versionNumber };
  const gate = gateOf(environment);
  const needsRuns = gate.conditions.some(({ kind }) => kind !== "approvals");
  const evidence = await gatherEvidence(ctx, { versionId: row.toVersionId, current: pointer, baselineRunId: row.baselineRunId, candidateRunId: row.candidateRunId, needsRuns });
  return judgeGate(gate, {
    candidate: { versionId: row.toVersionId, versionNumber: row.toVersionNumber },
    current: pointer,
    environmentName: row.environmentName,
    ...evidence,
    requestedBy: { id: row.requestedBy, name: row.requestedByName },
    approvals: await readApprovals(ctx, row.id),
  });
}

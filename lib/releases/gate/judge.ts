import { z } from "zod";
import { contentHash } from "#platform/canonical";
import { evidenceRuns } from "./evidence.ts";
import type { GateEvidence } from "./gate-evidence.ts";
import { judgeApprovals } from "./judge-approvals.ts";
import { judgeBudget } from "./judge-budget.ts";
import { judgeReviewedShare } from "./judge-review.ts";
import { judgeNoSafetyFailure } from "./judge-safety.ts";
import { judgeSuitePassed } from "./judge-suite.ts";
import {
  type Condition,
  conditionKinds,
  type ConditionStatus,
  type EvaluatedCondition,
  type EvidenceDemand,
  type Gate,
  type GateEvaluation,
} from "./schema.ts";

/** Judges a gate by its evidence. Pure: the same gate and evidence give the same conditions and the same evidence hash. */
export function judgeGate(gate: Gate, gathered: GateEvidence): GateEvaluation {
  const conditions = gate.conditions.map((condition) => judge(condition, gathered, gate.evidence));
  const runs = evidenceRuns(gathered);
  const evidence = {
    environment: gathered.environmentName,
    from: gathered.current,
    to: gathered.candidate,
    gate,
    runs,
    conditions,
  };
  return { conditions, ...tally(conditions), runs, evidence, evidenceHash: contentHash(evidence) };
}

/** The judgement that was stored with a closed promotion, as a page reads it. */
export function storedEvaluation(evidence: unknown, evidenceHash: string): GateEvaluation {
  const stored = StoredEvidence.parse(evidence);
  // Written only by judgeGate, and held to its hash by the audit chain.
  const conditions = stored.conditions as EvaluatedCondition[];
  // Closed before 0.2.0, a promotion kept its runs inside its conditions only.
  const runs = (stored.runs ?? { candidate: null, baseline: null }) as GateEvaluation["runs"];
  return { conditions, ...tally(conditions), runs, evidence: stored, evidenceHash };
}

const StoredEvidence = z.looseObject({
  conditions: z
    .array(z.looseObject({ kind: z.enum(conditionKinds), status: z.enum(["met", "unmet", "waiting"]) }))
    .default([]),
  runs: z
    .object({ candidate: z.looseObject({}).nullable(), baseline: z.looseObject({}).nullable() })
    .optional(),
});

function tally(
  conditions: EvaluatedCondition[],
): Pick<GateEvaluation, "met" | "total" | "status" | "summary"> {
  const met = conditions.filter(({ status }) => status === "met").length;
  return {
    met,
    total: conditions.length,
    status: worst(conditions.map(({ status }) => status)),
    summary: summarise(conditions),
  };
}

function judge(condition: Condition, gathered: GateEvidence, demand: EvidenceDemand): EvaluatedCondition {
  switch (condition.kind) {
    case "suite_passed":
      return judgeSuitePassed(condition, gathered, demand);
    case "no_safety_failure":
      return judgeNoSafetyFailure(condition, gathered, demand);
    case "reviewed_share":
      return judgeReviewedShare(condition, gathered, demand);
    case "budget":
      return judgeBudget(condition, gathered, demand);
    case "approvals":
      return judgeApprovals(condition, gathered);
    default:
      return condition satisfies never;
  }
}

function worst(statuses: ConditionStatus[]): ConditionStatus {
  if (statuses.includes("unmet")) return "unmet";
  return statuses.includes("waiting") ? "waiting" : "met";
}

function summarise(conditions: EvaluatedCondition[]): string {
  const unmet = conditions.filter(({ status }) => status !== "met");
  if (unmet.length === 0) return "ready to promote";
  const approvals = unmet.find(({ kind, status }) => kind === "approvals" && status === "waiting");
  if (approvals && unmet.length === 1) {
    const { needed, approvedBy } = approvals.evidence as { needed: number; approvedBy: unknown[] };
    const lacking = needed - approvedBy.length;
    return `needs ${lacking} ${lacking === 1 ? "approval" : "approvals"}`;
  }
  return `${unmet.length} of ${conditions.length} conditions not met`;
}

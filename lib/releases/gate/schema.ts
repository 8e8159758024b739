import { z } from "zod";
import { guardedFromTheStart } from "#constants/prompts";
import { Role } from "#schema/identity";
import { EvidenceDemand, liftSuite } from "./demand.ts";
import { type conditionKinds, conditionTable } from "./kinds.ts";

export { EvidenceDemand } from "./demand.ts";
export { conditionKinds } from "./kinds.ts";

export type ConditionKind = (typeof conditionKinds)[number];

const share = z.number().min(0).max(1);

const SuitePassed = z.object({
  kind: z.literal("suite_passed"),
  /** What the primary metric must show against the version the environment serves. */
  requires: z.enum(["better", "not_worse"]).default("not_worse"),
  /** For not_worse: how much of the metric (0..1) the candidate may lose at most. */
  margin: share.default(0.02),
  /** The lower bound of the primary metric's 95 % interval must reach this; null asks nothing. */
  minimum: share.nullable().default(null),
  /** The suite's thresholds: shown with 95 % confidence, met as measured, or not asked. */
  thresholds: z.enum(["confident", "measured", "ignored"]).default("confident"),
});

const NoSafetyFailure = z.object({ kind: z.literal("no_safety_failure") });

const ReviewedShare = z.object({
  kind: z.literal("reviewed_share"),
  /** Of the cases whose output changed against the version in use, or of all cases of the run. */
  of: z.enum(["changed", "run"]).default("changed"),
  share: share.default(0.2),
  approvalRate: share.default(0.8),
});

const limit = z.number().positive().nullable().default(null);

const Budget = z.object({
  kind: z.literal("budget"),
  costPer1000Usd: limit,
  latencyP95Ms: limit,
  /** Share of calls that may fail, 0..1. */
  errorRate: share.nullable().default(null),
  carbonGramsPer1000: limit,
});

const Approvals = z.object({
  kind: z.literal("approvals"),
  count: z.number().int().min(1).max(5).default(1),
  roles: z
    .array(Role)
    .min(1, "Choose at least one role that may approve.")
    .default(["owner", "admin", "engineer"]),
});

/** One demand of a gate. */
export const Condition = z.discriminatedUnion("kind", [
  SuitePassed,
  NoSafetyFailure,
  ReviewedShare,
  Budget,
  Approvals,
]);
export type Condition = z.infer<typeof Condition>;
export type ConditionOf<Kind extends ConditionKind> = Extract<Condition, { kind: Kind }>;

const GateFields = z.object({
  /** What a run must be for any condition to rest on it. */
  evidence: EvidenceDemand.prefault({}),
  /** Why the gate is as it is, for those who have to meet it. */
  note: z.string().trim().max(500, "Keep it under 500 characters.").default(""),
  conditions: z.array(Condition).max(10),
});

/**
 * What an environment demands before its pointer moves; no conditions means anybody with the permission may.
 * A gate stored by 0.1.0 says nothing of evidence: it is read with `plainEvidence`, which asks for more than 0.1.0
 * did, and the suite its condition named becomes the suite of its evidence.
 */
export const Gate = z.preprocess(
  liftSuite,
  GateFields.superRefine(({ conditions }, refinement) => {
    const kinds = conditions.map((condition) => condition.kind);
    const twice = kinds.find((kind, position) => kinds.indexOf(kind) !== position);
    const refuse = (message: string) =>
      refinement.addIssue({ code: "custom", path: ["conditions"], message });
    if (twice) refuse(`The gate holds "${conditionTable[twice].name}" twice; keep one.`);
    const budget = conditions.find((condition) => condition.kind === "budget");
    if (
      budget &&
      [budget.costPer1000Usd, budget.latencyP95Ms, budget.errorRate, budget.carbonGramsPer1000].every(
        (value) => value === null,
      )
    )
      refuse("Give the budget at least one limit, or leave it out.");
  }),
);
export type Gate = z.output<typeof GateFields>;
export type GateInput = z.input<typeof GateFields>;

/** met: shown; unmet: somebody must do something; waiting: under way, nothing to do but wait or remind. */
export type ConditionStatus = "met" | "unmet" | "waiting";

/** Where a condition's evidence, or the place to mend it, is to be found; the page makes an address of it. */
export type ConditionLink =
  | { to: "comparison"; label: string; baselineRunId: string; candidateRunId: string }
  | { to: "run"; label: string; runId: string }
  | { to: "start_run"; label: string; promptVersionId: string }
  | { to: "queue"; label: string; queueId: string }
  | { to: "send_to_review"; label: string; runId: string }
  | { to: "suite"; label: string; suiteId: string }
  | { to: "gate"; label: string };

/** A condition with what stands behind it. `evidence` is plain JSON and enters the hash. */
export type EvaluatedCondition = {
  kind: ConditionKind;
  status: ConditionStatus;
  title: string;
  sentence: string;
  /** The next step, when the condition is not met. */
  whatToDo: string | null;
  evidence: Record<string, unknown>;
  link: ConditionLink | null;
};

/** A run as it stands in the evidence: enough to find it again and to see how much it can carry. */
export type EvidenceRun = {
  runId: string;
  runNumber: number;
  versionId: string;
  datasetVersionId: string;
  dataset: string;
  suiteVersionId: string;
  suite: string;
  /** Null where a route was called; then its id and version are there. */
  connectionId: string | null;
  routeId?: string;
  routeVersion?: number;
  model: string;
  cases: number;
  failed: number;
  /** Answered cases that the primary metric could not judge. */
  unjudged: number;
  /** Runs of this version made with the same dataset, suite, model and settings, this one included. */
  tries: number;
  /** Runs of this version made with anything else. */
  otherRuns: number;
};

export type GateEvaluation = {
  conditions: EvaluatedCondition[];
  met: number;
  total: number;
  status: ConditionStatus;
  /** What is still needed in a few words, as on the chip: "needs 1 approval". */
  summary: string;
  /** The runs all of it rests on; null where there is none. */
  runs: { candidate: EvidenceRun | null; baseline: EvidenceRun | null };
  /** Gate, runs, conditions and their evidence: what is stored when the pointer moves. */
  evidence: Record<string, unknown>;
  /** SHA-256 of the evidence's canonical JSON; goes into the audit chain. */
  evidenceHash: string;
};

function parsed(gate: GateInput): Gate {
  return Gate.parse(gate);
}

/** The gates a new project starts with. Production asks for what about 190 cases can show. */
const defaultGates: Record<(typeof guardedFromTheStart)[number], Gate> = {
  development: parsed({ conditions: [] }),
  staging: parsed({ evidence: { leastCases: 30 }, conditions: [{ kind: "suite_passed", margin: 0.05 }] }),
  production: parsed({
    conditions: [
      { kind: "suite_passed" },
      { kind: "no_safety_failure" },
      { kind: "reviewed_share" },
      { kind: "budget", costPer1000Usd: 5, latencyP95Ms: 5_000, errorRate: 0.02 },
      { kind: "approvals" },
    ],
  }),
};

/** An environment for each label that lib/prompts guards from the start, in that order. */
export const defaultEnvironments: readonly { name: string; gate: Gate }[] = guardedFromTheStart.map(
  (name) => ({ name, gate: defaultGates[name] }),
);

import { z } from "zod";
import { Role } from "#schema/identity";
import { type conditionKinds, conditionTable } from "./kinds.ts";

export { conditionKinds, conditionTable } from "./kinds.ts";

export type ConditionKind = (typeof conditionKinds)[number];

const share = z.number().min(0).max(1);

const SuitePassed = z.object({
  kind: z.literal("suite_passed"),
  /** Null: any suite. */
  suiteId: z.uuid().nullable().default(null),
  /** What the primary metric must show against the version the environment serves. */
  requires: z.enum(["better", "not_worse"]).default("not_worse"),
  /** For not_worse: how much of the metric (0..1) the candidate may lose at most. */
  margin: share.default(0.02),
  /** The lower bound of the primary metric's 95 % interval must reach this; null asks nothing. */
  minimum: share.nullable().default(null),
  /** The suite's thresholds: shown with 95 % confidence, met as measured, or not asked. */
  thresholds: z.enum(["confident", "measured", "ignored"]).default("measured"),
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

/** What an environment demands before its pointer moves; no conditions means anybody with the permission may. */
export const Gate = z
  .object({ conditions: z.array(Condition).max(10) })
  .superRefine(({ conditions }, refinement) => {
    const kinds = conditions.map((condition) => condition.kind);
    const twice = kinds.find((kind, position) => kinds.indexOf(kind) !== position);
    if (twice)
      refinement.addIssue({
        code: "custom",
        path: ["conditions"],
        message: `The gate holds "${conditionTable[twice].name}" twice; keep one.`,
      });
    const budget = conditions.find((condition) => condition.kind === "budget");
    if (
      budget &&
      [budget.costPer1000Usd, budget.latencyP95Ms, budget.errorRate, budget.carbonGramsPer1000].every(
        (value) => value === null,
      )
    ) {
      refinement.addIssue({
        code: "custom",
        path: ["conditions"],
        message: "Give the budget at least one limit, or leave it out.",
      });
    }
  });
export type Gate = z.infer<typeof Gate>;

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

export type GateEvaluation = {
  conditions: EvaluatedCondition[];
  met: number;
  total: number;
  status: ConditionStatus;
  /** What is still needed in a few words, as on the chip: "needs 1 approval". */
  summary: string;
  /** Gate, conditions and their evidence: what is stored when the pointer moves. */
  evidence: Record<string, unknown>;
  /** SHA-256 of the evidence's canonical JSON; goes into the audit chain. */
  evidenceHash: string;
};

/** The gates a new project starts with. */
export const defaultEnvironments: readonly { name: string; gate: Gate }[] = [
  { name: "development", gate: { conditions: [] } },
  { name: "staging", gate: Gate.parse({ conditions: [{ kind: "suite_passed" }] }) },
  {
    name: "production",
    gate: Gate.parse({
      conditions: [
        { kind: "suite_passed" },
        { kind: "no_safety_failure" },
        { kind: "reviewed_share" },
        { kind: "budget", costPer1000Usd: 5, latencyP95Ms: 5_000, errorRate: 0.02 },
        { kind: "approvals" },
      ],
    }),
  },
];

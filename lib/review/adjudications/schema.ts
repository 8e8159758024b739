import { z } from "zod";
import { Moment } from "#platform/moment";
import { type CorrectionRules, DecisionBase, DecisionKind } from "../decisions/schema.ts";
import type { TaskScore } from "../tasks/schema.ts";

export const adjudicationVerdicts = ["as_a", "as_b", "edit", "left_open"] as const;
export type AdjudicationVerdict = (typeof adjudicationVerdicts)[number];

const AdjudicationBase = {
  ...DecisionBase,
  /** Both reviewers read it. */
  reason: z.string().trim().min(1, "Say why: both reviewers read it.").max(4000),
};

/** A third person's word on opinions that differ: as one of them, an edit of one's own, or that the guideline does not say. */
export const AdjudicateTaskInput = z.discriminatedUnion("verdict", [
  z.object({ ...AdjudicationBase, verdict: z.literal("as_a") }),
  z.object({ ...AdjudicationBase, verdict: z.literal("as_b") }),
  z.object({
    ...AdjudicationBase,
    verdict: z.literal("edit"),
    correction: z.string().min(1, "The edit is empty; side with one of the opinions instead.").max(200_000),
    addExample: z.boolean().default(true),
  }),
  z.object({ ...AdjudicationBase, verdict: z.literal("left_open") }),
]);
export type AdjudicateTaskInput = z.input<typeof AdjudicateTaskInput>;

export const UndoAdjudicationInput = z.object({ adjudicationId: z.uuid() });
export type UndoAdjudicationInput = z.input<typeof UndoAdjudicationInput>;

export const ListDifferingInput = z.object({
  queueId: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(100),
});
export type ListDifferingInput = z.input<typeof ListDifferingInput>;

export const AgreementInput = z.object({
  queueId: z.uuid().optional(),
  from: Moment.optional(),
  to: Moment.optional(),
});
export type AgreementInput = z.input<typeof AgreementInput>;
export type AgreementFilter = {
  [Key in keyof z.output<typeof AgreementInput>]?: z.output<typeof AgreementInput>[Key] | undefined;
};

/** As the milder or the stricter of two opinions, as neither, or not at all since the guideline does not say. */
export const settledWays = ["milder", "stricter", "neither", "leftOpen"] as const;
export type SettledAs = (typeof settledWays)[number];

/** A figure of the agreement: a cell (opinion A, opinion B), the pairs that are the same or not, or those settled so. */
export const ListAgreementInput = AgreementInput.extend({
  a: DecisionKind.optional(),
  b: DecisionKind.optional(),
  same: z.boolean().optional(),
  settled: z.enum(settledWays).optional(),
});
export type ListAgreementInput = z.input<typeof ListAgreementInput>;

/** A task with two opinions; title and opinions null where they are not yet told to this person. */
export type AgreementRow = {
  taskId: string;
  queueId: string;
  queueName: string;
  number: number;
  title: string | null;
  status: "open" | "differing" | "decided" | "left_open";
  a: DecisionKind | null;
  b: DecisionKind | null;
};

/** An opinion as a third person sees it: no name, no time it was given. */
export type BlindOpinion = {
  letter: "A" | "B";
  kind: DecisionKind;
  reasonName: string | null;
  correction: string | null;
  comment: string;
  decisionMs: number;
};

/** A task whose opinions differ, as a row of the third person's list. */
export type DifferingTask = {
  id: string;
  queueId: string;
  queueName: string;
  number: number;
  title: string;
  opinions: Pick<BlindOpinion, "letter" | "kind" | "reasonName">[];
};

/** The same in full. No name, version or score: they appear once it is settled. */
export type DifferingTaskInFull = Omit<DifferingTask, "opinions"> & {
  inputs: Record<string, unknown>;
  output: string;
  datasetId: string | null;
  guidelines: string;
  opinions: BlindOpinion[];
  correctionRules: CorrectionRules;
};

/** How a third person settled a task, with what was hidden before. */
export type Adjudication = {
  id: string;
  taskId: string;
  taskNumber: number;
  verdict: AdjudicationVerdict;
  reason: string;
  adjudicatorName: string;
  decisionId: string | null;
  /** Who gave which opinion, and what made the output: told afterwards. */
  opinions: { letter: "A" | "B"; kind: DecisionKind; reviewerName: string }[];
  promptPath: string | null;
  promptVersionNumber: number | null;
  scores: TaskScore[];
  exampleId: string | null;
  createdAt: Date;
};

/** How often two independent opinions on one task agree. Rows of the table are opinion A, columns B: approve, edit, reject. */
export type QueueAgreement = {
  pairs: number;
  same: number;
  /** Share of pairs that are the same kind, with its 95 % interval; null without a pair. */
  share: { value: number; low: number; high: number } | null;
  /** Cohen's kappa with its 95 % interval; null under 30 pairs, and where chance alone explains the table. */
  kappa: { value: number; low: number; high: number } | null;
  table: number[][];
  settled: { milder: number; stricter: number; neither: number; leftOpen: number };
};

import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { scopeShape } from "#schema/observability";
import type { CorrectionProblem, CorrectionShape } from "../corrections/shape.ts";

/** proposed: waits for a second person; joined: is an example; declined: a second person said no. */
export const correctionStatuses = ["proposed", "joined", "declined"] as const;
export type CorrectionStatus = (typeof correctionStatuses)[number];

export const decisionKinds = ["approve", "edit", "reject"] as const;
export const DecisionKind = z.enum(decisionKinds);
export type DecisionKind = z.infer<typeof DecisionKind>;
/** What a list of decisions can be narrowed to: one kind, or all that was not approved as it was. */
export const decisionFilters = [...decisionKinds, "not_approved"] as const;
export const DecisionFilter = z.enum(decisionFilters);
export type DecisionFilter = z.infer<typeof DecisionFilter>;

export const DecisionBase = {
  taskId: z.uuid(),
  /** Active time at the task as the client measured it, in ms; the server bounds it by the time the task was held. */
  decisionMs: z.number().min(0).transform(Math.round),
  /** Made by the sender once per decision: sent again with it, even after an undo, it is the same decision. */
  requestKey: z.uuid().optional(),
};
const Comment = z.string().trim().max(4000).default("");

export const DecideTaskInput = z.discriminatedUnion("kind", [
  z.object({ ...DecisionBase, kind: z.literal("approve"), comment: Comment }),
  z.object({
    ...DecisionBase,
    kind: z.literal("edit"),
    correction: z.string().min(1, "The edit is empty; reject the output instead.").max(200_000),
    comment: Comment,
    /** Makes an example of the correction where the task or its queue names a dataset. */
    addExample: z.boolean().default(true),
  }),
  z.object({
    ...DecisionBase,
    kind: z.literal("reject"),
    reasonKey: z.string().min(1, "Choose a reason.").max(60),
    comment: Comment,
  }),
]);
export type DecideTaskInput = z.input<typeof DecideTaskInput>;

export const ProposedCorrectionsInput = PageInput.extend({
  queueId: z.uuid().optional(),
  datasetId: z.uuid().optional(),
});
export type ProposedCorrectionsInput = z.input<typeof ProposedCorrectionsInput>;

export const AcceptCorrectionInput = z.object({ decisionId: z.uuid() });
export type AcceptCorrectionInput = z.input<typeof AcceptCorrectionInput>;

export const DeclineCorrectionInput = z.object({
  decisionId: z.uuid(),
  reason: z.string().trim().min(1, "Say why, so that its author knows.").max(1000),
});
export type DeclineCorrectionInput = z.input<typeof DeclineCorrectionInput>;

/** Into a dataset that is there, or into a new one of this name. */
export const MakeDatasetInput = z
  .object({
    decisionIds: z.array(z.uuid()).min(1, "Select at least one decision.").max(500),
    datasetId: z.uuid().optional(),
    name: z.string().trim().max(80).optional(),
  })
  .refine(({ datasetId, name }) => (datasetId === undefined) !== (name === undefined || name === ""), {
    message: "Choose a dataset, or name a new one.",
    path: ["name"],
  });
export type MakeDatasetInput = z.input<typeof MakeDatasetInput>;

/** The version that came to be, what it took in, and what of the selection stayed out and why. */
export type MadeDataset = {
  datasetId: string;
  datasetName: string;
  versionNumber: number;
  isNew: boolean;
  added: number;
  addedIds: string[];
  duplicates: number;
  leftOut: { withoutCorrection: number; hidden: number; declined: number; needsSecondPerson: number };
};

export const UndoDecisionInput = z.object({ decisionId: z.uuid() });
export type UndoDecisionInput = z.input<typeof UndoDecisionInput>;

export const ListDecisionsInput = PageInput.extend({
  queueId: z.uuid().optional(),
  taskId: z.uuid().optional(),
  kind: DecisionKind.optional(),
  reviewerId: z.uuid().optional(),
  reasonKey: z.string().max(60).optional(),
  /** The scope of the judged calls; the span is when they were decided. */
  ...scopeShape,
  model: z.string().max(200).optional(),
  runId: z.uuid().optional(),
  /** Leaves out what was decided about simulated answers, as figures do. */
  withoutSimulated: z.boolean().default(false),
  includeUndone: z.boolean().default(false),
  /** Of each settled task only the decision it comes to: what figures count. */
  outcomesOnly: z.boolean().default(false),
});
export type ListDecisionsInput = z.input<typeof ListDecisionsInput>;

export type Decision = {
  id: string;
  taskId: string;
  kind: DecisionKind;
  reviewerId: string | null;
  reviewerName: string;
  correction: string | null;
  reasonKey: string | null;
  comment: string;
  editDistance: number | null;
  editRatio: number | null;
  decisionMs: number;
  exampleId: string | null;
  datasetVersionId: string | null;
  /** An adjudication settles opinions that differ. */
  role: "opinion" | "adjudication";
  /** What its task comes to, and the one decision of the task that figures count. */
  isOutcome: boolean;
  /** Where the correction is on its way to the dataset; null where it was not to become an example. */
  correctionStatus: CorrectionStatus | null;
  /** Who let the correction into the dataset, or declined it. */
  confirmedByName: string | null;
  undoneAt: Date | null;
  createdAt: Date;
};

/** An undone decision, and the dataset version made to leave its example out; null when none had to be. */
export type UndoneDecision = Decision & {
  exampleLeft: { datasetName: string; versionNumber: number } | null;
};

/** A correction that waits for a second person. */
export type ProposedCorrection = {
  decisionId: string;
  taskId: string;
  queueId: string;
  taskNumber: number;
  taskTitle: string;
  reviewerName: string;
  isMine: boolean;
  output: string;
  correction: string;
  comment: string;
  datasetId: string;
  datasetName: string;
  createdAt: Date;
};

/** A decision with what it was about: a row of the history and a link of the chain. */
export type DecisionRow = Decision & {
  queueId: string;
  taskNumber: number;
  taskTitle: string;
  reasonName: string | null;
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  generationId: string | null;
  runId: string | null;
  caseId: string | null;
  datasetId: string | null;
};

/** What a correction must look like: by the version's response schema, and by the dataset it is to join. */
export type CorrectionRules = { schema: CorrectionShape | null; references: CorrectionShape | null };

/** What `decideTask` puts in the details of invalid_input when a correction does not fit. */
export type CorrectionProblemDetails = { kind: "correction_unfit"; problems: CorrectionProblem[] };

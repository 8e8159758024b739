import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { scopeShape } from "#schema/observability";
import type { CorrectionProblem, CorrectionShape } from "./corrections/shape.ts";
import type { ReasonRow, SplitRow } from "./explore/tally.ts";

export { type ReviewedCase, ReviewOfRunInput } from "./summary/of-run-shape.ts";
export { editDistance, tokenize, wordDiff } from "./edit-distance.ts";
export type { DiffPart, EditDistance } from "./edit-distance.ts";
export { minutesLeft, paceSentence } from "./pace.ts";
export { editSentence, sittingSentence } from "./sentences.ts";
export type { Sitting } from "./sentences.ts";

/** Why a person should look at an output. */
export const taskReasons = ["failed", "sampled", "flagged", "unsure", "changed", "chosen"] as const;
export const TaskReason = z.enum(taskReasons);
export type TaskReason = z.infer<typeof TaskReason>;

/** proposed: waits for a second person; joined: is an example; declined: a second person said no. */
export const correctionStatuses = ["proposed", "joined", "declined"] as const;
export type CorrectionStatus = (typeof correctionStatuses)[number];

export const decisionKinds = ["approve", "edit", "reject"] as const;
export const DecisionKind = z.enum(decisionKinds);
export type DecisionKind = z.infer<typeof DecisionKind>;

/** A claim lasts this long without a heartbeat. */
export const holdMs = 5 * 60_000;
/** Longer than this at one task is not active time; the server cuts there. */
export const maxDecisionMs = 30 * 60_000;

const Name = z.string().trim().min(1, "Give it a name.").max(80);
const Share = z.number().min(0).max(1);

export const CreateQueueInput = z.object({
  name: Name,
  guidelines: z.string().trim().max(20_000).default(""),
  isBlind: z.boolean().default(true),
  secondOpinionShare: Share.default(0),
  /** Where corrections go when a task names no dataset of its own. */
  datasetId: z.uuid().nullish(),
  isDemo: z.boolean().default(false),
});
export type CreateQueueInput = z.input<typeof CreateQueueInput>;

export const UpdateQueueInput = z.object({
  queueId: z.uuid(),
  name: Name.optional(),
  guidelines: z.string().trim().max(20_000).optional(),
  isBlind: z.boolean().optional(),
  secondOpinionShare: Share.optional(),
  datasetId: z.uuid().nullish(),
});
export type UpdateQueueInput = z.input<typeof UpdateQueueInput>;

export const ArchiveQueueInput = z.object({ queueId: z.uuid(), isArchived: z.boolean().default(true) });
export type ArchiveQueueInput = z.input<typeof ArchiveQueueInput>;

export const QueueInput = z.object({ queueId: z.uuid() });
export type QueueInput = z.input<typeof QueueInput>;

export const ListQueuesInput = z.object({ includeArchived: z.boolean().default(false) });
export type ListQueuesInput = z.input<typeof ListQueuesInput>;

/** One score shown to the reviewer beside the output. */
export const TaskScore = z.object({
  evaluatorKey: z.string(),
  value: z.number().nullable(),
  isPassed: z.boolean().nullable().default(null),
  reasoning: z.string().nullable().default(null),
  /** What the value is measured in: a share of one, milliseconds, US dollars; null where nobody said. */
  unit: z.enum(["share", "milliseconds", "usd"]).nullable().default(null),
});
export type TaskScore = z.infer<typeof TaskScore>;

/** One output to judge, given in full. */
export const TaskItem = z.object({
  title: z.string().trim().max(120).optional(),
  reason: TaskReason.default("chosen"),
  inputs: z.record(z.string(), z.unknown()),
  output: z.string().max(200_000),
  reference: z.unknown().optional(),
  scores: z.array(TaskScore).max(50).default([]),
  promptId: z.uuid().nullish(),
  promptVersionId: z.uuid().nullish(),
  promptPath: z.string().nullish(),
  promptVersionNumber: z.number().int().nullish(),
  generationId: z.uuid().nullish(),
  runId: z.uuid().nullish(),
  caseId: z.uuid().nullish(),
  exampleId: z.uuid().nullish(),
  datasetId: z.uuid().nullish(),
});
export type TaskItem = z.input<typeof TaskItem>;

/**
 * Outputs for a queue: given in full, from a run (its failed cases, a seeded sample, or the cases a
 * comparison shows changed), or from generations. Adding the same case or generation again does nothing.
 */
export const AddTasksInput = z.union([
  z
    .object({ queueId: z.uuid(), items: z.array(TaskItem).min(1, "Choose at least one output.").max(500) })
    .strict(),
  z.object({ queueId: z.uuid(), runId: z.uuid(), which: z.literal("failed") }).strict(),
  z
    .object({
      queueId: z.uuid(),
      runId: z.uuid(),
      which: z.literal("sample"),
      count: z.number().int().min(1).max(500),
      seed: z.number().int().default(1),
    })
    .strict(),
  z
    .object({
      queueId: z.uuid(),
      runId: z.uuid(),
      which: z.literal("changed"),
      caseIds: z.array(z.uuid()).min(1, "Choose at least one case.").max(500),
    })
    .strict(),
  z
    .object({
      queueId: z.uuid(),
      generationIds: z.array(z.uuid()).min(1, "Choose at least one generation.").max(500),
      reason: TaskReason.default("flagged"),
    })
    .strict(),
]);
export type AddTasksInput = z.input<typeof AddTasksInput>;

/** `added` new tasks; `present` were in the queue before. */
export type AddedTasks = { added: number; present: number };

export const TaskInput = z.object({ taskId: z.uuid() });
export type TaskInput = z.input<typeof TaskInput>;

export const WaitingAmongInput = z.object({ queueId: z.uuid(), taskIds: z.array(z.uuid()).max(50) });
export type WaitingAmongInput = z.input<typeof WaitingAmongInput>;

export const NextTaskInput = z.object({ queueId: z.uuid(), afterTaskId: z.uuid().optional() });
export type NextTaskInput = z.input<typeof NextTaskInput>;

export const UpcomingTasksInput = z.object({
  queueId: z.uuid(),
  limit: z.number().int().min(1).max(50).default(10),
  /** Only these of them, such as the ones a page is about to need. */
  taskIds: z.array(z.uuid()).max(50).optional(),
});
export type UpcomingTasksInput = z.input<typeof UpcomingTasksInput>;

/**
 * open: an opinion is wanted; differing: its opinions part and a third person is asked; decided: settled;
 * left_open: a third person found that the guideline does not say.
 */
export const taskStatuses = ["open", "differing", "decided", "left_open"] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export const ListTasksInput = PageInput.extend({
  queueId: z.uuid().optional(),
  status: z.enum(taskStatuses).optional(),
  reason: TaskReason.optional(),
  promptVersionId: z.uuid().optional(),
  runId: z.uuid().optional(),
  /** Leaves out what this person has decided already. */
  forMe: z.boolean().default(false),
});
export type ListTasksInput = z.input<typeof ListTasksInput>;

const DecisionBase = {
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
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});
export type AgreementInput = z.input<typeof AgreementInput>;

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

export const UndoDecisionInput = z.object({ decisionId: z.uuid() });
export type UndoDecisionInput = z.input<typeof UndoDecisionInput>;

export const ListDecisionsInput = PageInput.extend({
  queueId: z.uuid().optional(),
  taskId: z.uuid().optional(),
  kind: DecisionKind.optional(),
  reviewerId: z.uuid().optional(),
  reasonKey: z.string().max(60).optional(),
  promptVersionId: z.uuid().optional(),
  runId: z.uuid().optional(),
  includeUndone: z.boolean().default(false),
  /** Of each settled task only the decision it comes to: what figures count. */
  outcomesOnly: z.boolean().default(false),
});
export type ListDecisionsInput = z.input<typeof ListDecisionsInput>;

export const ReviewSummaryInput = z.object({
  promptId: z.uuid().optional(),
  promptVersionId: z.uuid().optional(),
  runId: z.uuid().optional(),
  queueId: z.uuid().optional(),
  reviewerId: z.uuid().optional(),
  from: z.date().optional(),
  to: z.date().optional(),
  /** Leaves out what people decided about simulated answers: for figures that stand for quality. */
  withoutSimulated: z.boolean().default(false),
});
export type ReviewSummaryInput = z.input<typeof ReviewSummaryInput>;

export const ReviewerStatsInput = z.object({ queueId: z.uuid().optional(), reviewerId: z.uuid().optional() });
export type ReviewerStatsInput = z.input<typeof ReviewerStatsInput>;

export const RejectReasonDraft = z.object({
  /** Left out for a new reason: made from the name. Never changes, so that old decisions keep their meaning. */
  key: z
    .string()
    .regex(/^[a-z0-9_]{1,60}$/)
    .optional(),
  name: z.string().trim().min(1, "Give the reason a name.").max(40),
  isSafety: z.boolean().default(false),
});
/** The whole list in its new order; a reason left out is archived. */
export const SaveRejectReasonsInput = z.object({
  reasons: z.array(RejectReasonDraft).min(1, "Keep at least one reason.").max(20),
});
export type SaveRejectReasonsInput = z.input<typeof SaveRejectReasonsInput>;

export type RejectReason = {
  key: string;
  name: string;
  position: number;
  isSafety: boolean;
  isArchived: boolean;
};

export type Queue = {
  id: string;
  name: string;
  guidelines: string;
  isBlind: boolean;
  secondOpinionShare: number;
  datasetId: string | null;
  isDemo: boolean;
  archivedAt: Date | null;
  createdAt: Date;
};

/** How far a queue is. `waitingForMe` leaves out what this person has decided already. */
export type QueueProgress = {
  total: number;
  /** Settled, also where a third person left it open. */
  decided: number;
  /** Of those that wait, the ones whose opinions part. */
  differing: number;
  waiting: number;
  waitingForMe: number;
  /** Median active time of the last decisions here, this person's where there are five or more; null before any. */
  medianDecisionMs: number | null;
};

export type QueueWithProgress = Queue & { progress: QueueProgress };

/** A row of the reviewer's list. */
export type TaskRow = {
  id: string;
  queueId: string;
  number: number;
  title: string;
  reason: TaskReason;
  status: TaskStatus;
  isSkippedByMe: boolean;
  isDecidedByMe: boolean;
  /** Somebody else works on it until then. */
  heldByName: string | null;
  heldUntil: Date | null;
  createdAt: Date;
};

/** A task in full. What the viewer may not see is masked; in a blind queue the version is absent while it waits. */
export type Task = TaskRow & {
  inputs: Record<string, unknown>;
  output: string;
  reference: unknown;
  scores: TaskScore[];
  isMasked: boolean;
  isBlind: boolean;
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  generationId: string | null;
  runId: string | null;
  caseId: string | null;
  exampleId: string | null;
  datasetId: string | null;
  decisionsNeeded: number;
  decisions: Decision[];
  correctionRules: CorrectionRules;
};

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

export const splits = ["version", "reviewer", "source"] as const;

/** A scope with its span, what narrows the list of its decisions, and what its figures are split by. */
export const ExploreDecisionsInput = PageInput.extend({
  ...scopeShape,
  from: z.coerce.date(),
  to: z.coerce.date(),
  kind: DecisionKind.optional(),
  reasonKey: z.string().max(60).optional(),
  reviewerId: z.uuid().optional(),
  splitBy: z.enum(splits).default("version"),
});
export type ExploreDecisionsInput = z.input<typeof ExploreDecisionsInput>;
export type ExploreFilter = Omit<z.output<typeof ExploreDecisionsInput>, "splitBy" | "limit" | "cursor">;

export const ExportFormat = z.enum(["csv", "jsonl"]);
export const ExportDecisionsInput = ExploreDecisionsInput.extend({ format: ExportFormat });
export type ExportDecisionsInput = z.input<typeof ExportDecisionsInput>;

export type { ReasonRow, SplitRow } from "./explore/tally.ts";

/** What a scope's decisions say. Every figure counts the scope; `listed` is how many the narrowed list holds. */
export type Exploration = {
  total: number;
  totalBefore: number;
  /** Length of the span in days; the span before is as long. */
  days: number;
  kinds: Record<DecisionKind, number>;
  reasons: ReasonRow[];
  /** The chosen row of `reasons`; null: all that was not approved. */
  focus: string | null;
  split: SplitRow[];
  reviewers: number;
  listed: number;
};

/** A decision with the output it judged, as the explorer lists it. */
export type ExploredDecision = DecisionRow & { output: string };

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

/** What `claimTask` and `decideTask` put in a conflict's details when somebody else holds the task. */
export type TaskHeldDetails = { kind: "task_held"; heldByName: string; heldUntil: string };

/** What a correction must look like: by the version's response schema, and by the dataset it is to join. */
export type CorrectionRules = { schema: CorrectionShape | null; references: CorrectionShape | null };

/** What `decideTask` puts in the details of invalid_input when a correction does not fit. */
export type CorrectionProblemDetails = { kind: "correction_unfit"; problems: CorrectionProblem[] };

/** What a conflict carries when the task is not to be decided by this person any more. */
export type TaskOverDetails = { kind: "task_over" };

/** Counts over standing decisions (undone ones never count). Rates are 0..1, null when nothing was decided. */
export type ReviewSummary = {
  tasks: number;
  tasksDecided: number;
  decided: number;
  approved: number;
  edited: number;
  rejected: number;
  /** Rejections for a reason that counts as a safety failure. */
  safetyRejected: number;
  approvalRate: number | null;
  editRate: number | null;
  rejectRate: number | null;
  meanEditRatio: number | null;
  medianDecisionMs: number | null;
  reasons: { key: string; name: string; count: number }[];
};

/** One day of one prompt version. `day` is YYYY-MM-DD in UTC. */
export type ReviewDay = {
  day: string;
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  decided: number;
  approved: number;
  edited: number;
  rejected: number;
  medianDecisionMs: number | null;
};

/** What reviewers decided about one prompt version. */
export type ReviewByVersion = Omit<ReviewDay, "day">;

/** One reviewer's work. `kappa` is Cohen's, over tasks that others decided too; null below five such tasks. */
export type ReviewerStats = {
  reviewerId: string | null;
  reviewerName: string;
  decided: number;
  medianDecisionMs: number | null;
  kappa: number | null;
  overlap: number;
};

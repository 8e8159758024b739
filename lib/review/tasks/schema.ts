import { z } from "zod";
import { PageInput } from "#platform/pagination";
import type { CorrectionRules, Decision } from "../decisions/schema.ts";

/** Why a person should look at an output. */
export const taskReasons = ["failed", "sampled", "flagged", "unsure", "changed", "chosen"] as const;
export const TaskReason = z.enum(taskReasons);
export type TaskReason = z.infer<typeof TaskReason>;

/** A claim lasts this long without a heartbeat. */
export const holdMs = 5 * 60_000;
/** Longer than this at one task is not active time; the server cuts there. */
export const maxDecisionMs = 30 * 60_000;

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

/** What `claimTask` and `decideTask` put in a conflict's details when somebody else holds the task. */
export type TaskHeldDetails = { kind: "task_held"; heldByName: string; heldUntil: string };

/** What a conflict carries when the task is not to be decided by this person any more. */
export type TaskOverDetails = { kind: "task_over" };

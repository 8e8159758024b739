import { z } from "zod";
import { Moment } from "#platform/moment";
import { getTask, listQueues, listTasks, reviewSummary } from "#lib/review";
import {
  correctionStatuses,
  DecisionKind,
  ListTasksInput,
  TaskReason,
  TaskScore,
  taskStatuses,
} from "#schema/review";
import { route } from "../route.ts";
import { pageOf } from "./page.ts";

const text = z.string().nullable();
const number = z.number().nullable();
export const QueueShape = z.object({
  id: z.string(),
  name: z.string(),
  guidelines: z.string(),
  isBlind: z.boolean(),
  secondOpinionShare: z.number(),
  datasetId: text,
  archivedAt: z.date().nullable(),
  createdAt: z.date(),
});
export const Progress = z.object({
  total: z.number(),
  decided: z.number(),
  waiting: z.number(),
  medianDecisionMs: number,
});
const Queue = QueueShape.extend({ progress: Progress });
const TaskRow = z.object({
  id: z.string(),
  queueId: z.string(),
  number: z.number(),
  title: z.string(),
  reason: TaskReason,
  status: z.enum(taskStatuses),
  createdAt: z.date(),
});
export const Decision = z.object({
  id: z.string(),
  taskId: z.string(),
  kind: DecisionKind,
  reviewerName: z.string(),
  correction: text,
  reasonKey: text,
  comment: z.string(),
  editRatio: number,
  decisionMs: z.number(),
  exampleId: text,
  role: z.enum(["opinion", "adjudication"]),
  isOutcome: z.boolean(),
  correctionStatus: z.enum(correctionStatuses).nullable(),
  createdAt: z.date(),
});

/** A task in full. */
export const Task = TaskRow.extend({
  inputs: z.record(z.string(), z.unknown()),
  output: z.string(),
  reference: z.unknown(),
  scores: z.array(TaskScore),
  promptPath: text,
  promptVersionId: text,
  promptVersionNumber: number,
  generationId: text,
  runId: text,
  caseId: text,
  decisions: z.array(Decision),
});

export const reviewRoutes = [
  route({
    method: "get",
    path: "/queues",
    id: "listQueues",
    tag: "Review",
    summary: "List review queues with how far they are",
    permissions: ["queue.read"],
    result: z.object({ items: z.array(Queue) }),
    handle: async ({ ctx }) => ({ items: await listQueues(ctx) }),
  }),
  route({
    method: "get",
    path: "/review-summary",
    id: "getReviewSummary",
    tag: "Review",
    summary: "What reviewers decided, in numbers",
    permissions: ["queue.read"],
    query: z.object({
      promptId: z.uuid().optional(),
      promptVersionId: z.uuid().optional(),
      runId: z.uuid().optional(),
      queueId: z.uuid().optional(),
      from: Moment.optional(),
      to: Moment.optional(),
    }),
    result: z.object({
      tasks: z.number(),
      tasksDecided: z.number(),
      decided: z.number(),
      approved: z.number(),
      edited: z.number(),
      rejected: z.number(),
      safetyRejected: z.number(),
      approvalRate: number,
      editRate: number,
      rejectRate: number,
      meanEditRatio: number,
      medianDecisionMs: number,
      reasons: z.array(z.object({ key: z.string(), name: z.string(), count: z.number() })),
    }),
    handle: ({ ctx, query }) => reviewSummary(ctx, query),
  }),
  route({
    method: "get",
    path: "/tasks",
    id: "listTasks",
    tag: "Review",
    summary: "List tasks",
    permissions: ["task.read"],
    query: ListTasksInput.omit({ forMe: true }),
    result: pageOf(TaskRow),
    handle: ({ ctx, query }) => listTasks(ctx, query),
  }),
  route({
    method: "get",
    path: "/tasks/{taskId}",
    id: "getTask",
    tag: "Review",
    summary: "Get a task with its decisions",
    permissions: ["task.read"],
    params: z.object({ taskId: z.uuid() }),
    result: Task,
    handle: ({ ctx, params }) => getTask(ctx, params),
  }),
];

import { z } from "zod";

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

import { z } from "zod";
import type { DecisionKind } from "../decisions/schema.ts";

export const ReviewOfRunInput = z.object({ runId: z.uuid() });
export type ReviewOfRunInput = z.input<typeof ReviewOfRunInput>;

/** What people said of one case of a run. */
export type ReviewedCase = {
  /** Null for a task of the run that names no case. */
  caseId: string | null;
  queueId: string | null;
  /** A task on it still waits for a decision, or for a second opinion. */
  isOpen: boolean;
  /** The newest standing decision; null while nobody has decided. */
  verdict: DecisionKind | null;
  /** Ids of those who decided, or their names where an id is gone. */
  reviewers: string[];
  /** Somebody rejected it for a reason that the project marks as safety. */
  isRejectedForSafety: boolean;
};

import { z } from "zod";

const kind = z.string().min(1).max(100);
const days = z
  .number()
  .int("Give whole days.")
  .min(1, "Give at least one day.")
  .max(36_500, "Give at most 100 years, or keep it without end.");

/** `days: null` keeps a kind for ever. */
export const SetRetentionInput = z.object({ kind, days: days.nullable() });
export type SetRetentionInput = z.input<typeof SetRetentionInput>;

export const PreviewRetentionInput = z.object({ kind, days });
export type PreviewRetentionInput = z.input<typeof PreviewRetentionInput>;

/** What retention took of a kind of data: all that began before a moment. */
export type Removed = { kind: string; before: Date };

/** How long a kind of data is kept in a project, and what there is of it. */
export type Retention = {
  kind: string;
  label: string;
  /** Null: for ever. */
  days: number | null;
  minimumDays: number;
  /** Why not less, as a sentence. */
  because: string;
  /** What figures lack when it goes, as a sentence. */
  figures: string;
  count: number;
  /** The last night on which something was due, and how much of it went. */
  prunedAt: Date | null;
  prunedCount: number | null;
};

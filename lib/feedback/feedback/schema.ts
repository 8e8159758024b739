import { z } from "zod";
import { Flag } from "#platform/flag";
import { PageInput } from "#platform/pagination";
import { ScopePart, scopeShape } from "#schema/observability";

/** What a feedback's score means: thumbs 0 or 1, rating 0..1, outcome 0..1 (what the end user did). */
export const feedbackKinds = ["thumbs", "rating", "outcome"] as const;

export const FeedbackKind = z.enum(feedbackKinds);
export type FeedbackKind = z.infer<typeof FeedbackKind>;

export const RecordFeedbackInput = z
  .object({
    generationId: z.uuid(),
    kind: FeedbackKind.default("thumbs"),
    score: z
      .number()
      .min(0, "A score is between 0 and 1.")
      .max(1, "A score is between 0 and 1.")
      .nullable()
      .default(null),
    comment: z.string().trim().max(4000).default(""),
    /** Your own id of the person, never a name or an e-mail address. */
    endUser: z.string().trim().max(200).nullable().default(null),
    metadata: z.record(z.string(), z.unknown()).default({}),
    isDemo: z.boolean().default(false),
  })
  .refine((input) => input.score !== null || input.comment !== "", {
    message: "Send a score or a comment.",
    path: ["score"],
  })
  .refine(
    (input) => input.kind !== "thumbs" || input.score === null || input.score === 0 || input.score === 1,
    { message: "Thumbs are 0 (down) or 1 (up).", path: ["score"] },
  );
export type RecordFeedbackInput = z.input<typeof RecordFeedbackInput>;

export const ListFeedbackInput = PageInput.extend({
  kind: FeedbackKind.optional(),
  /** negative: score below 0.5; positive: 0.5 and above; scored: either; commented: has words. */
  which: z.enum(["all", "negative", "positive", "scored", "commented"]).default("all"),
  ...scopeShape,
  model: z.string().max(200).optional(),
  generationId: z.uuid().optional(),
  /** true: on simulated answers only, false: without these, absent: both. */
  simulated: Flag.optional(),
});
export type ListFeedbackInput = z.input<typeof ListFeedbackInput>;

/** The scope of the calls that feedback is about; the span is when it was given. */
export const FeedbackSummaryInput = z.object({ ...scopeShape, model: z.string().max(200).optional() });
export type FeedbackSummaryInput = z.input<typeof FeedbackSummaryInput>;

export const FeedbackPartsInput = FeedbackSummaryInput.extend({ by: ScopePart });
export type FeedbackPartsInput = z.input<typeof FeedbackPartsInput>;

/** What end users scored of one part of a scope; positive is 0.5 and above. */
export type FeedbackPart = { key: string | null; label: string; scored: number; positive: number };

export type Feedback = {
  id: string;
  generationId: string;
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  kind: FeedbackKind;
  score: number | null;
  comment: string;
  endUser: string | null;
  metadata: Record<string, unknown>;
  isDemo: boolean;
  createdAt: Date;
};

/** Scores of one UTC day (YYYY-MM-DD) on one version; positive is 0.5 and above. */
export type FeedbackDay = {
  day: string;
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  scored: number;
  positive: number;
};

/** Feedback on one version: share of positive scores with its exact 95 % interval. */
export type FeedbackByVersion = {
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  count: number;
  scored: number;
  positive: number;
  commented: number;
  meanScore: number | null;
  positiveRate: number | null;
  positiveLow: number | null;
  positiveHigh: number | null;
};

export const FirstComplaintsInput = z.object({ promptVersionIds: z.array(z.uuid()).max(10_000) });
export type FirstComplaintsInput = z.input<typeof FirstComplaintsInput>;

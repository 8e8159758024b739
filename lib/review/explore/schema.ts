import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { Moment } from "#platform/moment";
import { ScopePart, scopeShape } from "#schema/observability";
import { DecisionFilter, type DecisionKind, type DecisionRow } from "../decisions/schema.ts";
import type { ReasonRow, SplitRow } from "./tally.ts";

export type { ReasonRow, SplitRow } from "./tally.ts";

/** A scope (of the judged calls; the span is when they were decided) and what else narrows the decisions down. */
export const ReviewSummaryInput = z.object({
  ...scopeShape,
  runId: z.uuid().optional(),
  queueId: z.uuid().optional(),
  reviewerId: z.uuid().optional(),
  model: z.string().max(200).optional(),
  /** Leaves out what people decided about simulated answers: for figures that stand for quality. */
  withoutSimulated: z.boolean().default(false),
});
export type ReviewSummaryInput = z.input<typeof ReviewSummaryInput>;

/** Versions by their ids, all of a span's promotions at most. */
export const FirstCorrectionsInput = z.object({ promptVersionIds: z.array(z.uuid()).max(10_000) });
export type FirstCorrectionsInput = z.input<typeof FirstCorrectionsInput>;

export const CorrectionsOfInput = z.object({
  promptVersionId: z.uuid(),
  after: z.date().nullable(),
  until: z.date(),
});
export type CorrectionsOfInput = z.input<typeof CorrectionsOfInput>;

export const ReviewPartsInput = ReviewSummaryInput.extend({ by: ScopePart });
export type ReviewPartsInput = z.input<typeof ReviewPartsInput>;

/** What was decided about one part of a scope. */
export type ReviewPart = {
  key: string | null;
  label: string;
  decided: number;
  approved: number;
  edited: number;
};

export const ReviewerStatsInput = z.object({ queueId: z.uuid().optional(), reviewerId: z.uuid().optional() });
export type ReviewerStatsInput = z.input<typeof ReviewerStatsInput>;

export const splits = ["model", "reviewer", "language", "version", "source"] as const;

/** A scope with its span, what narrows the list of its decisions, and what its figures are split by. */
export const ExploreDecisionsInput = PageInput.extend({
  ...scopeShape,
  from: Moment,
  to: Moment,
  kind: DecisionFilter.optional(),
  reasonKey: z.string().max(60).optional(),
  reviewerId: z.uuid().optional(),
  model: z.string().max(200).optional(),
  /** Only rejections for a reason that counts as a safety failure. */
  safetyOnly: z.boolean().default(false),
  /** Code of the language of the task's inputs, as it was told from their words. */
  language: z.string().max(8).optional(),
  splitBy: z.enum(splits).default("version"),
});
export type ExploreDecisionsInput = z.input<typeof ExploreDecisionsInput>;
export type ExploreFilter = Omit<z.output<typeof ExploreDecisionsInput>, "splitBy" | "limit" | "cursor">;

export const ExportFormat = z.enum(["csv", "jsonl"]);
export const ExportDecisionsInput = ExploreDecisionsInput.extend({ format: ExportFormat });
export type ExportDecisionsInput = z.input<typeof ExportDecisionsInput>;

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

/**
 * One reviewer's work. `kappa` is Cohen's, over tasks that others decided too, with its 95 % interval; null below five
 * such tasks. Where nearly all decisions are of one kind kappa is low however often two agree: then
 * `isKappaOneSided`, and `agreed`, the plain share, says more.
 */
export type ReviewerStats = {
  reviewerId: string | null;
  reviewerName: string;
  decided: number;
  medianDecisionMs: number | null;
  kappa: number | null;
  kappaInterval: { low: number; high: number } | null;
  isKappaOneSided: boolean;
  agreed: number | null;
  /** Exact 95 % interval of `agreed`. */
  agreedInterval: { low: number; high: number } | null;
  overlap: number;
};

import { z } from "zod";
import type { KpiUnit } from "#schema/feedback";
import { type Scope, type ScopeCount, ScopePart, ScopeQuery, type UsageSummary } from "#schema/observability";
import type { Contribution } from "#statistics";

export type { Contribution } from "#statistics";

export const overviewMetrics = [
  "quality",
  "approval",
  "edit",
  "cost",
  "latency",
  "tokens",
  "carbon",
  "kpi",
] as const;
export type OverviewMetric = (typeof overviewMetrics)[number];

export const overviewSplits = ["none", "prompt", "version"] as const;
export type OverviewSplit = (typeof overviewSplits)[number];

/** What figures are compared with: the span before, the version before the chosen one, or `environment:<name>`. */
export const AgainstInput = z.string().regex(/^(before|version|environment:[a-z0-9_.-]{1,36})$/);

/** What the overview shows: the scope and the chart. What is left out is the usual. */
export const OverviewInput = ScopeQuery.extend({
  metric: z.enum(overviewMetrics).default("quality"),
  split: z.enum(overviewSplits).default("none"),
  kpi: z.string().max(60).optional(),
  against: AgainstInput.default("before"),
  /** What the change is told apart by; left out: by version where one prompt is chosen, else by prompt. */
  by: ScopePart.optional(),
});
export type OverviewInput = z.input<typeof OverviewInput>;

/** What a scope is compared with. */
export type Against = {
  kind: "span" | "version" | "environment";
  /** "the 30 days before", "v6", "staging". */
  words: string;
  /** The same with its span, where that is not plain. */
  where: string;
  scope: Scope & { from: Date; to: Date };
  /** How the page's scope is changed to list those rows. */
  change: Partial<ScopeQuery>;
};

/** What one part adds to the change of a figure; `within` and `mix` null where either side has too few of it to tell. */
export type ChangePart = {
  /** Null: belongs to none, or the rest. */
  key: string | null;
  label: string;
  isRest: boolean;
  n: number;
  nBefore: number;
  total: Contribution;
  within: Contribution | null;
  mix: Contribution | null;
};

/** Where the change of the chosen figure comes from: rows, and within + mix + apart, add up to `change`; or why that is not shown. */
export type ChangeParts = { metric: OverviewMetric; by: ScopePart } & (
  | { isShown: false; why: string }
  | {
      isShown: true;
      change: Contribution;
      n: number;
      nBefore: number;
      within: Contribution;
      mix: Contribution;
      /** From parts with too few rows on one side. */
      apart: Contribution;
      rows: ChangePart[];
    }
);
export type OverviewQuery = z.infer<typeof OverviewInput>;

/** A share with its exact 95 % interval; `value` null when nothing was judged. */
export type Share = {
  good: number;
  judged: number;
  value: number | null;
  low: number | null;
  high: number | null;
};

/** A change between two spans with its 95 % interval; sure when that leaves zero. */
export type ShareChange = { change: number; low: number; high: number; isSure: boolean };

/** A share of a span beside that of the span before; `change` null where either has too few to compare. */
export type ShareMove = { now: Share; before: Share; change: ShareChange | null };

/** A KPI of a scope: its value with interval and number of observations, and the change where both spans have one. */
export type KpiMove = {
  key: string;
  name: string;
  unit: KpiUnit;
  isHigherBetter: boolean;
  value: number;
  low: number | null;
  high: number | null;
  weight: number;
  weightBefore: number;
  change: { change: number; low: number; high: number } | null;
};

/** A value of the `days` UTC days up to and with `day`. */
export type OverviewPoint = {
  day: string;
  days: number;
  value: number | null;
  low: number | null;
  high: number | null;
};
export type OverviewLine = { key: string; label: string; points: OverviewPoint[] };

/** A chart of one metric: how its numbers are written, how they were found, and its lines. */
export type OverviewChart = {
  metric: OverviewMetric;
  title: string;
  measure: "score" | "share" | "money" | "duration" | "carbon" | "count" | "value";
  /** How the number is found, in a few words, for the chip. */
  method: string;
  /** What the band is, or null without one. */
  band: string | null;
  lines: OverviewLine[];
  marks: { at: Date; label: string; promotionNumber: number }[];
  target: { value: number; label: string } | null;
};

/** The five tiles of the loop, now and in the span before. */
export type OverviewTiles = {
  design: { prompts: number; drafts: number };
  generate: UsageSummary & {
    callsBefore: number;
    /** Days of the span before that had a call, and how many it has. */
    daysBefore: { used: number; all: number };
  };
  evaluate: ShareMove;
  review: ShareMove & { editRate: number | null; medianDecisionMs: number | null };
  release: {
    environment: string;
    promotions: number;
    rollbacks: number;
    /** Median time; null without a promotion. */
    medianMs: number | null;
    basis: "feedback" | "version";
    /** How many promotions the median is of. */
    timed: number;
  };
};

/** One objective of the environment's gate against what it does now. `isMet` null: not measured, or cannot be told. */
export type Objective = {
  key: "latency" | "errors" | "cost" | "carbon" | "safety" | "quality";
  title: string;
  value: string;
  headroom: number | null;
  isMet: boolean | null;
  /** The limit of latency, so that the calls over it can be listed. */
  limitMs?: number;
};

/** A prompt that the environment serves: the figures are of the served version only. */
export type ProductionRow = {
  promptId: string;
  promptPath: string;
  versionId: string;
  versionNumber: number;
  since: Date;
  usage: UsageSummary;
  quality: ShareMove;
  approved: Share;
  edited: Share;
  kpi: KpiMove | null;
  nextStep: NextStep;
};

/** The one thing to do next for a prompt, computed from its numbers. */
export type NextStep = {
  sentence: string;
  to:
    | "promotion"
    | "new_run"
    | "request"
    | "decisions"
    /** Edits and rejections: what a next version is made from. */
    | "corrections"
    | "unsafe"
    | "judged"
    | "calls"
    | "failed"
    | "slow"
    | "review"
    | "none";
  promotionNumber?: number;
  versionId?: string;
  /** The reason the decisions to read name. */
  reasonKey?: string;
  /** The limit that slow calls are over. */
  limitMs?: number;
};

export type Overview = {
  query: OverviewQuery;
  from: Date;
  to: Date;
  against: Against;
  parts: ChangeParts;
  /** The environment whose prompts, gate and promotions are shown. */
  environment: string;
  /** All calls of the span by environment and source: what the scope counts and what it leaves out. */
  scopes: ScopeCount[];
  tiles: OverviewTiles;
  chart: OverviewChart;
  objectives: Objective[];
  /** The most used first; at most fifty of `productionCount`. */
  production: ProductionRow[];
  productionCount: number;
  kpis: { key: string; name: string }[];
  /** The chosen KPI over the whole scope. */
  kpi: KpiMove | null;
  /** Key of the KPI that the chart and the table show; null where none is defined. */
  kpiKey: string | null;
  /** What the first steps of a new project are and which are done; null once something is served and judged. */
  firstSteps:
    | { key: "connection" | "prompt" | "dataset" | "run" | "review" | "promotion"; isDone: boolean }[]
    | null;
};

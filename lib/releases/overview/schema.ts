import { z } from "zod";

export const overviewDays = [7, 30, 90] as const;

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

/** What the overview shows, all of it kept in the address. Anything unknown falls back to the usual. */
export const OverviewInput = z.object({
  days: z.coerce
    .number()
    .pipe(z.union([z.literal(7), z.literal(30), z.literal(90)]))
    .catch(30),
  metric: z.enum(overviewMetrics).catch("quality"),
  split: z.enum(overviewSplits).catch("none"),
  promptId: z.uuid().optional().catch(undefined),
  kpi: z.string().max(60).optional().catch(undefined),
});
export type OverviewInput = Partial<z.input<typeof OverviewInput>>;
export type OverviewQuery = z.infer<typeof OverviewInput>;

/** A share with its 95 % Wilson interval; `value` null when nothing was judged. */
export type Share = {
  good: number;
  judged: number;
  value: number | null;
  low: number | null;
  high: number | null;
};

/** A change between two spans with its 95 % interval; sure when that leaves zero. */
export type ShareChange = { change: number; low: number; high: number; isSure: boolean };

export type OverviewPoint = { day: string; value: number | null; low: number | null; high: number | null };
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

/** The five tiles of the loop, now and in the period before. */
export type OverviewTiles = {
  design: { prompts: number; drafts: number; nearDuplicates: number };
  generate: {
    calls: number;
    callsBefore: number;
    costUsd: number;
    costUnknown: number;
    /** Calls whose provider did not count, so that their tokens, cost and carbon are estimates. */
    usageEstimated: number;
    latencyP95Ms: number | null;
    carbonGrams: number;
    carbonLow: number;
    carbonHigh: number;
    simulated: number;
  };
  evaluate: { now: Share; change: ShareChange | null };
  review: {
    decided: number;
    approvalRate: number | null;
    change: ShareChange | null;
    editRate: number | null;
    medianDecisionMs: number | null;
  };
  release: {
    promotions: number;
    rollbacks: number;
    medianMs: number | null;
    medianMsBefore: number | null;
    basis: "feedback" | "version";
  };
};

/** One objective of the production gate against what production does now. */
export type Objective = {
  key: "latency" | "errors" | "cost" | "carbon" | "safety" | "quality";
  title: string;
  value: string;
  headroom: number | null;
  isMet: boolean | null;
};

/** A prompt that production serves. */
export type ProductionRow = {
  promptId: string;
  promptPath: string;
  versionId: string;
  versionNumber: number;
  since: Date;
  quality: { day: string; value: number | null }[];
  approvalRate: number | null;
  editRate: number | null;
  costPer1000Usd: number | null;
  latencyP95Ms: number | null;
  carbonPer1000: number | null;
  kpi: {
    name: string;
    key: string;
    text: string;
    change: number | null;
    isGood: boolean | null;
    changeText: string;
  } | null;
  nextStep: NextStep;
};

/** The one thing to do next for a prompt, computed from its numbers. */
export type NextStep = {
  sentence: string;
  to: "promotion" | "new_run" | "request" | "decisions" | "review" | "none";
  promotionNumber?: number;
  versionId?: string;
};

export type Overview = {
  from: Date;
  to: Date;
  tiles: OverviewTiles;
  chart: OverviewChart;
  objectives: Objective[];
  production: ProductionRow[];
  kpis: { key: string; name: string }[];
  /** Key of the KPI that the chart and the table show; null where none is defined. */
  kpiKey: string | null;
  /** What the first steps of a new project are and which are done; null once something is served and judged. */
  firstSteps:
    | { key: "connection" | "prompt" | "dataset" | "run" | "review" | "promotion"; isDone: boolean }[]
    | null;
};

import { z } from "zod";
import { Moment } from "#platform/moment";
import { scopeShape } from "#schema/observability";
import { kpiUnits } from "../constants.ts";

export const MostObservedKpiInput = z.object({ promptVersionId: z.uuid() });
export type MostObservedKpiInput = z.input<typeof MostObservedKpiInput>;

export const KpiUnit = z.enum(kpiUnits);
export type KpiUnit = z.infer<typeof KpiUnit>;

export const KpiKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_]{0,59}$/,
    "Use lower-case letters, digits and underscores, for example reopen_rate.",
  );

export const DefineKpiInput = z.object({
  key: KpiKey,
  name: z.string().trim().min(1, "Give the KPI a name.").max(80),
  unit: KpiUnit.default("percent"),
  isHigherBetter: z.boolean().default(true),
  description: z.string().trim().max(500).default(""),
});
export type DefineKpiInput = z.input<typeof DefineKpiInput>;

export const UpdateKpiInput = z.object({
  kpiId: z.uuid(),
  name: z.string().trim().min(1, "Give the KPI a name.").max(80).optional(),
  isHigherBetter: z.boolean().optional(),
  description: z.string().trim().max(500).optional(),
  isArchived: z.boolean().optional(),
});
export type UpdateKpiInput = z.input<typeof UpdateKpiInput>;

export const ListKpisInput = z.object({ includeArchived: z.boolean().default(false) });
export type ListKpisInput = z.input<typeof ListKpisInput>;

/** Values are summed and squared when they are read, which must stay within a double. */
const largestValue = 1e15;

const firstMoment = new Date("2000-01-01");
const tooLarge = "A KPI's value lies between -10^15 and 10^15.";

/** One observation, or the mean of `weight` of them, tied to a generation or to a prompt version where known. */
export const KpiValue = z.object({
  value: z.number().min(-largestValue, tooLarge).max(largestValue, tooLarge),
  weight: z.number().int().min(1).max(1_000_000_000).default(1),
  at: Moment.refine(
    (at) => at >= firstMoment,
    "A time before the year 2000: send ISO 8601, or leave it out for now.",
  ).optional(),
  generationId: z.uuid().optional(),
  promptVersionId: z.uuid().optional(),
  promptPath: z.string().max(300).optional(),
  version: z.number().int().min(1).optional(),
});
export type KpiValue = z.input<typeof KpiValue>;

export const RecordKpiInput = z.object({
  key: KpiKey,
  values: z
    .array(KpiValue)
    .min(1, "Send at least one value.")
    .max(1000, "Send at most 1,000 values at a time."),
  isDemo: z.boolean().default(false),
});
export type RecordKpiInput = z.input<typeof RecordKpiInput>;

export const KpiSeriesInput = z.object({
  kpiId: z.uuid().optional(),
  key: KpiKey.optional(),
  ...scopeShape,
});
export type KpiSeriesInput = z.input<typeof KpiSeriesInput>;

export type Kpi = {
  id: string;
  key: string;
  name: string;
  unit: KpiUnit;
  isHigherBetter: boolean;
  description: string;
  archivedAt: Date | null;
  createdAt: Date;
};

/** A KPI with its newest day and the 30 UTC days up to it; values are means by weight. */
export type KpiWithLatest = Kpi & {
  latestDay: string | null;
  latestValue: number | null;
  last30: number | null;
  observations: number;
  /** The value of each of the 30 days, oldest first; null on a day without one. Empty without any value. */
  days: (number | null)[];
};

/** One day of one prompt version: value = weighted mean. `day` is YYYY-MM-DD in UTC. */
export type KpiPoint = {
  day: string;
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  value: number;
  weight: number;
};

/** A KPI over a scope, all versions together; `value` null without observations, `low` and `high` as for a version. */
export type KpiFigure = {
  value: number | null;
  weight: number;
  records: number;
  /** UTC days with a value. */
  days: number;
  low: number | null;
  high: number | null;
};

/** A change of a KPI between two spans with its 95 % interval (from the intervals of both). */
export type KpiChange = { change: number; low: number; high: number };

/** A KPI under one version; `low` and `high` are a 95 % interval, null where the data do not give one. */
export type KpiByVersion = {
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  value: number;
  weight: number;
  low: number | null;
  high: number | null;
  firstDay: string;
  lastDay: string;
};

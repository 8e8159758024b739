import { z } from "zod";
import { Moment } from "#platform/moment";
import { usageMeasures } from "../constants.ts";
import { ScopePart } from "../parts.ts";
import { scopeShape } from "../scope.ts";
import type { GenerationSource } from "../sources.ts";

/** Which calls to add up: a scope with its span, [from, to), and a model. */
export const UsageInput = z.object({
  ...scopeShape,
  from: Moment,
  to: Moment,
  model: z.string().max(200).optional(),
  /** Only the simulated calls, instead of only the true ones. */
  simulated: z.boolean().default(false),
});
export type UsageInput = z.input<typeof UsageInput>;
/** The same as a store is asked. */
export type UsageFilter = z.output<typeof UsageInput>;

export const UsageSeriesInput = UsageInput.extend({
  groupBy: z.enum(["none", "promptVersion", "prompt", "model", "source"]).default("none"),
  /** UTC days of a point, counted back from the last day of the span: its first point may be of fewer. */
  days: z.coerce.number().int().min(1).max(366).default(1),
});
export type UsageSeriesInput = z.input<typeof UsageSeriesInput>;

export const UsagePartsInput = UsageInput.extend({ by: ScopePart, measure: z.enum(usageMeasures) });
export type UsagePartsInput = z.input<typeof UsagePartsInput>;

/** One part of a scope's calls: how many have the measure, its sum and the sum of its squares. */
export type UsagePart = { key: string | null; label: string; n: number; sum: number; sumSquares: number };

/** `allowedShare` of the calls may take longer before the objective is missed. */
export const CallsOverInput = UsageInput.extend({
  limitMs: z.number().min(0),
  allowedShare: z.number().min(0).max(1).default(0.05),
});
export type CallsOverInput = z.input<typeof CallsOverInput>;

/** Calls that succeeded and how many of them took longer than a limit; `low` and `high` are equal where every call was looked at. */
export type CallsOver = { answered: number; low: number; high: number };

export const RouteFiguresInput = z.object({
  routeId: z.uuid(),
  from: Moment,
  to: Moment,
});
export type RouteFiguresInput = z.input<typeof RouteFiguresInput>;

/** How a route's calls did. */
export type RouteFigures = {
  calls: number;
  answered: number;
  /** Answers whose cost is known. */
  priced: number;
  /** Of the answers, in milliseconds; null without enough of them. */
  latencyP95Ms: number | null;
  /** What an answer cost on average, in USD; null where no cost is known. */
  costUsd: number | null;
};

export const ScopeCountsInput = z.object({
  from: Moment,
  to: Moment,
  promptId: scopeShape.promptId,
  promptVersionId: scopeShape.promptVersionId,
});
export type ScopeCountsInput = z.input<typeof ScopeCountsInput>;

export const PolicyHitsInput = z.object({
  from: Moment,
  to: Moment,
  policyId: z.uuid().optional(),
});
export type PolicyHitsInput = z.input<typeof PolicyHitsInput>;

/** What policies found on one UTC day (YYYY-MM-DD) with one action: in how many calls, and how often. */
export type PolicyHit = { day: string; action: string; calls: number; findings: number };

/** How many calls of one environment (null: none) and one source there were. */
export type ScopeCount = {
  environment: string | null;
  source: GenerationSource;
  isSimulated: boolean;
  count: number;
};

/** Sums over a set of calls. */
export type UsageSums = {
  count: number;
  failed: number;
  cancelled: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  /** Calls with a price: what `costUsd` is the sum of. */
  priced: number;
  /** Calls that used tokens at an unknown price and so are missing from `costUsd`. */
  costUnknown: number;
  /** Calls whose tokens the provider did not count: their tokens, cost and carbon are estimates. */
  usageEstimated: number;
  energyKwh: number;
  carbonGrams: number;
  carbonGramsLow: number;
  carbonGramsHigh: number;
  /** Calls with a carbon figure. */
  carbonKnown: number;
  /** Calls that used tokens with unknown carbon and so are missing from `carbonGrams`. */
  carbonUnknown: number;
};

/** Sums over a set of calls, simulated ones left out and counted apart. */
export type Usage = UsageSums & {
  /**
   * Of the calls that succeeded, by linear interpolation between order statistics (type 7) as everywhere; null without
   * any. Exact for few calls; for many from a histogram, at most `latencyError` (a share) from the exact value.
   */
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  timeToFirstTokenP50Ms: number | null;
  timeToFirstTokenP95Ms: number | null;
  latencyError: number;
};

/** Sums over a span of days; simulated calls are counted and in no other figure. */
export type UsageSummary = Usage & { simulatedCount: number };

/** One day of one group. */
export type UsagePoint = Usage & {
  /** UTC day, YYYY-MM-DD. */
  day: string;
  group: {
    /** Stable over days: a version id, a prompt id, "provider/model", a source or "all". */
    key: string;
    label: string;
    promptId: string | null;
    promptPath: string | null;
    promptVersionId: string | null;
    promptVersionNumber: number | null;
    model: string | null;
  };
};

import type { ProjectId } from "#lib/identity";
import type {
  CacheFilter,
  CacheState,
  CallScope,
  Generation,
  GenerationFilter,
  GenerationSummary,
  UsageMeasure,
  PolicyHit,
  ScopeCount,
  UsageFilter,
  Span,
} from "../schema.ts";
import type { Cell } from "../usage/cell.ts";
import type { Windows } from "../usage/windows.ts";

/** What is written at once, of any projects. A span stands for itself: its generation need not be there. */
export type TelemetryBatch = {
  generations: readonly { projectId: string; generation: Generation; endUserHash?: string | null }[];
  spans: readonly { projectId: string; span: Span }[];
};

/** What the exact percentiles of a set of calls are grouped by, beside their day. */
export type Grouping = "none" | "promptVersion" | "prompt" | "model" | "source";

/** Percentiles in milliseconds of `n` calls that succeeded: linear between order statistics (type 7), null without any. */
export type Quantiles = {
  n: number;
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  timeToFirstTokenP50Ms: number | null;
  timeToFirstTokenP95Ms: number | null;
};

/** Cells that `readCells` gave of the calls asked for: by their days and versions a store may find the calls quickly. */
export type Among = readonly Pick<Cell, "day" | "promptVersionKey">[];

/** Calls that agree in all of these: how many have the measure, its sum and the sum of its squares. */
export type MeasureSum = Pick<
  Generation,
  "promptId" | "promptPath" | "promptVersionId" | "promptVersionNumber" | "model" | "source"
> & { n: number; sum: number; sumSquares: number };

export type RouteSpan = { routeId: string; from: Date; to: Date };

/** Sums over a route's calls, simulated ones left out: cost and the percentile (type 7, milliseconds) are of those answered. */
export type RouteSums = {
  calls: number;
  answered: number;
  priced: number;
  costUsd: number;
  latencyP95Ms: number | null;
};

/**
 * Calls that a cache met alike. The sums are of the generations whose answers were given again, each with how many calls
 * it is known of.
 */
export type CacheSum = {
  state: CacheState;
  isSimulated: boolean;
  count: number;
  tokensKnown: number;
  inputTokens: number;
  outputTokens: number;
  costKnown: number;
  costUsd: number;
  carbonKnown: number;
  carbonGrams: number;
  carbonGramsLow: number;
  carbonGramsHigh: number;
};

/** The calls of a span; what `UsageFilter` has beside them is not asked. */
export type SpanFilter = Pick<UsageFilter, "from" | "to" | "promptId" | "promptVersionId">;

/** Findings of a span; of all policies where none is named. */
export type FindingFilter = { from: Date; to: Date; policyId: string | null };

/**
 * Where telemetry is kept: what calls left behind, their spans, and sums over them. Every room reads and writes it through
 * the verbs of lib/observability, and these only through this type, so that another engine can stand in
 * (docs/how-to/telemetry-store.md). Permissions, masking and input are the verbs' business; a store trusts what it is
 * given, and every method but `write` looks at one project. What `conformance/` says holds of every store.
 */
export type TelemetryStore = {
  /**
   * Keeps a batch; once it resolves, every read sees it. What is stored already (a generation by its id, a span by its
   * trace and its own id) stays as it is and is counted once, so a batch whose fate is unknown can be sent again.
   * Rejects where not all is sure to be kept.
   */
  write(batch: TelemetryBatch): Promise<void>;

  /** The generations with these ids (`mostIds` at most), in any order; unknown ones are absent. */
  readGenerations(project: ProjectId, ids: readonly string[]): Promise<Generation[]>;
  /** Of the same only what tells whose they are; the end user's hash is what `write` was given, else null. */
  readCallScopes(project: ProjectId, ids: readonly string[]): Promise<(CallScope & { id: string })[]>;
  /** At most `limit` generations, newest first (by start, then id), those after a place in that order. */
  listGenerations(
    project: ProjectId,
    filter: GenerationFilter,
    page: { limit: number; after: { startedAt: Date; id: string } | null },
  ): Promise<GenerationSummary[]>;
  /** How many there are, counting no further than `upTo`. */
  countGenerations(project: ProjectId, filter: GenerationFilter, upTo: number): Promise<number>;

  /** At most `limit` spans of a trace, in any order. */
  readSpans(project: ProjectId, traceId: string, limit: number): Promise<Span[]>;

  /** Sums of a scope's calls by day, version, model, environment and source, each once; simulated calls have cells of their own. */
  readCells(project: ProjectId, filter: UsageFilter): Promise<Cell[]>;
  /** How many calls each prompt version answered (key "" or a draft's: none did); a key may come twice. */
  countByVersion(project: ProjectId, filter: UsageFilter): Promise<{ key: string; count: number }[]>;
  /** How many calls each environment and source had, simulated ones apart; a scope may come twice. */
  countByScope(project: ProjectId, filter: SpanFilter): Promise<ScopeCount[]>;
  /** What policies found, by UTC day and action, each once; calls with several findings of one action count once. */
  countFindings(project: ProjectId, filter: FindingFilter): Promise<PolicyHit[]>;
  /** The models of calls since a UTC day (YYYY-MM-DD), each once. */
  listModels(project: ProjectId, sinceDay: string): Promise<string[]>;

  /** Exact percentiles of all these calls together; null where looking at each takes too long. */
  readQuantiles(project: ProjectId, filter: UsageFilter, among: Among): Promise<Quantiles | null>;
  /** The same by window of days and group, under `${last day of the window} ${key of the group}`. */
  readQuantilesByDay(
    project: ProjectId,
    filter: UsageFilter,
    { among, groupBy, windows }: { among: Among; groupBy: Grouping; windows: Windows },
  ): Promise<Map<string, Quantiles>>;
  /** Of `n` calls that succeeded and are kept, how many took longer; null where looking at each takes too long and it need not (`must`). */
  countSlower(
    project: ProjectId,
    filter: UsageFilter,
    { among, limitMs, must }: { among: Among; limitMs: number; must: boolean },
  ): Promise<{ n: number; slower: number } | null>;
  /**
   * Sums of a measure over the calls of which it is known; a group may come twice. Null where a store must look at each
   * call and there are too many.
   */
  sumMeasure(project: ProjectId, filter: UsageFilter, measure: UsageMeasure): Promise<MeasureSum[] | null>;

  /** How the newest `mostCalls` of a route's calls in a span did. */
  readRouteFigures(project: ProjectId, span: RouteSpan, mostCalls: number): Promise<RouteSums>;
  /** What caches met in a span, by how they met it; a state may come twice. */
  sumCached(project: ProjectId, filter: CacheFilter): Promise<CacheSum[]>;
  /** How many calls were given the answer of each of these (`mostIds` at most); those of nobody are absent. */
  countReplays(project: ProjectId, ids: readonly string[]): Promise<{ id: string; count: number }[]>;

  /**
   * Lets go of what began before a UTC day (YYYY-MM-DD): at most `limit` generations, the oldest first, with their spans,
   * and as many spans of no generation. Sums of whole days stay. Returns how many of both went; 0 when nothing is left.
   */
  prune(project: ProjectId, beforeDay: string, limit: number): Promise<number>;
  /** Lets go of these generations (`mostIds` at most) with their spans; sums stay. Returns how many there were. */
  remove(project: ProjectId, ids: readonly string[]): Promise<number>;
};

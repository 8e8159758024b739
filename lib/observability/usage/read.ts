import { type Context, requirePermission } from "#lib/identity";
import { addHistogram, histogramAbove, histogramError, histogramQuantile } from "../histogram.ts";
import {
  type CallsOver,
  CallsOverInput,
  type Usage,
  UsageInput,
  type UsagePoint,
  UsageSeriesInput,
  type UsageSummary,
} from "./schema.ts";
import { telemetryStore } from "../store/open.ts";
import type { Grouping, Quantiles } from "../store/telemetry-store.ts";
import type { Cell } from "./cell.ts";
import { exactUpTo } from "./limits.ts";
import { windowEnd, windowsOf } from "./windows.ts";

/** Sums over a scope; simulated calls are counted apart. Throws forbidden, invalid_input. */
export async function usageSummary(ctx: Context, input: UsageInput): Promise<UsageSummary> {
  requirePermission(ctx, "generation.read");
  const filter = UsageInput.parse(input);
  const store = telemetryStore(ctx);
  const cells = await store.readCells(ctx.project, filter);
  const counted = cells.filter((cell) => cell.isSimulated === filter.simulated);
  const simulatedCount = cells.reduce((sum, cell) => sum + (cell.isSimulated ? cell.count : 0), 0);
  const exact = isFew(counted) ? await store.readQuantiles(ctx.project, filter, counted) : null;
  return { ...sumUp(counted, exact), simulatedCount };
}

/**
 * The same sums per UTC day (or window of `days`, named by its last day) and group, in order of day; those without calls
 * are absent. Throws forbidden, invalid_input.
 */
export async function usageSeries(ctx: Context, input: UsageSeriesInput): Promise<UsagePoint[]> {
  requirePermission(ctx, "generation.read");
  const { groupBy, days, ...filter } = UsageSeriesInput.parse(input);
  const windows = windowsOf(filter, days);
  const store = telemetryStore(ctx);
  const points = new Map<string, { group: UsagePoint["group"]; day: string; cells: Cell[] }>();
  for (const cell of await store.readCells(ctx.project, filter)) {
    if (cell.isSimulated !== filter.simulated) continue;
    const group = groupOf(cell, groupBy);
    const day = windowEnd(cell.day, windows);
    const key = `${day} ${group.key}`;
    const point = points.get(key) ?? { group, day, cells: [] };
    point.cells.push(cell);
    points.set(key, point);
  }
  const few = [...points.values()].flatMap(({ cells }) => (isFew(cells) ? cells : []));
  const exact =
    few.length > 0
      ? await store.readQuantilesByDay(ctx.project, filter, { among: few, groupBy, windows })
      : new Map<string, Quantiles>();
  return [...points.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { day, group, cells }]) => ({
      day,
      group,
      ...sumUp(cells, isFew(cells) ? (exact.get(key) ?? null) : null),
    }));
}

/**
 * How many calls of a scope took longer than a limit, for objectives: by the calls' own values, or, where there are too
 * many to look at and the answer is the same either way, between two counts. Throws forbidden, invalid_input.
 */
export async function callsOver(ctx: Context, input: CallsOverInput): Promise<CallsOver> {
  requirePermission(ctx, "generation.read");
  const { limitMs, allowedShare, ...filter } = CallsOverInput.parse(input);
  const store = telemetryStore(ctx);
  const cells = (await store.readCells(ctx.project, filter)).filter(
    (cell) => cell.isSimulated === filter.simulated,
  );
  const latency: number[] = [];
  for (const cell of cells) addHistogram(latency, cell.latencyBuckets);
  const answered = answeredOf(cells);
  const { low, high } = histogramAbove(latency, limitMs);
  if (low === high) return { answered, low, high };
  const allowed = allowedShare * answered;
  const isOpen = low <= allowed && high > allowed;
  const exact = await store.countSlower(ctx.project, filter, { among: cells, limitMs, must: isOpen });
  // Of some the store may no longer keep the rows.
  return exact === null || exact.n < answered
    ? { answered, low, high }
    : { answered, low: exact.slower, high: exact.slower };
}

const answeredOf = (cells: Cell[]) =>
  cells.reduce((sum, { count, failed, cancelled }) => sum + count - failed - cancelled, 0);

function isFew(cells: Cell[]): boolean {
  const answered = answeredOf(cells);
  return answered > 0 && answered <= exactUpTo;
}

function sumUp(cells: Cell[], exact: Quantiles | null): Usage {
  const sum = (pick: (cell: Cell) => number) => cells.reduce((total, cell) => total + pick(cell), 0);
  return {
    count: sum((cell) => cell.count),
    failed: sum((cell) => cell.failed),
    cancelled: sum((cell) => cell.cancelled),
    inputTokens: sum((cell) => cell.inputTokens),
    outputTokens: sum((cell) => cell.outputTokens),
    costUsd: sum((cell) => cell.costUsd),
    priced: sum((cell) => cell.priced),
    costUnknown: sum((cell) => cell.costUnknown),
    usageEstimated: sum((cell) => cell.usageEstimated),
    energyKwh: sum((cell) => cell.energyKwh),
    carbonGrams: sum((cell) => cell.carbonGrams),
    carbonGramsLow: sum((cell) => cell.carbonGramsLow),
    carbonGramsHigh: sum((cell) => cell.carbonGramsHigh),
    carbonKnown: sum((cell) => cell.carbonKnown),
    carbonUnknown: sum((cell) => cell.carbonUnknown),
    ...quantilesOf(cells, exact),
  };
}

/** Exact where every call that was counted was looked at; of some the store may no longer keep the rows. */
function quantilesOf(cells: Cell[], exact: Quantiles | null) {
  const answered = answeredOf(cells);
  if (exact && exact.n >= answered) {
    const { n: _n, ...quantiles } = exact;
    return { ...quantiles, latencyError: 0 };
  }
  return fromHistograms(cells, answered > 0);
}

function fromHistograms(cells: Cell[], isAnswered: boolean): Omit<Quantiles, "n"> & { latencyError: number } {
  const [latency, firstToken]: [number[], number[]] = [[], []];
  for (const cell of cells) {
    addHistogram(latency, cell.latencyBuckets);
    addHistogram(firstToken, cell.firstTokenBuckets);
  }
  return {
    latencyP50Ms: histogramQuantile(latency, 0.5),
    latencyP95Ms: histogramQuantile(latency, 0.95),
    timeToFirstTokenP50Ms: histogramQuantile(firstToken, 0.5),
    timeToFirstTokenP95Ms: histogramQuantile(firstToken, 0.95),
    latencyError: isAnswered ? Math.max(histogramError(latency, 0.5), histogramError(latency, 0.95)) : 0,
  };
}

const noGroup = {
  promptId: null,
  promptPath: null,
  promptVersionId: null,
  promptVersionNumber: null,
  model: null,
};

function groupOf(cell: Cell, by: Grouping): UsagePoint["group"] {
  const { promptId, promptPath, promptVersionNumber } = cell;
  switch (by) {
    case "none":
      return { ...noGroup, key: "all", label: "All calls" };
    case "promptVersion": {
      const isVersion = promptVersionNumber !== null;
      const version = isVersion ? `v${promptVersionNumber}` : "draft";
      return {
        ...noGroup,
        key: cell.promptVersionKey,
        label: promptId ? `${promptPath ?? "prompt"} ${version}` : "No prompt",
        promptId,
        promptPath,
        promptVersionId: isVersion ? cell.promptVersionKey : null,
        promptVersionNumber,
      };
    }
    case "prompt":
      return { ...noGroup, key: promptId ?? "", label: promptPath ?? "No prompt", promptId, promptPath };
    case "model":
      return { ...noGroup, key: `${cell.provider}/${cell.model}`, label: cell.model, model: cell.model };
    case "source":
      return { ...noGroup, key: cell.source, label: cell.source };
    default:
      return by satisfies never;
  }
}

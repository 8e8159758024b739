import { kpiSeries } from "#lib/feedback";
import type { Context } from "#lib/identity";
import { carbonPer1000, costPer1000, usageSeries } from "#lib/observability";
import { reviewSeries } from "#lib/review";
import type { Kpi, KpiUnit } from "#schema/feedback";
import { formatCount } from "#platform/format";
import type { Scope, UsagePoint } from "#schema/observability";
import type { Move } from "#schema/releases";
import { weightedMean } from "#statistics";
import { latencyLines, latencyMethod } from "./latency-lines.ts";
import type { Range } from "./range.ts";
import type { OverviewChart, OverviewLine, OverviewQuery } from "./schema.ts";
import { type DayShare, groupOf, mostLines, shareLines, trailingDays } from "./shares.ts";

type Drawn = Pick<OverviewChart, "title" | "measure" | "method" | "band" | "lines">;

type Input = {
  query: OverviewQuery;
  scope: Scope & { from: Date; to: Date };
  range: Range;
  verdicts: { now: DayShare[]; before: DayShare[] };
  kpi: Kpi | undefined;
  moves: readonly Move[];
  qualityTarget: number | null;
};

/** The chart of the chosen metric in the scope, with the promotions of the span as marks. */
export async function readChart(ctx: Context, input: Input): Promise<OverviewChart> {
  const { query, qualityTarget } = input;
  return {
    metric: query.metric,
    ...(await draw(ctx, input)),
    marks: marksOf(input.moves),
    target:
      query.metric === "quality" && qualityTarget !== null
        ? { value: qualityTarget, label: "asked by the gate" }
        : null,
  };
}

async function draw(ctx: Context, input: Input): Promise<Drawn> {
  const { metric, split } = input.query;
  const { days } = input.range;
  const trailing = trailingDays(days.length);
  const trailingWords = trailing > 1 ? `, ${trailing} days` : "";
  switch (metric) {
    case "quality":
      return {
        title: "Quality",
        measure: "score",
        method: `reviewers + end users${trailingWords}`,
        band: "95 % interval",
        lines: shareLines([...input.verdicts.before, ...input.verdicts.now], days, split, trailing),
      };
    case "approval":
    case "edit":
      return {
        title: metric === "approval" ? "Approval rate" : "Edit rate",
        measure: "share",
        method: `share of decisions${trailingWords}`,
        band: "95 % interval",
        lines: shareLines(await readDecided(ctx, input, metric), days, split, trailing),
      };
    case "cost":
    case "tokens":
    case "carbon":
      return drawUsage(ctx, metric, input);
    case "latency": {
      const lines = await latencyLines(ctx, { split, scope: input.scope, range: input.range });
      return {
        title: split === "none" ? "Latency p50 and p95" : "Latency p95",
        measure: "duration",
        method: latencyMethod(lines),
        band: null,
        lines,
      };
    }
    case "kpi":
      return drawKpi(ctx, input);
    default:
      return metric satisfies never;
  }
}

async function readDecided(
  ctx: Context,
  { scope, range }: Input,
  metric: "approval" | "edit",
): Promise<DayShare[]> {
  const days = await reviewSeries(ctx, { ...scope, from: range.before.from, withoutSimulated: true });
  return days.map(({ promptVersionId: versionId, promptVersionNumber: versionNumber, ...row }) => ({
    ...row,
    versionId,
    versionNumber,
    judged: row.decided,
    good: metric === "approval" ? row.approved : row.edited,
  }));
}

type UsageMetric = "cost" | "tokens" | "carbon";
type Cell = { value: number | null; low: number | null; high: number | null };

const usageCharts: Record<UsageMetric, Omit<Drawn, "lines"> & { read: (point: UsagePoint) => Cell }> = {
  cost: {
    title: "Cost per 1,000 calls",
    measure: "money",
    method: "of priced calls",
    band: null,
    read: (point) => withoutInterval(costPer1000(point)),
  },
  tokens: {
    title: "Tokens",
    measure: "count",
    method: "input + output, per day",
    band: null,
    read: (point) => withoutInterval(point.inputTokens + point.outputTokens),
  },
  carbon: {
    title: "gCO₂e per 1,000 calls",
    measure: "carbon",
    method: "EcoLogits method",
    band: "range of the method",
    read: ({ carbonKnown, ...point }) => ({
      value: carbonPer1000({ carbonKnown, carbonGrams: point.carbonGrams }),
      low: carbonPer1000({ carbonKnown, carbonGrams: point.carbonGramsLow }),
      high: carbonPer1000({ carbonKnown, carbonGrams: point.carbonGramsHigh }),
    }),
  },
};

async function drawUsage(ctx: Context, metric: UsageMetric, { query, scope, range }: Input): Promise<Drawn> {
  const { read, ...words } = usageCharts[metric];
  const { split } = query;
  const points = await usageSeries(ctx, { ...scope, groupBy: split === "version" ? "promptVersion" : split });
  const biggest = [...Map.groupBy(points, ({ group }) => group.key).entries()]
    .toSorted(([, left], [, right]) => callsOf(right) - callsOf(left))
    .slice(0, mostLines);
  return {
    ...words,
    method: `${words.method}${estimatedWords(points)}`,
    lines: biggest.map(([key, own]) => ({
      key,
      label: own[0]?.group.label ?? key,
      points: daily(own, range, read),
    })),
  };
}

/** What rests on tokens that are counted by us only is marked in the chart as it is in a table. */
function estimatedWords(points: readonly UsagePoint[]): string {
  const estimated = points.reduce((sum, { usageEstimated }) => sum + usageEstimated, 0);
  return estimated === 0 ? "" : `, ≈ in ${formatCount(estimated, "call")}`;
}

function daily(
  points: UsagePoint[],
  range: Range,
  read: (point: UsagePoint) => Cell,
): OverviewLine["points"] {
  const byDay = new Map(points.map((point) => [point.day, point]));
  return range.days.map((day) => {
    const point = byDay.get(day);
    return { day, days: 1, ...(point ? read(point) : withoutInterval(null)) };
  });
}

const withoutInterval = (value: number | null): Cell => ({ value, low: null, high: null });
const callsOf = (points: UsagePoint[]) => points.reduce((sum, { count }) => sum + count, 0);

const kpiMeasures: Record<KpiUnit, OverviewChart["measure"]> = {
  percent: "share",
  count: "count",
  usd: "money",
  seconds: "duration",
  score: "score",
};

async function drawKpi(ctx: Context, { kpi, query: { split }, scope, range }: Input): Promise<Drawn> {
  if (!kpi)
    return { title: "Business KPI", measure: "value", method: "none defined yet", band: null, lines: [] };
  const points = await kpiSeries(ctx, { ...scope, kpiId: kpi.id });
  const scale = kpi.unit === "seconds" ? 1000 : 1;
  const rows = points.map((point) => ({
    ...point,
    versionId: point.promptVersionId,
    versionNumber: point.promptVersionNumber,
  }));
  const groups = [...Map.groupBy(rows, (row) => groupOf(row, split).key).entries()]
    .toSorted(([, left], [, right]) => weigh(right) - weigh(left))
    .slice(0, mostLines);
  const lines = groups.map(([groupKey, own]) => {
    const byDay = Map.groupBy(own, (row) => row.day);
    const [first] = own;
    return {
      key: groupKey,
      label: first ? groupOf(first, split).label : groupKey,
      points: range.days.map((day) => ({
        day,
        days: 1,
        ...withoutInterval(meanOf(byDay.get(day) ?? [], scale)),
      })),
    };
  });
  return {
    title: kpi.name,
    measure: kpiMeasures[kpi.unit],
    method: kpi.isHigherBetter ? "higher is better" : "lower is better",
    band: null,
    lines,
  };
}

const weigh = (rows: readonly { weight: number }[]) => rows.reduce((sum, { weight }) => sum + weight, 0);

function meanOf(rows: readonly { value: number; weight: number }[], scale: number): number | null {
  const mean = weightedMean(rows);
  return mean === null ? null : mean * scale;
}

function marksOf(moves: readonly Move[]): OverviewChart["marks"] {
  const paths = new Set(moves.map(({ promptPath }) => promptPath));
  return moves.map(({ number, kind, promptPath: path, toVersionNumber, closedAt }) => {
    const name = paths.size > 1 ? `${path.slice(path.lastIndexOf("/") + 1)} ` : "";
    return {
      at: closedAt,
      label: `${name}v${toVersionNumber} ${kind === "rollback" ? "restored" : "promoted"}`,
      promotionNumber: number,
    };
  });
}

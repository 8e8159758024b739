import { and, asc, eq, gte, lt } from "drizzle-orm";
import { promotions } from "#db/schema";
import { kpiSeries, listKpis } from "#lib/feedback";
import { chooseKpi } from "./choose-kpi.ts";
import type { Context } from "#lib/identity";
import { usageSeries } from "#lib/observability";
import { reviewSeries } from "#lib/review";
import type { KpiUnit } from "#schema/feedback";
import type { UsagePoint } from "#schema/observability";
import { lastDay, type Range } from "./range.ts";
import type { OverviewChart, OverviewLine, OverviewQuery } from "./schema.ts";
import { type DayShare, groupOf, mostLines, shareLines, trailingDays } from "./shares.ts";
import { trafficSources } from "./sources.ts";

type Drawn = Pick<OverviewChart, "title" | "measure" | "method" | "band" | "lines">;

type Input = { query: OverviewQuery; range: Range; verdicts: DayShare[]; qualityTarget: number | null };

/** The chart of the chosen metric, with the promotions of the span as marks. */
export async function readChart(
  ctx: Context,
  { query, range, verdicts, qualityTarget }: Input,
): Promise<OverviewChart> {
  const drawn = await draw(ctx, query, range, verdicts);
  return {
    metric: query.metric,
    ...drawn,
    marks: await readMarks(ctx, query, range),
    target:
      query.metric === "quality" && qualityTarget !== null
        ? { value: qualityTarget, label: "asked by the gate" }
        : null,
  };
}

async function draw(ctx: Context, query: OverviewQuery, range: Range, verdicts: DayShare[]): Promise<Drawn> {
  const { metric, split, promptId } = query;
  const trailing = trailingDays(query.days);
  const trailingWords = trailing > 1 ? `, ${trailing} days` : "";
  switch (metric) {
    case "quality":
      return {
        title: "Quality in production",
        measure: "score",
        method: `reviewers + end users${trailingWords}`,
        band: "95 % interval",
        lines: shareLines(ofPrompt(verdicts, promptId), range.days, split, trailing),
      };
    case "approval":
    case "edit": {
      const days = await reviewSeries(ctx, {
        from: range.before.from,
        to: range.to,
        withoutSimulated: true,
        ...(promptId ? { promptId } : {}),
      });
      const rows = days.map((row) => ({
        ...row,
        versionId: row.promptVersionId,
        versionNumber: row.promptVersionNumber,
        judged: row.decided,
        good: metric === "approval" ? row.approved : row.edited,
      }));
      const title = metric === "approval" ? "Approval rate" : "Edit rate";
      return {
        title,
        measure: "share",
        method: `share of decisions${trailingWords}`,
        band: "95 % interval",
        lines: shareLines(rows, range.days, split, trailing),
      };
    }
    case "cost":
    case "latency":
    case "tokens":
    case "carbon":
      return drawUsage(ctx, { ...query, metric }, range);
    case "kpi":
      return drawKpi(ctx, query, range);
    default:
      return metric satisfies never;
  }
}

const ofPrompt = (rows: DayShare[], promptId: string | undefined) =>
  promptId ? rows.filter((row) => row.promptId === promptId) : rows;

type UsageMetric = "cost" | "latency" | "tokens" | "carbon";
type Cell = { value: number | null; low: number | null; high: number | null };

const usageCharts: Record<UsageMetric, Omit<Drawn, "lines"> & { read: (point: UsagePoint) => Cell }> = {
  cost: {
    title: "Cost per 1,000 calls",
    measure: "money",
    method: "catalogue prices",
    band: null,
    read: (point) => alone(per1000(point.costUsd, point.count - point.costUnknown)),
  },
  latency: {
    title: "Latency p95",
    measure: "duration",
    method: "whole answer",
    band: null,
    read: (point) => alone(point.latencyP95Ms),
  },
  tokens: {
    title: "Tokens",
    measure: "count",
    method: "input + output, per day",
    band: null,
    read: (point) => alone(point.inputTokens + point.outputTokens),
  },
  carbon: {
    title: "gCO₂e per 1,000 calls",
    measure: "carbon",
    method: "EcoLogits method",
    band: "range of the method",
    read: (point) => {
      const known = point.count - point.carbonUnknown;
      return {
        value: per1000(point.carbonGrams, known),
        low: per1000(point.carbonGramsLow, known),
        high: per1000(point.carbonGramsHigh, known),
      };
    },
  },
};

async function drawUsage(
  ctx: Context,
  { metric, split, promptId }: OverviewQuery & { metric: UsageMetric },
  range: Range,
): Promise<Drawn> {
  const { read, ...words } = usageCharts[metric];
  const groupBy = split === "version" ? "promptVersion" : split;
  const points = await usageSeries(ctx, {
    from: range.from,
    to: lastDay(range.to),
    source: trafficSources,
    groupBy,
    ...(promptId ? { promptId } : {}),
  });
  const biggest = [...Map.groupBy(points, ({ group }) => group.key).entries()]
    .toSorted(([, left], [, right]) => callsOf(right) - callsOf(left))
    .slice(0, mostLines);
  if (metric === "latency" && split === "none") {
    const lines = [
      { key: "p95", label: "p95", points: daily(points, range, (point) => alone(point.latencyP95Ms)) },
      { key: "p50", label: "p50", points: daily(points, range, (point) => alone(point.latencyP50Ms)) },
    ];
    return { ...words, title: "Latency p50 and p95", lines };
  }
  return {
    ...words,
    lines: biggest.map(([key, own]) => ({
      key,
      label: own[0]?.group.label ?? key,
      points: daily(own, range, read),
    })),
  };
}

function daily(
  points: UsagePoint[],
  range: Range,
  read: (point: UsagePoint) => Cell,
): OverviewLine["points"] {
  const byDay = new Map(points.map((point) => [point.day, point]));
  return range.days.map((day) => {
    const point = byDay.get(day);
    return { day, ...(point ? read(point) : alone(null)) };
  });
}

const alone = (value: number | null): Cell => ({ value, low: null, high: null });
const per1000 = (sum: number, count: number): number | null => (count > 0 ? (sum / count) * 1000 : null);
const callsOf = (points: UsagePoint[]) => points.reduce((sum, { count }) => sum + count, 0);

const kpiMeasures: Record<KpiUnit, OverviewChart["measure"]> = {
  percent: "share",
  count: "count",
  usd: "money",
  seconds: "duration",
  score: "score",
};

async function drawKpi(
  ctx: Context,
  { kpi: key, split, promptId }: OverviewQuery,
  range: Range,
): Promise<Drawn> {
  const kpis = await listKpis(ctx);
  const kpi = chooseKpi(kpis, key);
  if (!kpi)
    return { title: "Business KPI", measure: "value", method: "none defined yet", band: null, lines: [] };
  const points = await kpiSeries(ctx, {
    kpiId: kpi.id,
    from: range.from,
    to: range.to,
    ...(promptId ? { promptId } : {}),
  });
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
      points: range.days.map((day) => ({ day, ...alone(meanOf(byDay.get(day) ?? [], scale)) })),
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
  const weight = weigh(rows);
  return weight === 0 ? null : (rows.reduce((sum, row) => sum + row.value * row.weight, 0) / weight) * scale;
}

async function readMarks(
  ctx: Context,
  { promptId }: OverviewQuery,
  range: Range,
): Promise<OverviewChart["marks"]> {
  const rows = await ctx.db
    .select({
      number: promotions.number,
      kind: promotions.kind,
      path: promotions.promptPath,
      version: promotions.toVersionNumber,
      at: promotions.closedAt,
    })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        eq(promotions.environmentName, "production"),
        eq(promotions.status, "promoted"),
        promptId ? eq(promotions.promptId, promptId) : undefined,
        gte(promotions.closedAt, range.from),
        lt(promotions.closedAt, range.to),
      ),
    )
    .orderBy(asc(promotions.closedAt));
  const paths = new Set(rows.map(({ path }) => path));
  return rows.flatMap(({ number, kind, path, version, at }) => {
    if (!at) return [];
    const name = paths.size > 1 ? `${path.slice(path.lastIndexOf("/") + 1)} ` : "";
    return [
      {
        at,
        label: `${name}v${version} ${kind === "rollback" ? "restored" : "promoted"}`,
        promotionNumber: number,
      },
    ];
  });
}

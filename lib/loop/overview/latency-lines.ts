import type { Context } from "#lib/identity";
import { answeredOf, answersForP95, p95Of, usageSeries } from "#lib/observability";
import type { Scope, UsagePoint } from "#schema/observability";
import type { Range } from "./range.ts";
import type { OverviewLine, OverviewPoint, OverviewSplit } from "./schema.ts";
import { mostLines } from "./shares.ts";

type Input = { split: OverviewSplit; scope: Scope & { from: Date; to: Date }; range: Range };

/**
 * Latency by its worst twentieth, and by its half as well where it is not split. A p95 takes `answersForP95` answers: where
 * most of a line's lie in days with fewer, its points are of seven days, else of the whole span, as its label says.
 */
export async function latencyLines(ctx: Context, { split, scope, range }: Input): Promise<OverviewLine[]> {
  const groupBy = split === "version" ? "promptVersion" : split;
  const bySize = new Map<number, UsagePoint[]>();
  const read = async (days: number) => {
    const known = bySize.get(days) ?? (await usageSeries(ctx, { ...scope, groupBy, days }));
    bySize.set(days, known);
    return known;
  };
  const lines: OverviewLine[] = [];
  const groups = [...Map.groupBy(await read(1), ({ group }) => group.key).entries()]
    .toSorted(([, left], [, right]) => callsOf(right) - callsOf(left))
    .slice(0, mostLines);
  for (const [key, own] of groups) {
    const days = await daysOfPoints(range, async (size) =>
      (await read(size)).filter(({ group }) => group.key === key),
    );
    const points = (await read(days)).filter(({ group }) => group.key === key);
    const label = split === "none" ? "p95" : (own[0]?.group.label ?? key);
    lines.push({
      key: split === "none" ? "p95" : key,
      label: `${label}${sizeWords(days, range.days.length)}`,
      points: drawn(points, { range, days }, p95Of),
    });
  }
  if (split !== "none") return lines;
  const half = drawn(await read(1), { range, days: 1 }, ({ latencyP50Ms }) => latencyP50Ms);
  return lines.length > 0 ? [...lines, { key: "p50", label: "p50", points: half }] : [];
}

/** The fewest days of a point at which most answers of a line have a p95; one where not even the whole span has enough. */
async function daysOfPoints(range: Range, read: (days: number) => Promise<UsagePoint[]>): Promise<number> {
  const whole = range.days.length;
  const sizes = [1, ...(whole > 7 ? [7] : []), ...(whole > 1 ? [whole] : [])];
  for (const days of sizes) {
    const points = await read(days);
    const shown = points.filter((point) => p95Of(point) !== null);
    if (shown.length > 0 && 2 * answersOf(shown) >= answersOf(points)) return days;
  }
  return 1;
}

function drawn(
  points: readonly UsagePoint[],
  { range, days }: { range: Range; days: number },
  read: (point: UsagePoint) => number | null,
): OverviewPoint[] {
  const byDay = new Map(points.map((point) => [point.day, point]));
  return range.days.map((day, place) => {
    const point = byDay.get(day);
    const value = point ? read(point) : null;
    // The first window may begin before the span does.
    return { day, days: Math.min(days, place + 1), value, low: null, high: null };
  });
}

function sizeWords(days: number, whole: number): string {
  if (days === 1) return "";
  return days === whole ? ` (all ${days} days)` : ` (by ${days} days)`;
}

const callsOf = (points: readonly UsagePoint[]) => points.reduce((sum, { count }) => sum + count, 0);
const answersOf = (points: readonly UsagePoint[]) =>
  points.reduce((sum, point) => sum + answeredOf(point), 0);

/** Of what, in a few words, and over how many days where some points are of several. */
export function latencyMethod(lines: readonly OverviewLine[]): string {
  const sizes = lines.map(({ points }) =>
    Math.max(...points.map(({ value, days }) => (value === null ? 1 : days))),
  );
  const wide = [...new Set(sizes)].filter((days) => days > 1).toSorted((a, b) => a - b);
  const over = wide.length > 0 ? `, over ${wide.join(" or ")} days where days have fewer` : "";
  return `whole answer, a p95 of ${answersForP95} answers and more${over}`;
}

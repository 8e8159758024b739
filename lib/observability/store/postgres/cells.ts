import { and, count, eq, getTableColumns, gte, inArray, isNotNull, lt, sql } from "drizzle-orm";
import { generationRollups, generations } from "#db/schema/observability";
import type { Database } from "#db";
import type { ProjectId } from "#lib/identity";
import { addToBucket } from "../../histogram.ts";
import { ofEnvironment } from "../../in-scope.ts";
import type { UsageFilter } from "../../schema.ts";
import type { Cell } from "../../usage/cell.ts";
import { bucketOfColumn, callsOf, dimensions } from "./calls.ts";

const dayMs = 86_400_000;
const {
  projectId: _projectId,
  costSquares: _costSquares,
  carbonSquares: _carbonSquares,
  tokensKnown: _tokensKnown,
  tokensSum: _tokensSum,
  tokensSquares: _tokensSquares,
  ...rollupColumns
} = getTableColumns(generationRollups);

/** The cells of a scope: whole UTC days from the rollups, the rest of a span that begins or ends within a day from the calls. */
export async function readCells(db: Database, project: ProjectId, filter: UsageFilter): Promise<Cell[]> {
  const { days, edges } = partsOf(filter);
  const cells = days ? await readRollups(db, project, { filter, days }) : [];
  for (const edge of edges) cells.push(...(await addUp(db, project, { ...filter, ...edge })));
  return cells;
}

type Span = { from: Date; to: Date };

/** A span as whole UTC days and what is left of it before and after. Pure. */
export function partsOf({ from, to }: Span): { days: Span | null; edges: Span[] } {
  const first = new Date(Math.ceil(from.getTime() / dayMs) * dayMs);
  const last = new Date(Math.floor(to.getTime() / dayMs) * dayMs);
  if (from >= to) return { days: null, edges: [] };
  if (first > last) return { days: null, edges: [{ from, to }] };
  const edges = [
    { from, to: first },
    { from: last, to },
  ];
  return {
    days: first < last ? { from: first, to: last } : null,
    edges: edges.filter((edge) => edge.from < edge.to),
  };
}

const utcDay = (at: Date) => at.toISOString().slice(0, 10);

/** The rollups of these days and of a scope's other parts. */
export function rollupsOf(project: ProjectId, filter: Omit<UsageFilter, "simulated">, { from, to }: Span) {
  return and(
    eq(generationRollups.projectId, project),
    gte(generationRollups.day, utcDay(from)),
    lt(generationRollups.day, utcDay(to)),
    filter.promptId ? eq(generationRollups.promptId, filter.promptId) : undefined,
    filter.promptVersionId ? eq(generationRollups.promptVersionKey, filter.promptVersionId) : undefined,
    filter.model ? eq(generationRollups.model, filter.model) : undefined,
    filter.environment ? ofEnvironment(generationRollups.environment, filter.environment) : undefined,
    filter.source ? inArray(generationRollups.source, [filter.source].flat()) : undefined,
  );
}

function readRollups(
  db: Database,
  project: ProjectId,
  { filter, days }: { filter: UsageFilter; days: Span },
): Promise<Cell[]> {
  return db
    .select(rollupColumns)
    .from(generationRollups)
    .where(rollupsOf(project, filter, days));
}

/** Adds calls up as the writer does, for a part of a day that no rollup stands for. */
async function addUp(db: Database, project: ProjectId, filter: UsageFilter): Promise<Cell[]> {
  const groups = Object.values(dimensions);
  const sums = await db
    .select({ ...dimensions, ...totals })
    .from(generations)
    .where(and(...callsOf(project, filter)))
    .groupBy(...groups);
  const cells = new Map(
    sums.map((row) => [
      keyOf(row),
      { ...row, latencyBuckets: [] as number[], firstTokenBuckets: [] as number[] },
    ]),
  );
  for (const [column, name] of [
    [generations.latencyMs, "latencyBuckets"],
    [generations.timeToFirstTokenMs, "firstTokenBuckets"],
  ] as const) {
    const bucket = bucketOfColumn(column).mapWith(Number);
    const counted = await db
      .select({ ...dimensions, bucket, count: count() })
      .from(generations)
      .where(and(...callsOf(project, filter), eq(generations.status, "succeeded"), isNotNull(column)))
      .groupBy(...groups, bucket);
    for (const row of counted) {
      const cell = cells.get(keyOf(row));
      if (cell) addToBucket(cell[name], row.bucket, row.count);
    }
  }
  return [...cells.values()];
}

function keyOf(row: { [Name in keyof typeof dimensions]: unknown }): string {
  return JSON.stringify(Object.keys(dimensions).map((name) => row[name as keyof typeof dimensions]));
}

const isUsed = sql`(${generations.status} = 'succeeded' or coalesce(${generations.outputTokens}, 0) > 0)`;
const total = (of: ReturnType<typeof sql>) => sql<number>`coalesce(sum(${of}), 0)`.mapWith(Number);
const where = (condition: ReturnType<typeof sql>) =>
  sql<number>`count(*) filter (where ${condition})`.mapWith(Number);

/** The sums of `rollUp`, in SQL. */
const totals = {
  count: count(),
  failed: where(sql`${generations.status} = 'failed'`),
  cancelled: where(sql`${generations.status} = 'cancelled'`),
  inputTokens: total(sql`${generations.inputTokens}`),
  outputTokens: total(sql`${generations.outputTokens}`),
  costUsd: total(sql`${generations.costUsd}`),
  priced: count(generations.costUsd),
  costUnknown: where(sql`${isUsed} and ${generations.costUsd} is null`),
  usageEstimated: where(sql`${generations.isUsageEstimated}`),
  energyKwh: total(sql`${generations.energyKwh}`),
  carbonGrams: total(sql`${generations.carbonGrams}`),
  carbonGramsLow: total(sql`coalesce(${generations.carbonGramsLow}, ${generations.carbonGrams})`),
  carbonGramsHigh: total(sql`coalesce(${generations.carbonGramsHigh}, ${generations.carbonGrams})`),
  carbonKnown: count(generations.carbonGrams),
  carbonUnknown: where(sql`${isUsed} and ${generations.carbonGrams} is null`),
};

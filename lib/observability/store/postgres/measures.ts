import { and, count, eq, inArray, isNotNull, isNull, notInArray, sql } from "drizzle-orm";
import type { Database } from "#db";
import { generationRollups, generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import type { GenerationSource } from "../../sources.ts";
import type { UsageFilter, UsageMeasure } from "../../schema.ts";
import { mostLookedAt } from "../../usage/limits.ts";
import type { MeasureSum } from "../telemetry-store.ts";
import { callsOf, dimensions, measured } from "./calls.ts";
import { partsOf, rollupsOf } from "./cells.ts";

type Span = { from: Date; to: Date };

/** Whole days from the rollups, where these have the squares; all else from the calls. */
export async function sumMeasure(
  db: Database,
  project: ProjectId,
  { filter, measure }: { filter: UsageFilter; measure: UsageMeasure },
): Promise<MeasureSum[] | null> {
  const { days, edges } = partsOf(filter);
  const rows: MeasureSum[] = [];
  if (days) {
    const looked = await daysToLookAt(db, project, { filter, days });
    if (looked.reduce((sum, day) => sum + day.count, 0) > mostLookedAt) return null;
    const names = looked.map(({ day }) => day);
    rows.push(...(await ofRollups(db, project, { filter, days, without: names, measure })));
    if (names.length > 0)
      rows.push(...(await ofCalls(db, project, { filter: { ...filter, ...days }, days: names, measure })));
  }
  for (const edge of edges)
    rows.push(...(await ofCalls(db, project, { filter: { ...filter, ...edge }, measure })));
  return rows;
}

/** Days that a version began which kept no squares. */
function daysToLookAt(
  db: Database,
  project: ProjectId,
  { filter, days }: { filter: UsageFilter; days: Span },
): Promise<{ day: string; count: number }[]> {
  return db
    .select({
      day: generationRollups.day,
      count: sql<number>`sum(${generationRollups.count})`.mapWith(Number),
    })
    .from(generationRollups)
    .where(
      and(
        rollupsOf(project, filter, days),
        eq(generationRollups.isSimulated, filter.simulated),
        isNull(generationRollups.tokensKnown),
      ),
    )
    .groupBy(generationRollups.day);
}

const { priced, costUsd, costSquares, carbonKnown, carbonGrams, carbonSquares } = generationRollups;
const { tokensKnown, tokensSum, tokensSquares } = generationRollups;
const kept = {
  cost: { n: priced, sum: costUsd, squares: costSquares },
  carbon: { n: carbonKnown, sum: carbonGrams, squares: carbonSquares },
  tokens: { n: tokensKnown, sum: tokensSum, squares: tokensSquares },
} as const;

async function ofRollups(
  db: Database,
  project: ProjectId,
  given: { filter: UsageFilter; days: Span; without: string[]; measure: UsageMeasure },
): Promise<MeasureSum[]> {
  const { filter, days, without, measure } = given;
  const { promptId, promptPath, promptVersionKey, promptVersionNumber, model, source } = generationRollups;
  const groups = { promptId, promptPath, promptVersionKey, promptVersionNumber, model, source };
  const { n, sum, squares } = kept[measure];
  const rows = await db
    .select({
      ...groups,
      n: sql<number>`sum(${n})`.mapWith(Number),
      sum: sql<number>`sum(${sum})`.mapWith(Number),
      sumSquares: sql<number>`sum(${squares})`.mapWith(Number),
    })
    .from(generationRollups)
    .where(
      and(
        rollupsOf(project, filter, days),
        eq(generationRollups.isSimulated, filter.simulated),
        without.length > 0 ? notInArray(generationRollups.day, without) : undefined,
      ),
    )
    .groupBy(...Object.values(groups))
    .having(sql`sum(${n}) > 0`);
  return rows.map(({ promptVersionKey: key, source: from, ...row }) => ({
    ...row,
    promptVersionId: key === "" || key.startsWith("draft:") ? null : key,
    source: from as GenerationSource,
  }));
}

async function ofCalls(
  db: Database,
  project: ProjectId,
  { filter, days, measure }: { filter: UsageFilter; days?: string[]; measure: UsageMeasure },
): Promise<MeasureSum[]> {
  const { promptId, promptPath, promptVersionId, promptVersionNumber, model, source } = generations;
  const columns = { promptId, promptPath, promptVersionId, promptVersionNumber, model, source };
  const value = measured[measure];
  const rows = await db
    .select({
      ...columns,
      n: count(),
      sum: sql<number>`sum(${value})`.mapWith(Number),
      sumSquares: sql<number>`sum(${value}::double precision * ${value})`.mapWith(Number),
    })
    .from(generations)
    .where(
      and(
        ...callsOf(project, filter),
        eq(generations.isSimulated, filter.simulated),
        isNotNull(value),
        days ? inArray(dimensions.day, days) : undefined,
      ),
    )
    .groupBy(...Object.values(columns));
  return rows.map((row) => ({ ...row, source: row.source as GenerationSource }));
}

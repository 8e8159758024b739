import { and, count, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "#db";
import { generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import type {
  CallScope,
  Generation,
  GenerationFilter,
  GenerationSummary,
  GuardrailFinding,
} from "../../schema.ts";
import type { GenerationSource } from "../../sources.ts";
import { conditionsOf } from "./conditions.ts";

const { projectId: _projectId, endUserHash: _h, ...columns } = getTableColumns(generations);
const {
  input: _i,
  variables: _v,
  settings: _s,
  output: _o,
  toolCalls: _t,
  answerMembers: _a,
  reasoning: _r,
  refusal: _f,
  costBasis: _b,
  carbonMethod: _c,
  guardrails: _g,
  metadata: _m,
  ...short
} = columns;

export async function readGenerations(
  db: Database,
  project: ProjectId,
  ids: readonly string[],
): Promise<Generation[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(generations)
    .where(and(eq(generations.projectId, project), isOneOf(ids)));
  return rows.map((row) => ({
    ...row,
    // The database holds what `write` was given, so its texts are members of our unions.
    source: row.source as GenerationSource,
    guardrails: row.guardrails as GuardrailFinding[] | null,
  }));
}

export async function readCallScopes(
  db: Database,
  project: ProjectId,
  ids: readonly string[],
): Promise<(CallScope & { id: string })[]> {
  if (ids.length === 0) return [];
  const {
    id,
    promptId,
    promptVersionId,
    promptPath,
    promptVersionNumber,
    label,
    source,
    model,
    isSimulated,
    endUserHash,
  } = generations;
  const rows = await db
    .select({
      id,
      promptId,
      promptVersionId,
      promptPath,
      promptVersionNumber,
      environment: label,
      source,
      model,
      isSimulated,
      endUserHash,
    })
    .from(generations)
    .where(and(eq(generations.projectId, project), isOneOf(ids)));
  return rows.map((row) => ({ ...row, source: row.source as GenerationSource }));
}

/** One parameter, however many they are; the store's type bounds them. */
const isOneOf = (ids: readonly string[]) => sql`${generations.id} = any(${sql.param(ids)}::uuid[])`;

export async function listGenerations(
  db: Database,
  project: ProjectId,
  {
    filter,
    limit,
    after,
  }: { filter: GenerationFilter; limit: number; after: { startedAt: Date; id: string } | null },
): Promise<GenerationSummary[]> {
  const isAfter = after
    ? sql`(${generations.startedAt}, ${generations.id}) < (${after.startedAt.toISOString()}::timestamptz, ${after.id}::uuid)`
    : undefined;
  const rows = await db
    .select({ ...short, outputPreview: sql<string>`left(${generations.output}, 200)` })
    .from(generations)
    .where(and(eq(generations.projectId, project), ...conditionsOf(filter), isAfter))
    .orderBy(desc(generations.startedAt), desc(generations.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, source: row.source as GenerationSource }));
}

export async function countGenerations(
  db: Database,
  project: ProjectId,
  { filter, upTo }: { filter: GenerationFilter; upTo: number },
): Promise<number> {
  const found = db
    .select({ id: generations.id })
    .from(generations)
    .where(and(eq(generations.projectId, project), ...conditionsOf(filter)))
    .limit(upTo)
    .as("found");
  const [row] = await db.select({ count: count() }).from(found);
  return row?.count ?? 0;
}

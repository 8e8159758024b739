import {
  and,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  ilike,
  inArray,
  isNotNull,
  lt,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { escapeLike } from "#db";
import { generations } from "#db/schema/observability";
import { maskFieldsForRole, requireSearchable } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { type Page, toPage } from "#platform/pagination";
import { GetGenerationInput, GetGenerationsInput, ListGenerationsInput } from "../schema.ts";
import type { Generation, GenerationSource, GenerationSummary, GuardrailFinding } from "../schema.ts";
import { ofEnvironment } from "../in-scope.ts";
import { measured } from "../usage/calls.ts";
import { generationWriter } from "./writer.ts";

const { projectId: _projectId, spans: _spans, ...columns } = getTableColumns(generations);
const {
  input: _i,
  variables: _v,
  settings: _s,
  output: _o,
  toolCalls: _t,
  reasoning: _r,
  refusal: _f,
  costBasis: _b,
  carbonMethod: _c,
  guardrails: _g,
  metadata: _m,
  ...short
} = columns;

/** A page of generations, newest first. Throws forbidden, invalid_input. */
export async function listGenerations(
  ctx: Context,
  input: ListGenerationsInput = {},
): Promise<Page<GenerationSummary>> {
  requirePermission(ctx, "generation.read");
  const filters = ListGenerationsInput.parse(input);
  requireSearchable(ctx, [filters.text, filters.metadata]);
  const rows = await ctx.db
    .select({ ...short, outputPreview: sql<string>`left(${generations.output}, 200)` })
    .from(generations)
    .where(and(eq(generations.projectId, ctx.project), ...conditions(filters)))
    .orderBy(desc(generations.startedAt), desc(generations.id))
    .limit(filters.limit + 1);
  const page = toPage(rows, filters.limit, (row) => `${row.startedAt.toISOString()}~${row.id}`);
  const items = page.items.map((row) => ({ ...row, source: row.source as GenerationSource }));
  return {
    ...page,
    items: items.map((row) => maskFieldsForRole(ctx, row, ["outputPreview", "errorMessage"])),
  };
}

/** More than this many is said as such: nobody reads on, and counting them all takes long. */
const countUpTo = 10_000;

/** How many generations the same filters find; `isMore` where there are more than were counted. Throws forbidden, invalid_input. */
export async function countGenerations(
  ctx: Context,
  input: ListGenerationsInput = {},
): Promise<{ count: number; isMore: boolean }> {
  requirePermission(ctx, "generation.read");
  const { cursor: _cursor, ...filters } = ListGenerationsInput.parse(input);
  requireSearchable(ctx, [filters.text, filters.metadata]);
  const found = ctx.db
    .select({ id: generations.id })
    .from(generations)
    .where(and(eq(generations.projectId, ctx.project), ...conditions(filters)))
    .limit(countUpTo + 1)
    .as("found");
  const [row] = await ctx.db.select({ count: count() }).from(found);
  const counted = row?.count ?? 0;
  return { count: Math.min(counted, countUpTo), isMore: counted > countUpTo };
}

/** One generation in full, also one this process is just about to store. Throws forbidden, not_found. */
export async function getGeneration(ctx: Context, input: GetGenerationInput): Promise<Generation> {
  requirePermission(ctx, "generation.read");
  const { generationId } = GetGenerationInput.parse(input);
  const waiting = generationWriter().get(ctx.project, generationId);
  if (waiting) return readable(ctx, waiting.generation);
  const [row] = await ctx.db
    .select(columns)
    .from(generations)
    .where(and(eq(generations.projectId, ctx.project), eq(generations.id, generationId)));
  if (!row) throw new NotFound("generation");
  return readable(ctx, asGeneration(row));
}

/** The generations with these ids that are in the project, in the order asked; unknown ids are left out. Throws forbidden. */
export async function getGenerations(ctx: Context, input: GetGenerationsInput): Promise<Generation[]> {
  requirePermission(ctx, "generation.read");
  const { ids } = GetGenerationsInput.parse(input);
  if (ids.length === 0) return [];
  const waiting = ids.flatMap((id) => generationWriter().get(ctx.project, id)?.generation ?? []);
  const rows = await ctx.db
    .select(columns)
    .from(generations)
    .where(and(eq(generations.projectId, ctx.project), inArray(generations.id, ids)));
  const byId = new Map([...waiting, ...rows.map(asGeneration)].map((found) => [found.id, found]));
  return ids.flatMap((id) => byId.get(id) ?? []).map((found) => readable(ctx, found));
}

/** What users, models and tools wrote, as this person may read it. */
const readable = (ctx: Context, row: Generation): Generation =>
  maskFieldsForRole(ctx, row, [
    "input",
    "variables",
    "output",
    "toolCalls",
    "errorMessage",
    "reasoning",
    "refusal",
    "metadata",
  ]);

type Row = Omit<typeof generations.$inferSelect, "projectId" | "spans">;

/** The database holds what recordGenerations wrote, so its texts are members of our unions. */
function asGeneration(row: Row): Generation {
  return {
    ...row,
    source: row.source as GenerationSource,
    guardrails: row.guardrails as GuardrailFinding[] | null,
  };
}

function conditions(filters: Partial<ReturnType<typeof ListGenerationsInput.parse>>): SQL[] {
  const found: (SQL | undefined)[] = [
    filters.promptId && eq(generations.promptId, filters.promptId),
    filters.promptPath && eq(generations.promptPath, filters.promptPath),
    filters.promptVersionId && eq(generations.promptVersionId, filters.promptVersionId),
    filters.model && eq(generations.model, filters.model),
    filters.connectionId && eq(generations.connectionId, filters.connectionId),
    filters.environment && ofEnvironment(generations.label, filters.environment),
    filters.source && inArray(generations.source, [filters.source].flat()),
    filters.status && eq(generations.status, filters.status),
    filters.runId && eq(generations.runId, filters.runId),
    filters.traceId && eq(generations.traceId, filters.traceId),
    filters.from && gte(generations.startedAt, filters.from),
    filters.to && lt(generations.startedAt, filters.to),
    filters.overMs !== undefined && gt(generations.latencyMs, filters.overMs),
    filters.known && isNotNull(measured[filters.known]),
    filters.simulated !== undefined && eq(generations.isSimulated, filters.simulated),
    filters.text && matches(filters.text),
    ...(filters.metadata ?? []).map(carries),
    filters.cursor && after(filters.cursor),
  ].map((condition) => condition || undefined);
  return found.filter((condition) => condition !== undefined);
}

function matches(text: string): SQL | undefined {
  const pattern = `%${escapeLike(text)}%`;
  return or(
    ilike(generations.output, pattern),
    ilike(generations.promptPath, pattern),
    sql`${generations.input}::text ilike ${pattern}`,
  );
}

/** The pair goes to the database as a value, never as a part of the statement. */
function carries(pair: string): SQL | undefined {
  const at = pair.indexOf("=");
  const [key, text] = [pair.slice(0, at), pair.slice(at + 1)];
  const holds = (value: string | number | boolean) =>
    sql`${generations.metadata} @> ${JSON.stringify({ [key]: value })}::jsonb`;
  const typed = typedValue(text);
  return typed === null ? holds(text) : or(holds(text), holds(typed));
}

function typedValue(text: string): number | boolean | null {
  if (text === "true" || text === "false") return text === "true";
  return /^-?(0|[1-9]\d{0,15})(\.\d{1,15})?$/.test(text) ? Number(text) : null;
}

function after(cursor: string): SQL {
  const [at, id] = cursor.split("~");
  if (!at || !id || Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/i.test(id)) {
    throw new AppError("invalid_input", "The cursor is not one this list gave; start again without it.");
  }
  return sql`(${generations.startedAt}, ${generations.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

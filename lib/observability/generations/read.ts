import { maskFieldsForRole, requireSearchable } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { type Page, toPage } from "#platform/pagination";
import {
  GetGenerationInput,
  GetGenerationsInput,
  ListGenerationsInput,
  type Generation,
  type GenerationSummary,
} from "./schema.ts";
import { telemetryStore } from "../store/open.ts";
import { generationWriter } from "./writer.ts";

/** A page of generations, newest first. Throws forbidden, invalid_input. */
export async function listGenerations(
  ctx: Context,
  input: ListGenerationsInput = {},
): Promise<Page<GenerationSummary>> {
  requirePermission(ctx, "generation.read");
  const { limit, cursor, ...filter } = ListGenerationsInput.parse(input);
  requireSearchable(ctx, [filter.text, filter.metadata]);
  const after = cursor ? placeOf(cursor) : null;
  const rows = await telemetryStore(ctx).listGenerations(ctx.project, filter, { limit: limit + 1, after });
  const page = toPage(rows, limit, (row) => `${row.startedAt.toISOString()}~${row.id}`);
  return {
    ...page,
    items: page.items.map((row) => maskFieldsForRole(ctx, row, ["outputPreview", "errorMessage"])),
  };
}

/** What one statement may count: two seconds on PostgreSQL. More than this many is said as such. */
const countUpTo = 1_000_000;

/** How many generations the same filters find; `isMore` where there are more than were counted. Throws forbidden, invalid_input. */
export async function countGenerations(
  ctx: Context,
  input: ListGenerationsInput = {},
): Promise<{ count: number; isMore: boolean }> {
  requirePermission(ctx, "generation.read");
  const { cursor: _cursor, limit: _limit, ...filter } = ListGenerationsInput.parse(input);
  requireSearchable(ctx, [filter.text, filter.metadata]);
  const counted = await telemetryStore(ctx).countGenerations(ctx.project, filter, countUpTo + 1);
  return { count: Math.min(counted, countUpTo), isMore: counted > countUpTo };
}

/** One generation in full, also one this process is just about to store. Throws forbidden, not_found. */
export async function getGeneration(ctx: Context, input: GetGenerationInput): Promise<Generation> {
  requirePermission(ctx, "generation.read");
  const { generationId } = GetGenerationInput.parse(input);
  const waiting = generationWriter().get(ctx.project, generationId);
  if (waiting) return readable(ctx, waiting.generation);
  const [row] = await telemetryStore(ctx).readGenerations(ctx.project, [generationId]);
  if (!row) throw new NotFound("generation");
  return readable(ctx, row);
}

/** The generations with these ids that are in the project, in the order asked; unknown ids are left out. Throws forbidden. */
export async function getGenerations(ctx: Context, input: GetGenerationsInput): Promise<Generation[]> {
  requirePermission(ctx, "generation.read");
  const { ids } = GetGenerationsInput.parse(input);
  const waiting = ids.flatMap((id) => generationWriter().get(ctx.project, id)?.generation ?? []);
  const stored = await telemetryStore(ctx).readGenerations(ctx.project, ids);
  const byId = new Map([...waiting, ...stored].map((found) => [found.id, found]));
  return ids.flatMap((id) => byId.get(id) ?? []).map((found) => readable(ctx, found));
}

/** What users, models and tools wrote, as this person may read it. */
const readable = (ctx: Context, row: Generation): Generation =>
  maskFieldsForRole(ctx, row, [
    "input",
    "variables",
    // What a caller sent along passes through with them: the text to edit, the name of a user.
    "settings",
    "output",
    "toolCalls",
    "answerMembers",
    "errorMessage",
    "reasoning",
    "refusal",
    "metadata",
  ]);

function placeOf(cursor: string): { startedAt: Date; id: string } {
  const [at, id] = cursor.split("~");
  if (!at || !id || Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/i.test(id)) {
    throw new AppError("invalid_input", "The cursor is not one this list gave; start again without it.");
  }
  return { startedAt: new Date(at), id };
}

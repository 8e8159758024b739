import { and, desc, eq, ilike, isNotNull, isNull, or, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { cachedAnswers } from "#db/schema/routes";
import { maskFieldsForRole, requireSearchable } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { type Page, toPage } from "#platform/pagination";
import { FindKeptAnswerInput, type KeptAnswer, ListCachedAnswersInput } from "../schema.ts";
import { getRouteInProject } from "../routes/internal.ts";
import { holds } from "./holds.ts";

const {
  answer,
  question,
  promptId,
  promptVersionId,
  metadata,
  createdAt,
  expiresAt,
  pinnedAt,
  pinnedByName,
  key,
} = cachedAnswers;
const output = sql<string>`${answer} ->> 'output'`;
const columns = {
  generationId: sql<string>`${answer} ->> 'generationId'`,
  model: sql<string>`${answer} #>> '{target,model}'`,
  question,
  outputPreview: sql<string>`left(${output}, 200)`,
  promptId,
  promptVersionId,
  metadata,
  keptAt: createdAt,
  expiresAt,
  pinnedAt,
  pinnedByName,
};

/** A page of the answers that a route gives again, the newest first. Throws forbidden, not_found, invalid_input. */
export async function listCachedAnswers(
  ctx: Context,
  input: ListCachedAnswersInput,
): Promise<Page<KeptAnswer>> {
  requirePermission(ctx, "route.read");
  const { routeId, text, pinned, limit, cursor } = ListCachedAnswersInput.parse(input);
  requireSearchable(ctx, [text]);
  await getRouteInProject(ctx, routeId);
  const pattern = text ? `%${escapeLike(text)}%` : null;
  const after = cursor ? placeOf(cursor) : null;
  const rows = await ctx.db
    .select({ ...columns, key })
    .from(cachedAnswers)
    .where(
      and(
        eq(cachedAnswers.projectId, ctx.project),
        eq(cachedAnswers.routeId, routeId),
        holds(ctx),
        pattern ? or(ilike(question, pattern), ilike(output, pattern)) : undefined,
        pinned === undefined ? undefined : pinned ? isNotNull(pinnedAt) : isNull(pinnedAt),
        after
          ? sql`(${createdAt}, ${key}) < (${after.at.toISOString()}::timestamptz, ${after.key})`
          : undefined,
      ),
    )
    .orderBy(desc(createdAt), desc(key))
    .limit(limit + 1);
  const page = toPage(rows, limit, (row) => `${row.keptAt.toISOString()}~${row.key}`);
  return { ...page, items: page.items.map(({ key: _key, ...row }) => readable(ctx, row)) };
}

/** The kept answer that a generation made, and whose it is; null where none holds. Throws forbidden, invalid_input. */
export async function findKeptAnswer(
  ctx: Context,
  input: FindKeptAnswerInput,
): Promise<(KeptAnswer & { routeId: string }) | null> {
  requirePermission(ctx, "route.read");
  const { generationId } = FindKeptAnswerInput.parse(input);
  const [row] = await ctx.db
    .select({ ...columns, routeId: cachedAnswers.routeId })
    .from(cachedAnswers)
    .where(and(eq(cachedAnswers.projectId, ctx.project), eq(columns.generationId, generationId), holds(ctx)))
    .limit(1);
  return row ? readable(ctx, row) : null;
}

/** What users and models wrote, as this person may read it. */
const readable = <Row extends KeptAnswer>(ctx: Context, row: Row): Row =>
  maskFieldsForRole(ctx, row, ["question", "outputPreview", "metadata"]);

function placeOf(cursor: string): { at: Date; key: string } {
  const [at = "", key = ""] = cursor.split("~");
  if (Number.isNaN(Date.parse(at)) || !/^[0-9a-f]{1,64}$/.test(key))
    throw new AppError("invalid_input", "The cursor is not one this list gave; start again without it.");
  return { at: new Date(at), key };
}

import { and, count, desc, eq, gte, ilike, lt, or, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { promotions } from "#db/schema/releases";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { numberOfCursor, type Page, toPage } from "#platform/pagination";
import { judgePromotion } from "../gate/evaluate.ts";
import { storedEvaluation } from "../gate/judge.ts";
import {
  type GateEvaluation,
  GetPromotionInput,
  ListPromotionsInput,
  type Promotion,
  type PromotionDetail,
  PromotionInput,
} from "../schema.ts";
import { getPromotionInProject, presentPromotion, type PromotionRow, readApprovals } from "./internal.ts";

/** Promotions and rollbacks, newest first. Needs promotion.read. */
export async function listPromotions(ctx: Context, input: ListPromotionsInput): Promise<Page<Promotion>> {
  requirePermission(ctx, "promotion.read");
  const { limit, cursor, promptId, environment, status, kind, query, from, to } =
    ListPromotionsInput.parse(input);
  const after = numberOfCursor(cursor);
  const pattern = `%${escapeLike(query ?? "")}%`;
  const rows = await ctx.db
    .select()
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        after === undefined ? undefined : lt(promotions.number, after),
        promptId ? eq(promotions.promptId, promptId) : undefined,
        environment ? eq(promotions.environmentName, environment) : undefined,
        status ? eq(promotions.status, status) : undefined,
        kind ? eq(promotions.kind, kind) : undefined,
        query
          ? or(
              ilike(sql`'promotion ' || ${promotions.number}`, pattern),
              ilike(promotions.promptPath, pattern),
            )
          : undefined,
        from ? gte(promotions.closedAt, from) : undefined,
        to ? lt(promotions.closedAt, to) : undefined,
      ),
    )
    .orderBy(desc(promotions.number))
    .limit(limit + 1);
  return toPage(
    rows.map((row) => maskFieldsForRole(ctx, presentPromotion(row), ["reason"])),
    limit,
    (promotion) => String(promotion.number),
  );
}

/** How many promotions wait for somebody. Needs promotion.read. */
export async function countOpenPromotions(ctx: Context): Promise<number> {
  requirePermission(ctx, "promotion.read");
  const [row] = await ctx.db
    .select({ count: count() })
    .from(promotions)
    .where(and(eq(promotions.projectId, ctx.project), eq(promotions.status, "open")));
  return row?.count ?? 0;
}

/** One promotion by id or number, with its votes and its gate. Throws not_found. */
export async function getPromotion(ctx: Context, input: GetPromotionInput): Promise<PromotionDetail> {
  requirePermission(ctx, "promotion.read");
  const wanted = GetPromotionInput.parse(input);
  const row =
    "promotionId" in wanted
      ? await getPromotionInProject(ctx, wanted.promotionId)
      : await getByNumber(ctx, wanted.number);
  return {
    ...maskFieldsForRole(ctx, presentPromotion(row), ["reason"]),
    approvals: (await readApprovals(ctx, row.id)).map((vote) => maskFieldsForRole(ctx, vote, ["comment"])),
    gate: await evaluationOf(ctx, row),
  };
}

/** A promotion's gate, as it stands now while it is open, else as it stood when it was closed. Throws not_found. */
export async function evaluateGate(ctx: Context, input: PromotionInput): Promise<GateEvaluation> {
  requirePermission(ctx, "promotion.read");
  const { promotionId } = PromotionInput.parse(input);
  return evaluationOf(ctx, await getPromotionInProject(ctx, promotionId));
}

async function evaluationOf(ctx: Context, row: PromotionRow): Promise<GateEvaluation> {
  return row.status !== "open" && row.evidenceHash
    ? storedEvaluation(row.evidence, row.evidenceHash)
    : judgePromotion(ctx, row);
}

async function getByNumber(ctx: Context, number: number): Promise<PromotionRow> {
  const [row] = await ctx.db
    .select()
    .from(promotions)
    .where(and(eq(promotions.projectId, ctx.project), eq(promotions.number, number)));
  if (!row) throw new NotFound("promotion");
  return row;
}

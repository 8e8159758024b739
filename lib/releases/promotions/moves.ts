import { and, asc, desc, eq, gte, inArray, lt, max } from "drizzle-orm";
import { promotions } from "#db/schema/releases";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import {
  FindPromotionInput,
  ListMovesInput,
  type Move,
  type Promotion,
  TriedVersionsInput,
} from "../schema.ts";
import { presentPromotion } from "./internal.ts";

/** Every promotion and rollback that moved an environment's pointer in a span [from, to), oldest first. Needs promotion.read. */
export async function listMoves(ctx: Context, input: ListMovesInput): Promise<Move[]> {
  requirePermission(ctx, "promotion.read");
  const { environment, promptId, from, to } = ListMovesInput.parse(input);
  const rows = await ctx.db
    .select({
      number: promotions.number,
      kind: promotions.kind,
      promptPath: promotions.promptPath,
      fromVersionId: promotions.fromVersionId,
      toVersionId: promotions.toVersionId,
      toVersionNumber: promotions.toVersionNumber,
      closedAt: promotions.closedAt,
    })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        eq(promotions.environmentName, environment),
        eq(promotions.status, "promoted"),
        promptId ? eq(promotions.promptId, promptId) : undefined,
        gte(promotions.closedAt, from),
        lt(promotions.closedAt, to),
      ),
    )
    .orderBy(asc(promotions.closedAt));
  return rows.flatMap(({ closedAt, ...row }) => (closedAt ? [{ ...row, closedAt }] : []));
}

/** Which of these versions an environment has served before, or refused. Needs promotion.read. */
export async function triedVersions(ctx: Context, input: TriedVersionsInput): Promise<Set<string>> {
  requirePermission(ctx, "promotion.read");
  const { environment, versionIds } = TriedVersionsInput.parse(input);
  if (versionIds.length === 0) return new Set();
  const rows = await ctx.db
    .selectDistinct({ versionId: promotions.toVersionId })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        inArray(promotions.toVersionId, versionIds),
        eq(promotions.environmentName, environment),
        inArray(promotions.status, ["promoted", "rejected"]),
      ),
    );
  return new Set(rows.map(({ versionId }) => versionId));
}

/** The number of the promotion or rollback by which each of these versions came to an environment last. Needs promotion.read. */
export async function promotionsOfVersions(
  ctx: Context,
  input: TriedVersionsInput,
): Promise<Map<string, number>> {
  requirePermission(ctx, "promotion.read");
  const { environment, versionIds } = TriedVersionsInput.parse(input);
  if (versionIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ versionId: promotions.toVersionId, number: max(promotions.number) })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        inArray(promotions.toVersionId, versionIds),
        eq(promotions.environmentName, environment),
        eq(promotions.status, "promoted"),
      ),
    )
    .groupBy(promotions.toVersionId);
  return new Map(rows.flatMap(({ versionId, number }) => (number === null ? [] : [[versionId, number]])));
}

/**
 * A promotion by its id, or the one a version is known by: the newest to the last environment, open or promoted before
 * the rest. Without its gate, which getPromotion judges again. Null where there is none. Needs promotion.read.
 */
export async function findPromotion(ctx: Context, input: FindPromotionInput): Promise<Promotion | null> {
  requirePermission(ctx, "promotion.read");
  const by = FindPromotionInput.parse(input);
  const rows = await ctx.db
    .select()
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        ...("promotionId" in by
          ? [eq(promotions.id, by.promotionId)]
          : [eq(promotions.toVersionId, by.toVersionId), eq(promotions.kind, "promotion")]),
      ),
    )
    .orderBy(desc(promotions.number));
  const standing = rows.filter(({ status }) => status === "open" || status === "promoted");
  const found =
    standing.find(({ environmentName }) => environmentName === "production") ?? standing[0] ?? rows[0];
  return found ? maskFieldsForRole(ctx, presentPromotion(found), ["reason"]) : null;
}

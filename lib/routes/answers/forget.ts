import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { inTransaction } from "#db";
import { cachedAnswers } from "#db/schema/routes";
import { appendAudit } from "#lib/audit";
import { endUserHash } from "#lib/governance";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { ForgetAnswersInput } from "../schema.ts";
import { getRouteInProject } from "../routes/internal.ts";

/**
 * Forgets the answers a route would give again, or those of them that a call of one prompt, version, tag (`key=value` of
 * its metadata) or end user made: of all that are named. Holds in every process at once; says how many there were.
 * Throws forbidden, not_found.
 */
export async function forgetAnswers(ctx: Context, input: ForgetAnswersInput): Promise<{ forgotten: number }> {
  requirePermission(ctx, "route.update");
  const { routeId, ...which } = ForgetAnswersInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const { name } = await getRouteInProject(tx, routeId);
    const gone = await tx.db
      .delete(cachedAnswers)
      .where(
        and(
          eq(cachedAnswers.projectId, tx.project),
          eq(cachedAnswers.routeId, routeId),
          ...conditionsOf(tx, which),
        ),
      )
      .returning({ key: cachedAnswers.key });
    const { endUser, ...named } = which;
    await appendAudit(tx, {
      action: "route.forget_answers",
      subject: { type: "route", id: routeId, name },
      // The chain is kept for ever: an end user stands in it by hash only.
      after: {
        forgotten: gone.length,
        ...named,
        ...(endUser ? { endUserHash: endUserHash(tx.project, endUser) } : {}),
      },
    });
    return { forgotten: gone.length };
  });
}

type Which = Omit<ReturnType<typeof ForgetAnswersInput.parse>, "routeId">;

function conditionsOf(ctx: Context, { generationId, promptId, versionId, tag, endUser, keepPinned }: Which) {
  const conditions: (SQL | undefined)[] = [
    generationId ? sql`${cachedAnswers.answer} ->> 'generationId' = ${generationId}` : undefined,
    promptId ? eq(cachedAnswers.promptId, promptId) : undefined,
    versionId ? eq(cachedAnswers.promptVersionId, versionId) : undefined,
    tag ? isTagged(tag) : undefined,
    endUser ? eq(cachedAnswers.endUserHash, hashOf(ctx, endUser)) : undefined,
    keepPinned ? isNull(cachedAnswers.pinnedAt) : undefined,
  ];
  return conditions.filter((condition) => condition !== undefined);
}

function hashOf(ctx: Context, endUser: string): string {
  const hash = endUserHash(ctx.project, endUser);
  if (hash === null) throw new AppError("invalid_input", "endUser: write the user as calls name it.");
  return hash;
}

/** Numbers and flags are found by how they are written. */
function isTagged(tag: string): SQL {
  const at = tag.indexOf("=");
  return sql`${cachedAnswers.metadata} ->> ${tag.slice(0, at)} = ${tag.slice(at + 1)}`;
}

import { and, desc, eq, inArray, isNull, notExists, sql } from "drizzle-orm";
import { promotions } from "#db/schema/releases";
import { type Context, requirePermission } from "#lib/identity";
import { versionRelation } from "#lib/prompts";
import { FindUnpromotedInput } from "../schema.ts";

/**
 * The version somebody most likely wants to promote to an environment: the newest version saved in the project that
 * is the newest of its prompt's main branch, never was promoted there, and waits in no open promotion. Null when there is none.
 */
export async function findUnpromoted(
  ctx: Context,
  input: FindUnpromotedInput,
): Promise<{ promptId: string; versionId: string } | null> {
  requirePermission(ctx, "promotion.read");
  const { environment } = FindUnpromotedInput.parse(input);
  const version = versionRelation(ctx);
  const moved = ctx.db
    .select({ one: sql`1` })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        eq(promotions.toVersionId, version.versionId),
        eq(promotions.environmentName, environment),
        inArray(promotions.status, ["open", "promoted"]),
      ),
    );
  const [row] = await ctx.db
    .select({ promptId: version.promptId, versionId: version.versionId })
    .from(version)
    .where(and(isNull(version.archivedAt), version.isNewest, notExists(moved)))
    .orderBy(desc(version.createdAt), desc(version.versionId))
    .limit(1);
  return row ?? null;
}

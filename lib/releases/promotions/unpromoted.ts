import { and, desc, eq, inArray, isNull, notExists, sql } from "drizzle-orm";
import { prompts, promptVersions } from "#db/schema/prompts";
import { promotions } from "#db/schema/releases";
import { type Context, requirePermission } from "#lib/identity";
import { mainBranch } from "#constants/prompts";
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
  const moved = ctx.db
    .select({ one: sql`1` })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, promptVersions.projectId),
        eq(promotions.toVersionId, promptVersions.id),
        eq(promotions.environmentName, environment),
        inArray(promotions.status, ["open", "promoted"]),
      ),
    );
  const [row] = await ctx.db
    .select({ promptId: promptVersions.promptId, versionId: promptVersions.id })
    .from(promptVersions)
    .innerJoin(
      prompts,
      and(eq(prompts.projectId, promptVersions.projectId), eq(prompts.id, promptVersions.promptId)),
    )
    .where(
      and(
        eq(promptVersions.projectId, ctx.project),
        eq(promptVersions.branch, mainBranch),
        isNull(prompts.archivedAt),
        notExists(moved),
        sql`${promptVersions.number} = (
          select max(newest.number) from prompt_versions newest
          where newest.project_id = ${promptVersions.projectId} and newest.prompt_id = ${promptVersions.promptId}
            and newest.branch = ${mainBranch}
        )`,
      ),
    )
    .orderBy(desc(promptVersions.createdAt), desc(promptVersions.id))
    .limit(1);
  return row ?? null;
}

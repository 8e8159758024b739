import { and, asc, eq, ilike } from "drizzle-orm";
import { escapeLike } from "#db";
import { environments } from "#db/schema/releases";
import { type Context, requirePermission } from "#lib/identity";
import { FindInput } from "#platform/pagination";

/** Names of environments that hold a text, in the order of release. Throws forbidden. */
export async function findEnvironments(ctx: Context, input: FindInput): Promise<string[]> {
  requirePermission(ctx, "environment.read");
  const { query, limit } = FindInput.parse(input);
  const rows = await ctx.db
    .select({ name: environments.name })
    .from(environments)
    .where(and(eq(environments.projectId, ctx.project), ilike(environments.name, `%${escapeLike(query)}%`)))
    .orderBy(asc(environments.position))
    .limit(limit);
  return rows.map(({ name }) => name);
}

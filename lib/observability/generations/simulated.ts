import { and, eq, inArray } from "drizzle-orm";
import { generationRollups, generations } from "#db/schema";
import { type Context, requirePermission } from "#lib/identity";

/** Ids per statement. */
const chunk = 5_000;

/**
 * Which of these calls the simulated connection answered: what people say of those never counts as quality. `ids` is
 * asked for only where the project has simulated calls at all, which is seldom after the first hour. Throws forbidden.
 */
export async function simulatedAmong(ctx: Context, ids: () => Promise<string[]>): Promise<string[]> {
  requirePermission(ctx, "generation.read");
  const [any] = await ctx.db
    .select({ day: generationRollups.day })
    .from(generationRollups)
    .where(and(eq(generationRollups.projectId, ctx.project), eq(generationRollups.isSimulated, true)))
    .limit(1);
  if (!any) return [];
  const asked = [...new Set(await ids())];
  const found: string[] = [];
  for (let start = 0; start < asked.length; start += chunk) {
    const rows = await ctx.db
      .select({ id: generations.id })
      .from(generations)
      .where(
        and(
          eq(generations.projectId, ctx.project),
          inArray(generations.id, asked.slice(start, start + chunk)),
          eq(generations.isSimulated, true),
        ),
      );
    found.push(...rows.map(({ id }) => id));
  }
  return found;
}

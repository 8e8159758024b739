import { and, eq } from "drizzle-orm";
import { makeCache } from "#db";
import { routeVersions } from "#db/schema/routes";
import { type Context, requirePermission } from "#lib/identity";
import { wilsonInterval } from "#statistics";
import type { SemanticCache } from "../definition.ts";
import type { CheckShareInput } from "../schema.ts";
import { countChecks, judgedHits } from "./check.ts";

type Judged = ReturnType<typeof judgedHits>;

/**
 * Of the questions near enough, the share for which the model is asked all the same. While little is known it is nearly
 * all of them: so many that, by the upper end of Wilson's 95 % interval of the wrong ones among those checked, of all
 * near questions no more than `mostFalse` get a wrong answer. With nothing wrong among them and 1 % allowed that is
 * 99 % at first, 90 % after 35 checks, half after 189, and a tenth after 342.
 */
export function checkShareOf(
  { same, different }: Judged,
  { checkShare, mostFalse, atFirst }: Pick<SemanticCache, "checkShare" | "mostFalse" | "atFirst">,
): number {
  if (atFirst === "trust") return checkShare;
  const { high } = wilsonInterval(different, same + different);
  // Of all, the share not checked times the share wrong gets a wrong answer: (1 - checked) * high <= mostFalse.
  return Math.max(checkShare, 1 - mostFalse / high);
}

/** Counting takes a question to the database, which a hit is there to be quicker than. */
const counted = makeCache<Judged>("routes.checks", { topic: "cache_checks" });

/** That share for a version of a route, by the checks of it so far. Throws forbidden. */
export async function getCheckShare(ctx: Context, { route, semantic }: CheckShareInput): Promise<number> {
  requirePermission(ctx, "generation.create");
  const key = `${route.id} ${route.version}`;
  const judged = await counted.get(ctx, ctx.project, key, async () => {
    const [row] = await ctx.db
      .select({ since: routeVersions.semanticSince })
      .from(routeVersions)
      .where(
        and(
          eq(routeVersions.projectId, ctx.project),
          eq(routeVersions.routeId, route.id),
          eq(routeVersions.number, route.version),
        ),
      );
    return judgedHits(await countChecks(ctx, { ...route, since: row?.since ?? null }));
  });
  return checkShareOf(judged, semantic);
}

import { and, eq } from "drizzle-orm";
import { inTransaction, publishInvalidation } from "#db";
import { routes, routeVersions } from "#db/schema/routes";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { wilsonInterval } from "#statistics";
import { NotFound } from "#platform/errors";
import { type SemanticState, SemanticStateInput } from "../schema.ts";
import { RouteDefinition } from "../definition.ts";
import { countChecks } from "./check.ts";
import { checkShareOf } from "./share.ts";

/** What the checks say of the semantic cache of a route's newest version. Throws forbidden, not_found. */
export async function getSemanticState(ctx: Context, input: SemanticStateInput): Promise<SemanticState> {
  requirePermission(ctx, "route.read");
  const { routeId } = SemanticStateInput.parse(input);
  const newest = await newestVersion(ctx, routeId);
  const { number: version, semanticOffAt: offAt, semanticSince: since } = newest;
  const { semantic } = RouteDefinition.parse(newest.definition).cache ?? {};
  const counts = await countChecks(ctx, { id: routeId, version, since });
  const of = (zone: "sure" | "grey") => {
    const within = counts.filter((row) => row.zone === zone);
    const countOf = (wanted: string) => within.find(({ verdict }) => verdict === wanted)?.count ?? 0;
    return { same: countOf("same"), different: countOf("different"), unjudged: countOf("unjudged") };
  };
  const sure = of("sure");
  const n = sure.same + sure.different;
  return {
    version,
    offAt,
    checks: { sure, grey: of("grey") },
    falseShare:
      n === 0 ? null : { share: sure.different / n, ...wilsonInterval(sure.different, n), count: n },
    checkShare: semantic && offAt === null ? checkShareOf(sure, semantic) : null,
  };
}

/**
 * Lets the semantic cache of a route's newest version give answers again; only checks from now on count. Throws
 * forbidden, not_found.
 */
export async function restartSemanticCache(ctx: Context, input: SemanticStateInput): Promise<SemanticState> {
  requirePermission(ctx, "route.update");
  const { routeId } = SemanticStateInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const { id, name, number, semanticOffAt } = await newestVersion(tx, routeId);
    if (semanticOffAt !== null) {
      await tx.db
        .update(routeVersions)
        .set({ semanticOffAt: null, semanticSince: tx.clock.now() })
        .where(eq(routeVersions.id, id));
      await publishInvalidation(tx, "routes", tx.project);
      await publishInvalidation(tx, "cache_checks", tx.project);
      await appendAudit(tx, {
        action: "route.semantic_cache_on",
        subject: { type: "route", id: routeId, name },
        before: { version: number, offAt: semanticOffAt },
        after: { version: number, offAt: null },
      });
    }
    return getSemanticState(tx, { routeId });
  });
}

async function newestVersion(ctx: Context, routeId: string) {
  const { id, number, semanticOffAt, semanticSince, definition } = routeVersions;
  const [row] = await ctx.db
    .select({ id, number, semanticOffAt, semanticSince, definition, name: routes.name })
    .from(routes)
    .innerJoin(
      routeVersions,
      and(
        eq(routeVersions.projectId, routes.projectId),
        eq(routeVersions.routeId, routes.id),
        eq(number, routes.currentVersion),
      ),
    )
    .where(and(eq(routes.projectId, ctx.project), eq(routes.id, routeId)));
  if (!row) throw new NotFound("route");
  return row;
}

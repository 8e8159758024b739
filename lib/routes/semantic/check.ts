import { and, count, eq, gt } from "drizzle-orm";
import { inTransaction, publishInvalidation } from "#db";
import { cacheChecks, routes, routeVersions } from "#db/schema/routes";
import { appendAudit } from "#lib/audit";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { wilsonInterval } from "#statistics";
import { NotFound } from "#platform/errors";
import type { CacheCheck } from "../schema.ts";
import { lockRoute } from "../routes/internal.ts";

/**
 * Keeps the outcome of a check. Where the checks of the version's hits show by Wilson's 95 % interval that a larger share
 * is wrong than it allows, its semantic cache gives no more answers, in every process, until a person says so. Throws
 * forbidden, not_found.
 */
export async function recordCacheCheck(
  ctx: Context,
  { route, mostFalse, ...check }: CacheCheck,
): Promise<void> {
  requirePermission(ctx, "generation.create");
  await inTransaction(ctx, async (tx) => {
    await tx.db.insert(cacheChecks).values({
      projectId: tx.project,
      routeId: route.id,
      routeVersion: route.version,
      createdAt: tx.clock.now(),
      ...check,
    });
    if (check.zone === "sure") await publishInvalidation(tx, "cache_checks", tx.project);
    // Only a wrong hit can be one too many.
    if (check.zone !== "sure" || check.verdict !== "different") return;
    await lockRoute(tx, route.id);
    const version = await getVersion(tx, route);
    const { same, different } = judgedHits(await countChecks(tx, { ...route, since: version.semanticSince }));
    const { low, high } = wilsonInterval(different, same + different);
    if (version.semanticOffAt !== null || low <= mostFalse) return;
    await tx.db
      .update(routeVersions)
      .set({ semanticOffAt: tx.clock.now() })
      .where(eq(routeVersions.id, version.id));
    await publishInvalidation(tx, "routes", tx.project);
    await appendAudit(asStudio(tx), {
      action: "route.semantic_cache_off",
      subject: { type: "route", id: route.id, name: version.name },
      after: { version: route.version, checked: same + different, wrong: different, low, high, mostFalse },
    });
  });
}

type Version = { id: string; version: number };

async function getVersion(tx: Context, { id, version }: Version) {
  const [row] = await tx.db
    .select({
      id: routeVersions.id,
      name: routes.name,
      semanticOffAt: routeVersions.semanticOffAt,
      semanticSince: routeVersions.semanticSince,
    })
    .from(routeVersions)
    .innerJoin(
      routes,
      and(eq(routes.projectId, routeVersions.projectId), eq(routes.id, routeVersions.routeId)),
    )
    .where(
      and(
        eq(routeVersions.projectId, tx.project),
        eq(routeVersions.routeId, id),
        eq(routeVersions.number, version),
      ),
    );
  if (!row) throw new NotFound("route");
  return row;
}

type Counted = { zone: CacheCheck["zone"]; verdict: CacheCheck["verdict"]; count: number };

/** How often each came out of the checks that count. */
export async function countChecks(
  ctx: Context,
  { id, version, since }: Version & { since: Date | null },
): Promise<Counted[]> {
  const { zone, verdict, createdAt } = cacheChecks;
  return ctx.db
    .select({ zone, verdict, count: count() })
    .from(cacheChecks)
    .where(
      and(
        eq(cacheChecks.projectId, ctx.project),
        eq(cacheChecks.routeId, id),
        eq(cacheChecks.routeVersion, version),
        since ? gt(createdAt, since) : undefined,
      ),
    )
    .groupBy(zone, verdict);
}

/** What came out of the checks of hits; what could not be judged says nothing. */
export function judgedHits(counts: readonly Counted[]): { same: number; different: number } {
  const of = (wanted: CacheCheck["verdict"]) =>
    counts.find(({ zone, verdict }) => zone === "sure" && verdict === wanted)?.count ?? 0;
  return { same: of("same"), different: of("different") };
}

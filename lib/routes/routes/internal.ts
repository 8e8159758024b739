import { and, eq } from "drizzle-orm";
import { routes, routeVersions } from "#db/schema/routes";
import { asStudio, type Context } from "#lib/identity";
import { listPolicies } from "#lib/guardrails";
import { listModels } from "#lib/models";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import { contentHash } from "#platform/canonical";
import type { ModelTarget } from "#schema/models";
import { type Route, RouteDefinition, type RouteVersion } from "../schema.ts";

/** A route with its newest version. Throws not_found for one of another project too. */
export async function getRouteInProject(ctx: Context, routeId: string): Promise<Route> {
  const [row] = await selectRoutes(ctx).where(and(eq(routes.projectId, ctx.project), eq(routes.id, routeId)));
  if (!row) throw new NotFound("route");
  return presentRoute(row);
}

/** Takes the route's row for writing, so that two people who save at once are put in order. Throws not_found. */
export async function lockRoute(tx: Context, routeId: string): Promise<void> {
  const [row] = await tx.db
    .select({ id: routes.id })
    .from(routes)
    .where(and(eq(routes.projectId, tx.project), eq(routes.id, routeId)))
    .for("update");
  if (!row) throw new NotFound("route");
}

/** Routes joined to their newest version; the caller adds the project. */
export function selectRoutes(ctx: Context) {
  return ctx.db
    .select({ route: routes, version: routeVersions })
    .from(routes)
    .innerJoin(
      routeVersions,
      and(
        eq(routeVersions.projectId, routes.projectId),
        eq(routeVersions.routeId, routes.id),
        eq(routeVersions.number, routes.currentVersion),
      ),
    );
}

type Row = { route: typeof routes.$inferSelect; version: typeof routeVersions.$inferSelect };

export function presentRoute({ route, version }: Row): Route {
  const { id, name, description, archivedAt, createdAt } = route;
  return { id, name, description, archivedAt, createdAt, version: presentRouteVersion(version) };
}

export function presentRouteVersion(row: Row["version"]): RouteVersion {
  const { number, contentHash: hash, message, createdByName, createdAt } = row;
  const definition = RouteDefinition.parse(row.definition);
  return { number, definition, contentHash: hash, message, createdByName, createdAt };
}

export async function insertVersion(
  tx: Context,
  { routeId, number, definition, message }: Insert,
): Promise<void> {
  await tx.db.insert(routeVersions).values({
    id: newId(),
    projectId: tx.project,
    routeId,
    number,
    definition,
    contentHash: contentHash(definition),
    message,
    createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
    createdByName: tx.actor.name,
    createdAt: tx.clock.now(),
  });
}
type Insert = { routeId: string; number: number; definition: RouteDefinition; message: string };

/** Tells whether the project offers a model now: its connection is not archived and it is switched on. */
export async function offeredModels(ctx: Context): Promise<(target: ModelTarget) => boolean> {
  const keys = new Set((await listModels(asStudio(ctx))).map(keyOf));
  return (target) => keys.has(keyOf(target));
}

const keyOf = ({ connectionId, model }: ModelTarget) => `${connectionId} ${model}`;

/** Refuses models and policies this project does not have, unless the version before named them already. Throws not_found. */
export async function requireOffered(
  tx: Context,
  { targets, policyIds }: RouteDefinition,
  before: RouteDefinition | null,
): Promise<void> {
  const isOffered = await offeredModels(tx);
  const kept = new Set(before?.targets.map(keyOf));
  const missing = targets.findIndex((target) => !isOffered(target) && !kept.has(keyOf(target)));
  if (missing >= 0)
    throw new AppError(
      "not_found",
      `targets.${missing}: this project offers no model "${targets[missing]?.model}" on that connection. Choose one of its models.`,
    );
  if (policyIds.length === 0) return;
  const known = new Set((await listPolicies(asStudio(tx))).map(({ id }) => id));
  for (const id of before?.policyIds ?? []) known.add(id);
  const unknown = policyIds.findIndex((id) => !known.has(id));
  if (unknown >= 0)
    throw new AppError(
      "not_found",
      `policyIds.${unknown}: there is no such policy in this project. Choose one of its policies.`,
    );
}

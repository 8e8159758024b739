import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { permissionTable } from "#constants/identity";
import { type Context, may } from "#lib/identity";
import { listPolicies } from "#lib/guardrails";
import { listModels, modelNames } from "#lib/models";
import { cacheFigures, routeFigures } from "#lib/observability";
import { LimitsCard } from "#components/budgets/limits-card";
import { listBudgets } from "#lib/budgets";
import {
  getRoute,
  getRouteHealth,
  getSemanticState,
  listRouteVersions,
  type Route,
  type RouteVersion,
} from "#lib/routes";
import { nullIfNotFound } from "#platform/errors";
import { isId } from "#platform/is-id";
import { versionAddress } from "#platform/list-address";
import { paths } from "#platform/paths";
import { NoPermission } from "#states/no-permission";
import { VersionList } from "#components/shell/version-list";
import { CacheCard } from "./_parts/cache-card.tsx";
import { lastDays } from "./_parts/last-days.ts";
import { HealthCard } from "./_parts/health-card.tsx";
import { SlaCard } from "./_parts/sla-card.tsx";
import { RouteEditor } from "./_parts/route-editor.client.tsx";
import { VersionChange } from "./_parts/version-change.tsx";

export const metadata: Metadata = { title: "Route" };

/** Of its figures. */
const figureDays = 7;

type RoutePageProps = {
  params: Promise<{ project: string; routeId: string }>;
  searchParams: Promise<SearchParams>;
};

/** A route to read and change, with every version it ever had. */
export default async function RoutePage({ params, searchParams }: RoutePageProps) {
  const { project, routeId } = await params;
  const { version: wanted } = versionAddress.load(await searchParams);
  const ctx = await currentContext(project);
  const needed = routeId === "new" ? "route.create" : "route.read";
  if (!may(ctx, needed)) return <NoPermission what="See or make routes" whoCan={permissionTable[needed]} />;
  const [models, nameOf, policies] = await Promise.all([
    listModels(ctx),
    modelNames(ctx),
    may(ctx, "policy.read") ? listPolicies(ctx) : [],
  ]);
  const policyChoices = policies.map(({ id, name, isEnabled }) => ({ id, name, isEnabled }));
  const choices = models.map(({ connectionId, model, label }) => ({ connectionId, model, label }));
  if (routeId === "new")
    return (
      <RouteEditor
        project={project}
        route={null}
        shown={null}
        models={choices}
        policies={policyChoices}
        isLocked={false}
      />
    );
  const now = ctx.clock.now();
  const [{ route, versions }, states, limits, figures, semantic, cached] = await Promise.all([
    readRoute(ctx, routeId),
    isId(routeId) ? nullIfNotFound(getRouteHealth(ctx, { routeId })) : null,
    isId(routeId) && may(ctx, "budget.read") ? listBudgets(ctx, { routeId }) : [],
    isId(routeId)
      ? routeFigures(ctx, { routeId, from: new Date(now.getTime() - figureDays * 86_400_000), to: now })
      : null,
    isId(routeId) ? nullIfNotFound(getSemanticState(ctx, { routeId })) : null,
    isId(routeId) ? cacheFigures(ctx, { routeId, ...lastDays(now) }) : null,
  ]);
  const shown = versions.find(({ number }) => number === wanted) ?? route.version;
  // A model whose connection is gone stays on the screen under its name.
  const gone = shown.definition.targets.filter(
    (target) =>
      !choices.some((one) => one.connectionId === target.connectionId && one.model === target.model),
  );
  const before = versions.find(({ number }) => number === shown.number - 1);
  return (
    <RouteEditor
      key={shown.number}
      project={project}
      route={route}
      shown={shown}
      models={[
        ...choices,
        ...gone.map((target) => ({ ...target, label: `${nameOf(target)} (not offered now)` })),
      ]}
      policies={policyChoices}
      isLocked={!may(ctx, "route.update") || route.archivedAt !== null}
      mayArchive={may(ctx, "route.archive")}
      mayTry={may(ctx, "generation.create") && route.archivedAt === null}
      states={states ?? []}
      below={
        <>
          {figures ? <SlaCard sla={shown.definition.sla} figures={figures} days={figureDays} /> : null}
          <CacheCard
            project={project}
            routeId={routeId}
            cache={route.version.definition.cache}
            figures={cached}
            semantic={semantic}
            mayRestart={may(ctx, "route.update")}
          />
          {states ? <HealthCard states={states} nameOf={nameOf} /> : null}
          <LimitsCard
            project={project}
            limits={limits}
            note="that count its calls, beside those of the project"
          />
          {before ? <VersionChange before={before} after={shown} nameOf={nameOf} /> : null}
        </>
      }
      history={
        <VersionList
          versions={versions}
          shown={shown.number}
          hrefOf={(number) =>
            number === route.version.number
              ? paths.route(project, routeId)
              : versionAddress.href(paths.route(project, routeId), { version: number })
          }
        />
      }
    />
  );
}

async function readRoute(ctx: Context, routeId: string): Promise<{ route: Route; versions: RouteVersion[] }> {
  return {
    route: await getRoute(ctx, { routeId }).catch(orNotFound),
    versions: await listRouteVersions(ctx, { routeId }),
  };
}

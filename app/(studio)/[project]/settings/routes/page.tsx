import { Plus, Waypoints } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { permissionTable } from "#constants/identity";
import { may } from "#lib/identity";
import { modelNames } from "#lib/models";
import { listRoutes } from "#lib/routes";
import { listAddress, parseAsArchived } from "#platform/list-address";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { routeWords } from "./_parts/describe-route.ts";

export const metadata: Metadata = { title: "Routes" };

type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

const list = listAddress({ archived: parseAsArchived });

/** The project's routes: whom a call by name asks, and how. */
export default async function RoutesPage({ params, searchParams }: PageProps) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const { archived } = list.load(search);
  const ctx = await currentContext(project);
  if (!may(ctx, "route.read"))
    return <NoPermission what="See routes" whoCan={permissionTable["route.read"]} />;
  const [all, nameOf] = await Promise.all([listRoutes(ctx, { includeArchived: true }), modelNames(ctx)]);
  const archivedCount = all.filter(({ archivedAt }) => archivedAt !== null).length;
  const routes = archived ? all : all.filter(({ archivedAt }) => archivedAt === null);
  const mayCreate = may(ctx, "route.create");
  return (
    <Page>
      <PageHeader
        title="Routes"
        note="Whom a call asks and how: models with order and weight, retries, time-outs, limits. Programs name one as route:name where they would name a model."
        actions={
          <>
            {archivedCount > 0 ? (
              <Link
                className="text-accent underline underline-offset-2"
                href={archived ? paths.routes(project) : list.href(paths.routes(project), { archived: true })}
              >
                {archived ? "Hide archived" : `Show ${archivedCount} archived`}
              </Link>
            ) : null}
            {mayCreate ? (
              <Button asChild variant="primary">
                <Link href={paths.route(project, "new")}>
                  <Plus aria-hidden="true" />
                  New route
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      <Card>
        {routes.length === 0 ? (
          <EmptyState icon={<Waypoints aria-hidden="true" />} title="No routes yet">
            A route keeps calls alive when a provider fails, and spreads them by weight.{" "}
            {mayCreate ? "Make one with the button above." : "An owner or admin makes them."}
          </EmptyState>
        ) : (
          <Table
            name="routes"
            label="Routes"
            columns={columns(nameOf)}
            rows={routes}
            rowKey={({ id }) => id}
            rowHref={({ id }) => paths.route(project, id)}
            isWhole
          />
        )}
      </Card>
    </Page>
  );
}

type RouteRow = Awaited<ReturnType<typeof listRoutes>>[number];

function columns(nameOf: Awaited<ReturnType<typeof modelNames>>): Column<RouteRow>[] {
  return [
    {
      key: "route",
      head: "Route",
      sort: ({ name }) => name,
      cell: ({ name, archivedAt }) => (
        <>
          {name} {archivedAt ? <Chip>archived</Chip> : null}
        </>
      ),
    },
    {
      key: "asks",
      head: "Asks",
      className: "max-w-160 text-text-2",
      cell: ({ version }) => routeWords(version.definition, nameOf),
    },
    {
      key: "version",
      head: "Version",
      numeric: true,
      mobile: "hide",
      sort: ({ version }) => version.number,
      cell: ({ version }) => `v${version.number}`,
    },
    {
      key: "changed",
      head: "Last change",
      className: "whitespace-nowrap text-text-2",
      sort: ({ version }) => version.createdAt,
      cell: ({ version }) => (
        <>
          {version.createdByName} · <RelativeTime value={version.createdAt} />
        </>
      ),
    },
  ];
}

import { Plus, Waypoints } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { permissionTable } from "#constants/identity";
import { may } from "#lib/identity";
import { modelNames } from "#lib/models";
import { listRoutes } from "#lib/routes";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { RowLink, Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { routeWords } from "./_parts/describe-route.ts";

export const metadata: Metadata = { title: "Routes" };

type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<{ archived?: string }> };

/** The project's routes: whom a call by name asks, and how. */
export default async function RoutesPage({ params, searchParams }: PageProps) {
  const [{ project }, { archived }] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  if (!may(ctx, "route.read"))
    return <NoPermission what="See routes" whoCan={permissionTable["route.read"]} />;
  const [all, nameOf] = await Promise.all([listRoutes(ctx, { includeArchived: true }), modelNames(ctx)]);
  const archivedCount = all.filter(({ archivedAt }) => archivedAt !== null).length;
  const routes = archived === "1" ? all : all.filter(({ archivedAt }) => archivedAt === null);
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
                href={archived === "1" ? paths.routes(project) : paths.archivedRoutes(project)}
              >
                {archived === "1" ? "Hide archived" : `Show ${archivedCount} archived`}
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
          <Table label="Routes" keys>
            <TableHead>
              <Th>Route</Th>
              <Th>Asks</Th>
              <Th numeric>Version</Th>
              <Th>Last change</Th>
            </TableHead>
            <TableBody>
              {routes.map(({ id, name, archivedAt, version }) => (
                <Tr key={id}>
                  <Td mobile="title">
                    <RowLink href={paths.route(project, id)}>{name}</RowLink>{" "}
                    {archivedAt ? <Chip>archived</Chip> : null}
                  </Td>
                  <Td className="max-w-160 text-text-2">{routeWords(version.definition, nameOf)}</Td>
                  <Td numeric mobile="hide">
                    v{version.number}
                  </Td>
                  <Td className="whitespace-nowrap text-text-2">
                    {version.createdByName} · <RelativeTime value={version.createdAt} />
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
    </Page>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { Page, PageHeader } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { getConnection, listPriceOverrides } from "#lib/models";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import { NoPermission } from "#states/no-permission";
import { Chip } from "#ui/chip";
import { connectionKindName, hostOf } from "../_parts/connection-kind.ts";
import { LastTest } from "../_parts/connection-table.tsx";
import { RestoreConnection } from "../_parts/restore-connection.client.tsx";
import { ConnectionActions } from "./_parts/connection-actions.client.tsx";
import { ModelsCard } from "./_parts/models-card.tsx";
import { PricesCard } from "./_parts/prices-card.tsx";
import { TestPanel } from "./_parts/test-panel.client.tsx";

export const metadata: Metadata = { title: "Connection" };

type PageProps = { params: Promise<{ project: string; connectionId: string }> };

/** One connection: try it live, its models with their prices and sizes, its address and key. */
export default async function ConnectionPage({ params }: PageProps) {
  const { project, connectionId } = await params;
  const ctx = await currentContext(project);
  if (!may(ctx, "connection.read"))
    return <NoPermission what="See connections" whoCan={permissionTable["connection.read"]} />;
  const connection = await getConnection(ctx, { connectionId }).catch(orNotFound);
  const canEdit = may(ctx, "connection.update");
  const { name, kind, preset, baseUrl, keyHint, gridZone, archivedAt, models } = connection;
  const details = [
    connectionKindName(kind, preset),
    baseUrl ? hostOf(baseUrl) : null,
    keyHint ? `key …${keyHint}` : null,
    gridZone ? `grid ${gridZone}` : kind === "simulated" ? null : "grid not known: the world's is used",
  ].filter(Boolean);
  return (
    <Page>
      <PageHeader
        title={name}
        chips={
          <>
            {kind === "simulated" ? <Chip tone="warn">simulated</Chip> : null}
            {archivedAt ? <Chip>archived</Chip> : <LastTest connection={connection} />}
          </>
        }
        note={
          <>
            <Link className="text-accent underline underline-offset-2" href={paths.connections(project)}>
              Connections
            </Link>{" "}
            · {details.join(" · ")}
          </>
        }
        actions={
          !canEdit ? null : archivedAt ? (
            <RestoreConnection project={project} connectionId={connection.id} name={name} />
          ) : (
            <ConnectionActions project={project} connection={connection} />
          )
        }
      />
      {archivedAt || !may(ctx, "connection.test") ? null : (
        <TestPanel
          project={project}
          connectionId={connection.id}
          models={models.filter(({ isEnabled }) => isEnabled).map((model) => model.name)}
          lastError={connection.lastTestError}
        />
      )}
      <ModelsCard
        project={project}
        connectionId={connection.id}
        kind={kind}
        models={models}
        canEdit={canEdit && !archivedAt}
      />
      {may(ctx, "price.read") && kind !== "simulated" ? (
        <PricesCard
          project={project}
          connectionId={connection.id}
          overrides={await listPriceOverrides(ctx, { connectionId: connection.id })}
          canEdit={may(ctx, "price.update") && !archivedAt}
          now={ctx.clock.now()}
        />
      ) : null}
    </Page>
  );
}

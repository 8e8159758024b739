import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { localModelStatus } from "#lib/downloads";
import { embeddingModelStatus, getEmbeddingSetting, listConnections } from "#lib/models";
import { listAddress, parseAsArchived } from "#platform/list-address";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import { NoPermission } from "#states/no-permission";
import { AddConnectionButton } from "./_parts/add-connection-button.client.tsx";
import { ConnectionTable } from "./_parts/connection-table.tsx";
import { EmbeddingForm } from "./_parts/embedding-form.client.tsx";
import { LocalModelPanel } from "./_parts/local-model-panel.client.tsx";

export const metadata: Metadata = { title: "Connections" };

type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

const list = listAddress({ archived: parseAsArchived });

/** Where this project reaches models, how far the local one is, and what embeds texts. */
export default async function ConnectionsPage({ params, searchParams }: PageProps) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const { archived } = list.load(search);
  const ctx = await currentContext(project);
  if (!may(ctx, "connection.read"))
    return <NoPermission what="See connections" whoCan={permissionTable["connection.read"]} />;
  const includeArchived = archived ?? false;
  const [all, localModel, embedding, embeddingStatus] = await Promise.all([
    listConnections(ctx, { includeArchived: true }),
    localModelStatus(ctx),
    getEmbeddingSetting(ctx),
    embeddingModelStatus(ctx),
  ]);
  const shown = includeArchived ? all : all.filter(({ archivedAt }) => archivedAt === null);
  const archivedCount = all.filter(({ archivedAt }) => archivedAt !== null).length;
  const canEdit = may(ctx, "connection.update");
  const servers = all
    .filter(({ kind, archivedAt }) => kind === "openai_compatible" && archivedAt === null)
    .map(({ id, name }) => ({ id, name }));
  return (
    <Page>
      <PageHeader
        title="Connections"
        note="Where this project reaches models. Keys are encrypted; of each only the last four characters are ever shown."
        actions={
          <>
            {archivedCount > 0 ? (
              <Link
                className="text-accent underline underline-offset-2"
                href={
                  includeArchived
                    ? paths.connections(project)
                    : list.href(paths.connections(project), { archived: true })
                }
              >
                {includeArchived ? "Hide archived" : `Show ${archivedCount} archived`}
              </Link>
            ) : null}
            {may(ctx, "connection.create") ? <AddConnectionButton project={project} /> : null}
          </>
        }
      />
      <ConnectionTable project={project} connections={shown} canEdit={canEdit} />
      <LocalModelPanel project={project} initial={localModel} canStart={canEdit} />
      <EmbeddingForm
        project={project}
        setting={embedding}
        status={embeddingStatus}
        servers={servers}
        canEdit={canEdit}
      />
    </Page>
  );
}

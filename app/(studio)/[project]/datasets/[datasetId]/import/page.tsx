import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { getDataset } from "#lib/datasets";
import { may } from "#lib/identity";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import { NoPermission } from "#states/no-permission";
import { ImportWizard } from "./_parts/import-wizard.client.tsx";

export const metadata: Metadata = { title: "Import examples" };

type ImportPageProps = { params: Promise<{ project: string; datasetId: string }> };

/** From a file to a version: choose, look and map, then import all of it or nothing. */
export default async function ImportPage({ params }: ImportPageProps) {
  const { project, datasetId } = await params;
  const ctx = await currentContext(project);
  const dataset = await getDataset(ctx, { datasetId }).catch(orNotFound);
  const crumbs = [
    { label: "Datasets", href: paths.datasets(project) },
    { label: dataset.name, href: paths.dataset(project, datasetId) },
    { label: "Import" },
  ];
  if (!may(ctx, "dataset.update")) {
    return (
      <>
        <TopBar crumbs={crumbs} />
        <NoPermission what="Import examples" whoCan={permissionTable["dataset.update"]} />
      </>
    );
  }
  return (
    <>
      <TopBar crumbs={crumbs} />
      <Page className="max-w-280">
        <PageHeader
          title={`Import into ${dataset.name}`}
          note="One file makes one version. With any bad line nothing is stored and every reason is listed."
        />
        <ImportWizard
          project={project}
          datasetId={datasetId}
          latest={
            dataset.latest
              ? { number: dataset.latest.number, exampleCount: dataset.latest.exampleCount }
              : null
          }
        />
      </Page>
    </>
  );
}

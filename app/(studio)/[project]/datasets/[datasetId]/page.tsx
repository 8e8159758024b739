import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { paths } from "#platform/paths";
import { PermissionNote } from "#states/no-permission";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { ArchiveDataset } from "./_parts/archive-dataset.client.tsx";
import { exampleAddress } from "./_parts/example-list-address.ts";
import { ExampleList } from "./_parts/example-list.tsx";
import { ExampleSheet } from "./_parts/example-sheet.client.tsx";
import { readDataset, type ShownDataset } from "./_parts/read-dataset.ts";
import { VersionRail } from "./_parts/version-rail.tsx";

export const metadata: Metadata = { title: "Dataset" };

type DatasetPageProps = {
  params: Promise<{ project: string; datasetId: string }>;
  searchParams: Promise<SearchParams>;
};

/** One dataset: the examples of a version, where each came from, and the history of versions. */
export default async function DatasetPage({ params, searchParams }: DatasetPageProps) {
  const { project, datasetId } = await params;
  const search = exampleAddress.load(await searchParams);
  const ctx = await currentContext(project);
  const shown = await readDataset(ctx, datasetId, search);
  const { dataset, version, versions, difference } = shown;
  const mayUpdate = may(ctx, "dataset.update");
  const isOpen = mayUpdate && dataset.archivedAt === null;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Datasets", href: paths.datasets(project) }, { label: dataset.name }]}
        actions={isOpen ? <Additions project={project} shown={shown} /> : null}
      />
      <Page>
        <PageHeader
          title={dataset.name}
          chips={<States shown={shown} />}
          note={dataset.description || undefined}
          actions={
            <>
              {version && may(ctx, "run.create") ? (
                <Button asChild size="sm">
                  <Link href={paths.newRun(project, { datasetVersionId: version.id })}>
                    Run a prompt on it
                  </Link>
                </Button>
              ) : null}
              {version ? <Exports project={project} datasetId={datasetId} versionId={version.id} /> : null}
              {mayUpdate ? (
                <ArchiveDataset
                  project={project}
                  datasetId={datasetId}
                  isArchived={dataset.archivedAt !== null}
                />
              ) : null}
            </>
          }
        />
        {may(ctx, "pii.read") ? null : (
          <PermissionNote>Personal data is masked for your role.</PermissionNote>
        )}
        <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-4 max-md:grid-cols-1">
          <ExampleList project={project} shown={shown} search={search} mayUpdate={isOpen} />
          <VersionRail
            project={project}
            datasetId={datasetId}
            versions={versions}
            shown={version}
            difference={difference}
          />
        </div>
      </Page>
    </>
  );
}

function Additions({ project, shown: { dataset, examples } }: { project: string; shown: ShownDataset }) {
  return (
    <>
      <ExampleSheet
        project={project}
        datasetId={dataset.id}
        expectedLatest={dataset.latest?.number ?? 0}
        template={examples[0] ?? null}
      />
      <Button asChild variant="primary">
        <Link href={paths.datasetImport(project, dataset.id)}>Import</Link>
      </Button>
    </>
  );
}

function States({ shown: { dataset, version } }: { shown: ShownDataset }) {
  const isLatest = version?.id === dataset.latest?.id;
  return (
    <>
      {version ? (
        <Chip tone={isLatest ? "accent" : "neutral"}>
          {isLatest ? `v${version.number}, latest` : `v${version.number}`}
        </Chip>
      ) : null}
      {dataset.isDemo ? <Chip>demo</Chip> : null}
      {dataset.archivedAt ? <Chip tone="warn">archived</Chip> : null}
    </>
  );
}

function Exports({
  project,
  datasetId,
  versionId,
}: {
  project: string;
  datasetId: string;
  versionId: string;
}) {
  return (["csv", "jsonl"] as const).map((format) => (
    <Button key={format} asChild size="sm">
      <a href={paths.datasetExport(project, datasetId, { version: versionId, format })} download>
        <Download aria-hidden="true" />
        {format === "csv" ? "CSV" : "JSONL"}
      </a>
    </Button>
  ));
}

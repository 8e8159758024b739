import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { diffVersions, getDataset, listExamples, listVersions } from "#lib/datasets";
import { maskValueForRole } from "#lib/guardrails";
import { may } from "#lib/identity";
import { isAppError } from "#platform/errors";
import { formatCount, formatNumber } from "#platform/format";
import { isId } from "#platform/ids";
import { paths } from "#platform/paths";
import type { ProvenanceKind } from "#schema/datasets";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { Pagination } from "#ui/pagination";
import { PermissionNote } from "#states/no-permission";
import { ArchiveDataset } from "./_parts/archive-dataset.client.tsx";
import { ExampleFilters } from "./_parts/example-filters.tsx";
import { ExampleSheet } from "./_parts/example-sheet.client.tsx";
import { ExampleTable } from "./_parts/example-table.tsx";
import { VersionRail } from "./_parts/version-rail.tsx";

export const metadata: Metadata = { title: "Dataset" };

type Search = { version?: string; q?: string; from?: string; cursor?: string };
type Changed = { [Key in keyof Search]?: string | undefined };
type DatasetPageProps = { params: Promise<{ project: string; datasetId: string }>; searchParams: Promise<Search> };

/** One dataset: the examples of a version, where each came from, and the history of versions. */
export default async function DatasetPage({ params, searchParams }: DatasetPageProps) {
  const { project, datasetId } = await params;
  const search = await searchParams;
  const ctx = await currentContext(project);
  if (!isId(datasetId)) notFound();
  const dataset = await getDataset(ctx, { datasetId }).catch(toNotFound);
  const versions = await listVersions(ctx, { datasetId, limit: 50 });
  const version = versions.items.find(({ number }) => String(number) === search.version) ?? dataset.latest;
  const previous = version ? versions.items.find(({ number }) => number === version.number - 1) : undefined;
  const kind = kinds.find((each) => each === search.from);
  const [page, difference] = await Promise.all([
    version
      ? listExamples(ctx, {
          datasetVersionId: version.id,
          limit: 50,
          ...(search.cursor ? { cursor: search.cursor } : {}),
          ...(search.q ? { query: search.q.slice(0, 200) } : {}),
          ...(kind ? { provenance: kind } : {}),
        })
      : { items: [], nextCursor: null },
    version && previous ? diffVersions(ctx, { fromVersionId: previous.id, toVersionId: version.id }) : null,
  ]);
  const examples = maskValueForRole(ctx, page.items);
  const href = (change: Changed) => paths.datasetView(project, datasetId, kept({ ...search, cursor: undefined, ...change }));
  const mayUpdate = may(ctx, "dataset.update") && dataset.archivedAt === null;
  const isLatest = version?.id === dataset.latest?.id;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Datasets", href: paths.datasets(project) }, { label: dataset.name }]}
        actions={
          mayUpdate ? (
            <>
              <ExampleSheet project={project} datasetId={datasetId} expectedLatest={dataset.latest?.number ?? 0} template={examples[0] ?? null} />
              <Button asChild variant="primary">
                <Link href={paths.datasetImport(project, datasetId)}>Import</Link>
              </Button>
            </>
          ) : null
        }
      />
      <Page>
        <PageHeader
          title={dataset.name}
          chips={
            <>
              {version ? <Chip tone={isLatest ? "accent" : "neutral"}>{isLatest ? `v${version.number}, latest` : `v${version.number}`}</Chip> : null}
              {dataset.isDemo ? <Chip>demo</Chip> : null}
              {dataset.archivedAt ? <Chip tone="warn">archived</Chip> : null}
            </>
          }
          note={dataset.description || undefined}
          actions={
            <>
              {version ? <Exports project={project} datasetId={datasetId} versionId={version.id} /> : null}
              {may(ctx, "dataset.update") ? <ArchiveDataset project={project} datasetId={datasetId} isArchived={dataset.archivedAt !== null} /> : null}
            </>
          }
        />
        {may(ctx, "pii.read") ? null : <PermissionNote>Personal data is masked for your role.</PermissionNote>}
        <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-4 max-md:grid-cols-1">
          <Card>
            {version ? <ExampleFilters project={project} datasetId={datasetId} search={search} kind={kind} /> : null}
            <ExampleTable project={project} datasetId={datasetId} examples={examples} isFiltered={Boolean(search.q || kind)} mayUpdate={mayUpdate} />
            <Pagination
              newerHref={search.cursor ? href({}) : undefined}
              newerLabel="First page"
              olderHref={page.nextCursor ? href({ cursor: page.nextCursor }) : undefined}
              olderLabel="Next"
            >
              {version && examples.length > 0
                ? search.q || kind
                  ? `${formatCount(examples.length, "example")} shown`
                  : `${formatNumber(examples[0]?.position ?? 0)} to ${formatNumber(examples.at(-1)?.position ?? 0)} of ${formatNumber(version.exampleCount)}`
                : null}
            </Pagination>
          </Card>
          <VersionRail project={project} datasetId={datasetId} versions={versions.items} shown={version} difference={difference} />
        </div>
      </Page>
    </>
  );
}

const kinds: readonly ProvenanceKind[] = ["import", "hand", "generation", "correction"];

function Exports({ project, datasetId, versionId }: { project: string; datasetId: string; versionId: string }) {
  return (["csv", "jsonl"] as const).map((format) => (
    <Button key={format} asChild size="sm">
      <a href={paths.datasetExport(project, datasetId, { version: versionId, format })} download>
        <Download aria-hidden="true" />
        {format === "csv" ? "CSV" : "JSONL"}
      </a>
    </Button>
  ));
}

function toNotFound(thrown: unknown): never {
  if (isAppError(thrown) && thrown.code === "not_found") notFound();
  throw thrown;
}

function kept(search: Changed): Record<string, string> {
  return Object.fromEntries(Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

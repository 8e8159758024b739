import { Database } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listDatasets } from "#lib/datasets";
import { may } from "#lib/identity";
import { formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import type { Dataset } from "#schema/datasets";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { SearchField } from "#ui/search-field.client";
import { Segmented } from "#ui/segmented";
import { type Column, Table } from "#ui/table";
import { datasetList } from "./_parts/dataset-list.ts";
import { NewDatasetButton } from "./_parts/new-dataset-button.client.tsx";

export const metadata: Metadata = { title: "Datasets" };

type DatasetsPageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** The project's datasets, each with its latest version. */
export default async function DatasetsPage({ params, searchParams }: DatasetsPageProps) {
  const { project } = await params;
  const { cursor, sort: _, ...filters } = datasetList.load(await searchParams);
  const { q, archived } = filters;
  const ctx = await currentContext(project);
  const page = await listDatasets(ctx, {
    query: q ?? "",
    includeArchived: archived ?? false,
    ...(cursor ? { cursor } : {}),
  });
  const href = (change: Parameters<typeof datasetList.href>[1]) =>
    datasetList.href(paths.datasets(project), { ...filters, ...change });
  return (
    <>
      <TopBar
        crumbs={[{ label: "Datasets" }]}
        actions={may(ctx, "dataset.create") ? <NewDatasetButton project={project} /> : null}
      />
      <Page>
        <PageHeader
          title="Datasets"
          note="Examples to test prompts on. Every change makes a new version; a run names the version it used."
          actions={
            <>
              <Segmented
                label="Which datasets"
                value={archived ? "all" : "current"}
                items={[
                  { value: "current", label: "Current", href: href({ archived: null }) },
                  { value: "all", label: "With archived", href: href({ archived: true }) },
                ]}
              />
              <SearchField label="Find a dataset" placeholder="Find a dataset" />
            </>
          }
        />
        <Card>
          {page.items.length > 0 ? (
            <Table
              label="Datasets"
              name="datasets"
              isWhole={!cursor && page.nextCursor === null}
              columns={columns}
              rows={page.items}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.dataset(project, id)}
            />
          ) : (
            <Empty
              project={project}
              query={q ?? ""}
              isFirst={!cursor}
              mayCreate={may(ctx, "dataset.create")}
            />
          )}
          <Pagination
            newerHref={cursor ? href({}) : undefined}
            newerLabel="First page"
            olderHref={page.nextCursor ? href({ cursor: page.nextCursor }) : undefined}
          />
        </Card>
      </Page>
    </>
  );
}

const columns: Column<Dataset>[] = [
  {
    key: "name",
    sort: ({ name }) => name,
    head: "Name",
    cell: ({ name, isDemo, archivedAt }) => (
      <Name name={name} isDemo={isDemo} isArchived={archivedAt !== null} />
    ),
  },
  {
    key: "description",
    head: "About",
    cell: ({ description }) => <span className="line-clamp-1 text-text-2">{description || "—"}</span>,
    mobile: "hide",
    className: "max-w-100",
  },
  {
    key: "examples",
    sort: ({ latest }) => latest?.exampleCount,
    head: "Examples",
    cell: ({ latest }) => formatNumber(latest?.exampleCount ?? null),
    numeric: true,
    mobile: "aside",
  },
  {
    key: "version",
    sort: ({ latest }) => latest?.number,
    head: "Version",
    cell: ({ latest }) => (latest ? `v${latest.number}` : "—"),
    numeric: true,
  },
  {
    key: "change",
    head: "Last change",
    cell: ({ latest }) => (
      <span className="line-clamp-1 text-text-2">{latest?.message ?? "no examples yet"}</span>
    ),
    className: "max-w-80",
  },
  {
    key: "when",
    sort: ({ latest, createdAt }) => latest?.createdAt ?? createdAt,
    head: "When",
    cell: ({ latest, createdAt }) => (
      <RelativeTime value={latest?.createdAt ?? createdAt} className="whitespace-nowrap text-text-2" />
    ),
  },
];

function Name({ name, isDemo, isArchived }: { name: string; isDemo: boolean; isArchived: boolean }) {
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1.5">
      <span className="break-words">{name}</span>
      {isDemo ? <Chip>demo</Chip> : null}
      {isArchived ? <Chip>archived</Chip> : null}
    </span>
  );
}

type EmptyProps = { project: string; query: string; isFirst: boolean; mayCreate: boolean };

function Empty({ project, query, isFirst, mayCreate }: EmptyProps) {
  if (query || !isFirst) {
    return (
      <EmptyState
        title="Nothing found"
        action={
          <Button asChild>
            <Link href={paths.datasets(project)}>Show all datasets</Link>
          </Button>
        }
      >
        No dataset has “{query}” in its name or description.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Database aria-hidden="true" />} title="No dataset yet">
      A dataset is a list of inputs with, where there is one, the answer you want.{" "}
      {mayCreate
        ? "Make one with “New dataset”, then import a CSV or JSONL file or add examples by hand."
        : "An engineer can make one."}
    </EmptyState>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listSuites } from "#lib/evaluation";
import { may } from "#lib/identity";
import { formatNumber } from "#platform/format";
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import type { Suite } from "#schema/evaluation";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { SearchField } from "#ui/search-field.client";
import { type Column, Table } from "#ui/table";
import { suiteList } from "./_parts/suite-list.ts";

export const metadata: Metadata = { title: "Suites" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** The project's suites: what a good answer is, in versions. */
export default async function SuitesPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { cursor, sort: _, ...filters } = suiteList.load(query);
  const { archived } = filters;
  const { items, nextCursor } = await listSuites(ctx, {
    ...present({ query: filters.query, cursor }),
    includeArchived: archived ?? false,
  });
  const isFiltered = filters.query !== null;
  const href = (change: Parameters<typeof suiteList.href>[1]) =>
    suiteList.href(paths.suites(project), { ...filters, ...change });
  const make = (variant: "primary" | "default") =>
    may(ctx, "suite.create") ? (
      <Button variant={variant} asChild>
        <Link href={paths.suite(project, "new")}>New suite</Link>
      </Button>
    ) : null;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Suites" }]}
        actions={
          <>
            <Button asChild>
              <Link href={paths.evaluators(project)}>Evaluators</Link>
            </Button>
            {make("primary")}
          </>
        }
      />
      <Page>
        <PageHeader
          title="Suites"
          note="Evaluators with weights and thresholds. A run judges every case by one version of a suite."
        />
        <div className="flex flex-wrap items-center gap-2">
          <SearchField name="query" label="Find a suite" placeholder="Find a suite" />
          <Button variant="ghost" asChild>
            <Link href={href({ archived: archived ? null : true })}>
              {archived ? "Hide archived" : "Show archived"}
            </Link>
          </Button>
        </div>
        <Card>
          {items.length > 0 ? (
            <Table
              label="Suites"
              name="suites"
              isWhole={!cursor && nextCursor === null}
              rows={items}
              columns={columns}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.suite(project, id)}
            />
          ) : (
            <EmptyState
              title={isFiltered ? "No suite has this name" : "No suite yet"}
              action={
                isFiltered ? (
                  <Button asChild>
                    <Link href={paths.suites(project)}>Show all</Link>
                  </Button>
                ) : (
                  make("default")
                )
              }
            >
              {isFiltered
                ? "Try fewer letters."
                : "A suite says what a good answer is: exact match, JSON schema, a judge with a rubric, latency, cost."}
            </EmptyState>
          )}
        </Card>
        <Pagination
          newerHref={cursor ? href({}) : undefined}
          newerLabel="First page"
          olderHref={nextCursor ? href({ cursor: nextCursor }) : undefined}
        />
      </Page>
    </>
  );
}

const columns: Column<Suite>[] = [
  {
    key: "name",
    sort: ({ name }) => name,
    head: "Suite",
    cell: ({ name, isDemo, archivedAt }) => (
      <span className="inline-flex items-center gap-1.5 sm:whitespace-nowrap">
        {name}
        {isDemo ? <Chip className="font-normal">demo</Chip> : null}
        {archivedAt ? <Chip className="font-normal">archived</Chip> : null}
      </span>
    ),
    mobile: "title",
  },
  {
    key: "version",
    sort: ({ latest }) => latest.number,
    head: "Version",
    numeric: true,
    cell: ({ latest }) => `v${latest.number}`,
    mobile: "aside",
  },
  {
    key: "evaluators",
    head: "Evaluators",
    cell: ({ latest }) => (
      <span className="line-clamp-1 text-text-2">
        {latest.content.evaluators.map(({ name }) => name).join(", ")}
      </span>
    ),
  },
  {
    key: "primary",
    head: "Primary metric",
    cell: ({ latest }) =>
      latest.content.evaluators.find(({ key }) => key === latest.content.primaryMetric)?.name ?? "—",
    className: "sm:whitespace-nowrap",
  },
  {
    key: "demands",
    head: "Demands",
    numeric: true,
    cell: ({ latest }) =>
      formatNumber(
        latest.content.evaluators.filter(({ threshold, isSafety }) => threshold !== undefined || isSafety)
          .length,
      ),
    mobile: "hide",
  },
  {
    key: "changed",
    sort: ({ latest }) => latest.createdAt,
    head: "Changed",
    cell: ({ latest }) => (
      <>
        <RelativeTime value={latest.createdAt} /> by {latest.createdByName}
      </>
    ),
    className: "sm:whitespace-nowrap",
  },
];

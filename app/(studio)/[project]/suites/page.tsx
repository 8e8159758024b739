import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listSuites } from "#lib/evaluation";
import { may } from "#lib/identity";
import { formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import { ListSuitesInput, type Suite } from "#schema/evaluation";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { Input } from "#ui/input";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { type Column, DataTable } from "#ui/table";

export const metadata: Metadata = { title: "Suites" };

type Query = Record<string, string | undefined>;
type Props = { params: Promise<{ project: string }>; searchParams: Promise<Query> };

/** The project's suites: what a good answer is, in versions. */
export default async function SuitesPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const filter = ListSuitesInput.safeParse({
    query: query["query"],
    cursor: query["cursor"],
    includeArchived: query["archived"] === "1",
  });
  const { items, nextCursor } = await listSuites(ctx, filter.success ? filter.data : {});
  const isFiltered = Boolean(query["query"]);
  const make = (variant: "primary" | "default") =>
    may(ctx, "suite.create") ? (
      <Button variant={variant} asChild>
        <Link href={paths.suite(project, "new")}>New suite</Link>
      </Button>
    ) : null;
  return (
    <>
      <TopBar crumbs={[{ label: "Suites" }]} actions={make("primary")} />
      <Page>
        <PageHeader
          title="Suites"
          note="Evaluators with weights and thresholds. A run judges every case by one version of a suite."
        />
        <form action={paths.suites(project)} role="search" className="flex flex-wrap items-center gap-2">
          <Input
            type="search"
            name="query"
            aria-label="Find a suite"
            placeholder="Find a suite"
            defaultValue={query["query"]}
            className="w-56 max-sm:w-full"
          />
          <Button type="submit">Filter</Button>
          <Button variant="ghost" asChild>
            <Link
              href={query["archived"] === "1" ? paths.suites(project) : `${paths.suites(project)}?archived=1`}
            >
              {query["archived"] === "1" ? "Hide archived" : "Show archived"}
            </Link>
          </Button>
        </form>
        <Card>
          {items.length > 0 ? (
            <DataTable
              label="Suites"
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
          newerHref={query["cursor"] ? paths.suites(project) : undefined}
          newerLabel="First page"
          olderHref={
            nextCursor
              ? `${paths.suites(project)}?${new URLSearchParams({ ...(query["query"] ? { query: query["query"] } : {}), cursor: nextCursor })}`
              : undefined
          }
        />
      </Page>
    </>
  );
}

const columns: Column<Suite>[] = [
  {
    key: "name",
    head: "Suite",
    cell: ({ name, isDemo, archivedAt }) => (
      <span className="inline-flex items-center gap-1.5">
        {name}
        {isDemo ? <Chip className="font-normal">demo</Chip> : null}
        {archivedAt ? <Chip className="font-normal">archived</Chip> : null}
      </span>
    ),
    mobile: "title",
  },
  {
    key: "version",
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
    head: "Changed",
    cell: ({ latest }) => (
      <>
        <RelativeTime value={latest.createdAt} /> by {latest.createdByName}
      </>
    ),
  },
];

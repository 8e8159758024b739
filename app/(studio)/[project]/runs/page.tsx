import type { Metadata } from "next";
import { calledLabel, summaryValue } from "#client/evaluation";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { GateChip } from "#components/evaluation/gate-chip";
import { RunMarks, RunState } from "#components/evaluation/run-state";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { runOrders } from "#constants/evaluation";
import { listRuns, listSuites } from "#lib/evaluation";
import { may } from "#lib/identity";
import { listPrompts } from "#lib/prompts";
import { formatEstimated, formatMoney, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import { type Run } from "#schema/evaluation";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { ProgressBar } from "#ui/progress-bar";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { present, sortOf } from "#platform/list-address";
import { RunFilters } from "./_parts/run-filters.client.tsx";
import { runList } from "./_parts/run-list.ts";
import { RefreshWhile } from "./_parts/refresh-while.client.tsx";

export const metadata: Metadata = { title: "Runs" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** Every run of the project with where it stands and what it came to. */
export default async function RunsPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { cursor, sort, ...filters } = runList.load(query);
  const isFiltered = runList.isFiltered(filters);
  const hrefAt = (place: string | null) =>
    runList.href(paths.runs(project), { ...filters, sort, cursor: place });
  const [{ items, nextCursor }, prompts, suites] = await Promise.all([
    listRuns(ctx, present({ ...filters, cursor, sort: sortOf(sort, runOrders) })),
    listPrompts(ctx, { limit: 200 }),
    listSuites(ctx, { limit: 200 }),
  ]);
  const start = (variant: "primary" | "default") =>
    may(ctx, "run.create") ? (
      <Button variant={variant} asChild>
        <Link href={paths.newRun(project)}>Start a run</Link>
      </Button>
    ) : null;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Runs" }]}
        actions={
          <>
            <Button asChild className="max-sm:hidden">
              <Link href={paths.chooseRuns(project)}>Compare</Link>
            </Button>
            {start("primary")}
          </>
        }
      />
      <Page>
        <PageHeader
          title="Runs"
          note="A prompt version on a dataset under a suite, case by case. Two runs on the same examples can be compared."
        />
        <RunFilters prompts={prompts.items} suites={suites.items} />
        <RefreshWhile isActive={items.some(({ status }) => status === "queued" || status === "running")} />
        <Card>
          {items.length > 0 ? (
            <Table
              label="Runs"
              name="runs"
              isWhole={!cursor && nextCursor === null}
              serverOrders={runOrders}
              rows={items}
              columns={columns}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.run(project, id)}
            />
          ) : (
            <EmptyState
              title={isFiltered ? "No run fits these filters" : "No run yet"}
              action={
                isFiltered ? (
                  <Button asChild>
                    <Link href={paths.runs(project)}>Show all</Link>
                  </Button>
                ) : (
                  start("default")
                )
              }
            >
              {isFiltered
                ? "Take a filter away to see more."
                : "A run shows how good a version is on a dataset. It needs a prompt, a dataset and a suite."}
            </EmptyState>
          )}
        </Card>
        <Pagination
          newerHref={cursor ? hrefAt(null) : undefined}
          newerLabel="First page"
          olderHref={nextCursor ? hrefAt(nextCursor) : undefined}
        />
      </Page>
    </>
  );
}

const columns: Column<Run>[] = [
  {
    key: "run",
    sort: ({ number }) => number,
    head: "Run",
    cell: ({ number, promptPath, promptVersionNumber }) => (
      <>
        {number} · {promptPath} version {promptVersionNumber}
      </>
    ),
    mobile: "title",
  },
  {
    key: "state",
    sort: ({ status }) => status,
    head: "State",
    cell: (run) => <State run={run} />,
    mobile: "aside",
  },
  {
    key: "primary",
    head: "Primary metric",
    numeric: true,
    cell: ({ summary }) => <Primary summary={summary} />,
  },
  {
    key: "verdict",
    sort: ({ summary }) => summary?.gate,
    head: "Demands",
    cell: ({ summary }) => <GateChip state={summary?.gate ?? "none"} />,
  },
  {
    key: "dataset",
    sort: ({ datasetName, datasetVersionNumber }) => `${datasetName}@${datasetVersionNumber}`,
    head: "Dataset",
    cell: ({ datasetName, datasetVersionNumber }) => (
      <span className="text-text-2">
        {datasetName}@{datasetVersionNumber}
      </span>
    ),
  },
  {
    key: "suite",
    sort: ({ suiteName, suiteVersionNumber }) => `${suiteName}@${suiteVersionNumber}`,
    head: "Suite",
    cell: ({ suiteName, suiteVersionNumber }) => (
      <span className="text-text-2">
        {suiteName}@{suiteVersionNumber}
      </span>
    ),
    mobile: "hide",
  },
  {
    key: "model",
    sort: calledLabel,
    head: "Model",
    cell: (run) => <span className="font-mono text-sm">{calledLabel(run)}</span>,
  },
  {
    key: "cost",
    sort: ({ summary }) => summary?.costUsd,
    head: "Cost",
    numeric: true,
    cell: ({ summary }) =>
      formatEstimated(
        formatMoney(summary?.costUsd),
        summary?.costUsd != null && (summary.estimatedCalls ?? 0) > 0,
      ),
    mobile: "hide",
  },
  {
    key: "started",
    sort: ({ createdAt }) => createdAt,
    head: "Started",
    cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
  },
];

function State({ run }: { run: Run }) {
  if (run.status !== "running")
    return (
      <span className="inline-flex flex-wrap items-center gap-1">
        <RunState status={run.status} />
        <RunMarks {...run} />
      </span>
    );
  return (
    <span className="flex min-w-36 flex-col gap-1">
      <span className="num text-sm text-text-2">
        {formatNumber(run.doneCases)} of {formatNumber(run.totalCases)}
        {run.failedCases > 0 ? <span className="text-bad"> ✕ {formatNumber(run.failedCases)}</span> : null}
      </span>
      <ProgressBar
        label={`Run ${run.number}: cases done`}
        value={run.doneCases}
        max={run.totalCases}
        tone={run.failedCases > 0 ? "warn" : "accent"}
      />
    </span>
  );
}

function Primary({ summary }: { summary: Run["summary"] }) {
  const primary = summary?.evaluators.find(({ isPrimary }) => isPrimary);
  if (!primary) return <>—</>;
  return (
    <>
      <span className="text-text-3">{primary.name} </span>
      {summaryValue(primary)}
    </>
  );
}

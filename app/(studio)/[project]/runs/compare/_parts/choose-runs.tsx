import Link from "next/link";
import { calledLabel, ranLabel, summaryValue } from "#client/evaluation";
import { RunState } from "#components/evaluation/run-state";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { findComparableRuns, getRun, listRuns } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { paths } from "#platform/paths";
import { type Run } from "#schema/evaluation";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";

type Props = {
  ctx: Context;
  project: string;
  baseline?: string;
  candidate?: string;
  /** Candidates chosen already: one more comes to them. */
  chosen?: readonly string[];
};

/** The comparison before both runs are chosen: the runs that fit the one known, or all finished ones. */
export async function ChooseRuns({ ctx, project, baseline, candidate, chosen = [] }: Props) {
  const known = candidate ?? baseline;
  const [run, found] = known
    ? await Promise.all([getRun(ctx, { runId: known }), findComparableRuns(ctx, { runId: known })])
    : [null, await listRuns(ctx, { status: "succeeded" })];
  const isWhole = Array.isArray(found) || found.nextCursor === null;
  const runs = (Array.isArray(found) ? found : found.items).filter(({ id }) => !chosen.includes(id));
  const href = (other: Run) => {
    if (baseline && chosen.length > 0) return paths.compareMany(project, baseline, [...chosen, other.id]);
    if (!known) return paths.chooseRuns(project, { candidate: other.id });
    return candidate ? paths.compare(project, other.id, candidate) : paths.compare(project, known, other.id);
  };
  const columns: Column<Run>[] = [
    {
      key: "run",
      sort: ({ number }) => number,
      head: "Run",
      cell: (run) => (
        <>
          {run.number} · {ranLabel(run)}
        </>
      ),
      mobile: "title",
    },
    {
      key: "model",
      sort: calledLabel,
      head: "Model",
      cell: (run) => <span className="font-mono text-sm">{calledLabel(run)}</span>,
    },
    {
      key: "dataset",
      sort: ({ datasetName }) => datasetName,
      head: "Dataset",
      cell: ({ datasetName, datasetVersionNumber }) => (
        <>
          {datasetName}@{datasetVersionNumber}
        </>
      ),
    },
    {
      key: "primary",
      head: "Primary metric",
      numeric: true,
      cell: ({ summary }) => {
        const primary = summary?.evaluators.find(({ isPrimary }) => isPrimary);
        return primary ? summaryValue(primary) : "—";
      },
    },
    { key: "status", head: "State", cell: ({ status }) => <RunState status={status} />, mobile: "aside" },
    {
      key: "at",
      sort: ({ finishedAt }) => finishedAt,
      head: "Finished",
      cell: ({ finishedAt }) => <RelativeTime value={finishedAt} />,
    },
  ];
  return (
    <>
      <TopBar crumbs={[{ label: "Runs", href: paths.runs(project) }, { label: "Comparison" }]} />
      <Page>
        <PageHeader
          title={
            chosen.length > 0 ? "Add a run" : run ? `Compare run ${run.number} with` : "Compare which run?"
          }
          note={
            run
              ? `Runs on ${run.datasetName} under ${run.suiteName}: other versions first, each newest first.`
              : "Choose the candidate; the baseline comes next."
          }
        />
        <Card>
          {runs.length > 0 ? (
            <Table
              label="Runs"
              isWhole={isWhole}
              rows={runs}
              columns={columns}
              rowKey={({ id }) => id}
              rowHref={href}
            />
          ) : (
            <EmptyState
              title="No run to compare with"
              action={
                <Button asChild>
                  <Link href={paths.newRun(project)}>Start a run</Link>
                </Button>
              }
            >
              {run
                ? `Run another version on ${run.datasetName} under ${run.suiteName}.`
                : "A comparison needs two finished runs on the same dataset."}
            </EmptyState>
          )}
        </Card>
      </Page>
    </>
  );
}

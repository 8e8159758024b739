import { ListChecks } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listDatasets } from "#lib/datasets";
import { may } from "#lib/identity";
import { countDiffering, listQueues } from "#lib/review";
import { formatDuration, formatNumber } from "#platform/format";
import { listAddress, parseAsArchived } from "#platform/list-address";
import { paths } from "#platform/paths";
import { waitingSentence, workLeft } from "#client/review";
import type { QueueWithProgress } from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { ProgressBar } from "#ui/progress-bar";
import { Segmented } from "#ui/segmented";
import { type Column, Table } from "#ui/table";
import { NewQueueButton } from "./_parts/new-queue-button.client.tsx";

export const metadata: Metadata = { title: "Queues" };

type QueuesPageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

const queueList = listAddress({ archived: parseAsArchived });

/** The project's queues: what waits, what is decided, how long the rest takes. */
export default async function QueuesPage({ params, searchParams }: QueuesPageProps) {
  const { project } = await params;
  const isAll = queueList.load(await searchParams).archived ?? false;
  const ctx = await currentContext(project);
  const mayCreate = may(ctx, "queue.create");
  const [queues, differing, datasets] = await Promise.all([
    listQueues(ctx, { includeArchived: isAll }),
    may(ctx, "task.decide") ? countDiffering(ctx) : 0,
    mayCreate ? listDatasets(ctx, { limit: 200 }) : null,
  ]);
  const names = datasets?.items.map(({ id, name }) => ({ id, name })) ?? [];
  return (
    <>
      <TopBar
        crumbs={[{ label: "Queues" }]}
        actions={mayCreate ? <NewQueueButton project={project} datasets={names} /> : null}
      />
      <Page>
        <PageHeader
          title="Queues"
          note={introduction(queues, may(ctx, "task.decide"))}
          actions={
            <>
              {differing > 0 ? (
                <Button asChild>
                  <Link href={paths.adjudication(project)}>
                    Settle {differing === 1 ? "1 task" : `${formatNumber(differing)} tasks`} that differ
                  </Link>
                </Button>
              ) : null}
              <Segmented
                label="Which queues"
                value={isAll ? "all" : "current"}
                items={[
                  { value: "current", label: "Current", href: paths.queues(project) },
                  {
                    value: "all",
                    label: "With archived",
                    href: queueList.href(paths.queues(project), { archived: true }),
                  },
                ]}
              />
            </>
          }
        />
        <Card>
          {queues.length > 0 ? (
            <Table
              label="Queues"
              name="queues"
              isWhole
              columns={columns(project, may(ctx, "task.decide"))}
              rows={queues}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.queue(project, id)}
            />
          ) : (
            <EmptyState
              icon={<ListChecks aria-hidden="true" />}
              title="No queues yet"
              action={
                mayCreate ? null : (
                  <Button asChild>
                    <Link href={paths.runs(project)}>Open runs</Link>
                  </Button>
                )
              }
            >
              A queue holds outputs for people to approve, edit or reject.{" "}
              {mayCreate
                ? "Make one with “New queue”, then send it the failed or sampled cases of a run."
                : "An engineer makes them."}
            </EmptyState>
          )}
        </Card>
      </Page>
    </>
  );
}

/** What the list comes to, in a sentence. */
function introduction(queues: readonly QueueWithProgress[], mayDecide: boolean): string {
  const hasOpen = queues.some((queue) => queue.archivedAt === null);
  return hasOpen && mayDecide
    ? waitingSentence(queues)
    : "Outputs for people to judge: approve, edit, or reject with a reason.";
}

/** What waits for this person is a column only of those who may decide. */
function columns(project: string, mayDecide: boolean): Column<QueueWithProgress>[] {
  const all: Column<QueueWithProgress>[] = [
    { key: "name", sort: ({ name }) => name, head: "Name", cell: (queue) => <Name queue={queue} /> },
    {
      key: "waiting",
      sort: ({ progress }) => progress.waiting,
      head: "Waiting",
      cell: ({ progress }) => formatNumber(progress.waiting),
      numeric: true,
      mobile: "aside",
    },
    {
      key: "differing",
      sort: ({ progress }) => progress.differing,
      head: "Differ",
      numeric: true,
      mobile: "hide",
      cell: ({ id, progress }) =>
        progress.differing > 0 ? (
          <Link href={paths.adjudication(project, { queue: id })} className="relative z-1 hover:underline">
            {formatNumber(progress.differing)}
          </Link>
        ) : (
          "0"
        ),
    },
    {
      key: "mine",
      sort: ({ progress }) => progress.waitingForMe,
      head: "For you",
      cell: ({ progress }) => formatNumber(progress.waitingForMe),
      numeric: true,
      mobile: "hide",
    },
    {
      key: "decided",
      sort: ({ progress }) => progress.decided,
      head: "Decided",
      numeric: true,
      cell: ({ id, progress }) => (
        <Link href={paths.queueDecisions(project, id)} className="relative z-1 hover:underline">
          {formatNumber(progress.decided)} of {formatNumber(progress.total)}
        </Link>
      ),
    },
    {
      key: "progress",
      sort: ({ progress }) => (progress.total > 0 ? progress.decided / progress.total : null),
      head: "Progress",
      mobile: "hide",
      className: "w-40",
      cell: ({ progress }) =>
        progress.total > 0 ? (
          <ProgressBar label="Tasks decided" value={progress.decided} max={progress.total} />
        ) : (
          "—"
        ),
    },
    {
      key: "median",
      sort: ({ progress }) => progress.medianDecisionMs,
      head: "Median time",
      cell: ({ progress }) => formatDuration(progress.medianDecisionMs),
      numeric: true,
      mobile: "hide",
    },
    {
      key: "left",
      head: "Left for you",
      className: "text-text-2",
      cell: ({ progress }) =>
        progress.total === 0 ? "no tasks yet" : workLeft(progress.waitingForMe, progress.medianDecisionMs),
    },
  ];
  return mayDecide ? all : all.filter(({ key }) => key !== "mine" && key !== "left");
}

function Name({ queue }: { queue: QueueWithProgress }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {queue.name}
      {queue.isBlind ? <Chip>blind</Chip> : null}
      {queue.isDemo ? <Chip>demo</Chip> : null}
      {queue.archivedAt ? <Chip>archived</Chip> : null}
    </span>
  );
}

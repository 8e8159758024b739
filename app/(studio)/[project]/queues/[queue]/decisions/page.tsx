import type { Metadata } from "next";
import Link from "next/link";
import { parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { decisionWords, headingOf } from "#components/review/labels";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listDatasets } from "#lib/datasets";
import { may } from "#lib/identity";
import { decisionsSentence } from "#client/review";
import { getQueue, listDecisions, queueProgress, reviewerStats, reviewSummary } from "#lib/review";
import { formatDuration, formatNumber, formatPercent } from "#platform/format";
import { listAddress, parseAsArchived, parseAsId, present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { decisionKinds } from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { Segmented } from "#ui/segmented";
import { Stat, StatStrip } from "#ui/stat";
import { Table } from "#ui/table";
import { EditQueue } from "./_edit-queue.client.tsx";
import { decisionColumns } from "./_parts/decision-columns.tsx";
import { reviewerColumns } from "./_parts/reviewer-columns.tsx";

type PageProps = { params: Promise<{ project: string; queue: string }>; searchParams: Promise<SearchParams> };

export const metadata: Metadata = { title: "Decisions" };

const list = listAddress({
  kind: parseAsStringLiteral(decisionKinds),
  reviewer: parseAsId,
  undone: parseAsArchived,
});

/** Who decided what in a queue, and what came of it. */
export default async function DecisionsPage({ params, searchParams }: PageProps) {
  const { project, queue: queueId } = await params;
  const ctx = await currentContext(project);
  const queue = await getQueue(ctx, { queueId }).catch(orNotFound);
  const crumbs = [
    { label: "Queues", href: paths.queues(project) },
    { label: queue.name, href: paths.queue(project, queueId) },
    { label: "Decisions" },
  ];
  if (!may(ctx, "task.read")) {
    return (
      <>
        <TopBar crumbs={crumbs} />
        <NoPermission what="Reading decisions" whoCan={["owner", "admin", "engineer", "reviewer"]} />
      </>
    );
  }
  const { cursor, sort: _, ...filters } = list.load(await searchParams);
  const { kind, reviewer } = filters;
  const mayUpdate = may(ctx, "queue.update");
  const [page, summary, progress, reviewers, datasets] = await Promise.all([
    listDecisions(ctx, {
      queueId,
      includeUndone: filters.undone ?? false,
      ...present({ kind, reviewerId: reviewer, cursor }),
    }),
    reviewSummary(ctx, { queueId }),
    queueProgress(ctx, { queueId }),
    reviewerStats(ctx, { queueId }),
    mayUpdate ? listDatasets(ctx, { limit: 200 }) : null,
  ]);
  const href = (change: Parameters<typeof list.href>[1]) =>
    list.href(paths.queueDecisions(project, queueId), { ...filters, ...change });
  const names = datasets?.items.map(({ id, name }) => ({ id, name })) ?? [];
  return (
    <>
      <TopBar
        crumbs={crumbs}
        actions={mayUpdate ? <EditQueue project={project} queue={queue} datasets={names} /> : null}
      />
      <Page>
        <PageHeader
          title="Decisions"
          note={decisionsSentence(summary)}
          actions={
            <Segmented
              label="Which decisions"
              value={kind ?? "all"}
              items={[
                { value: "all", label: "All", href: href({ kind: null }) },
                ...decisionKinds.map((each) => ({
                  value: each,
                  label: headingOf(decisionWords[each]),
                  href: href({ kind: each }),
                })),
              ]}
            />
          }
        />
        <StatStrip>
          <Stat
            label="Decided"
            value={formatNumber(progress.decided)}
            unit={`of ${formatNumber(progress.total)} tasks`}
          />
          <Stat
            label="Approved as they were"
            value={formatPercent(summary.approvalRate, 0)}
            href={href({ kind: "approve" })}
          />
          <Stat
            label="Edited"
            value={formatPercent(summary.editRate, 0)}
            note={
              summary.meanEditRatio === null
                ? undefined
                : `${formatPercent(summary.meanEditRatio, 0)} of the text on average`
            }
            href={href({ kind: "edit" })}
          />
          <Stat
            label="Rejected"
            value={formatPercent(summary.rejectRate, 0)}
            note={
              summary.safetyRejected > 0 ? `${formatNumber(summary.safetyRejected)} for safety` : undefined
            }
            href={href({ kind: "reject" })}
          />
          <Stat label="Median time" value={formatDuration(summary.medianDecisionMs)} />
        </StatStrip>
        <Card>
          {page.items.length > 0 ? (
            <Table
              label="Decisions"
              name="queue-decisions"
              isWhole={!cursor && page.nextCursor === null}
              columns={decisionColumns(project)}
              rows={page.items}
              rowKey={({ id }) => id}
              rowHref={(row) => paths.queue(project, queueId, row.taskId)}
            />
          ) : (
            <Empty
              project={project}
              queueId={queueId}
              isFiltered={list.isFiltered(filters)}
              allHref={paths.queueDecisions(project, queueId)}
            />
          )}
          <Pagination
            newerHref={cursor ? href({}) : undefined}
            newerLabel="Newest"
            olderHref={page.nextCursor ? href({ cursor: page.nextCursor }) : undefined}
          />
        </Card>
        {reviewers.length > 0 ? (
          <Card>
            <CardHeader
              title="Reviewers"
              note="Agreement is Cohen's kappa with its 95 % interval over tasks that two people decided"
            />
            <Table
              label="Reviewers"
              isWhole
              sortName="reviewers"
              columns={reviewerColumns}
              rows={reviewers}
              rowKey={(row) => row.reviewerId ?? row.reviewerName}
              rowHref={(row) => href({ reviewer: row.reviewerId })}
              keys={false}
            />
          </Card>
        ) : null}
      </Page>
    </>
  );
}

function Empty({
  project,
  queueId,
  isFiltered,
  allHref,
}: {
  project: string;
  queueId: string;
  isFiltered: boolean;
  allHref: string;
}) {
  return (
    <EmptyState
      title={isFiltered ? "No decisions match" : "Nothing is decided yet"}
      action={
        <Button asChild>
          <Link href={isFiltered ? allHref : paths.queue(project, queueId)}>
            {isFiltered ? "Show all decisions" : "Open the queue"}
          </Link>
        </Button>
      }
    >
      {isFiltered
        ? "The filter leaves nothing."
        : "What reviewers approve, edit and reject is listed here, with what came of it."}
    </EmptyState>
  );
}

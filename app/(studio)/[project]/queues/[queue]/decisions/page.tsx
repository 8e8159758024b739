import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { AgreementFigure, agreementWords } from "#components/review/agreement";
import { DecisionText } from "#components/review/decision-text";
import { decisionSigns, decisionTones, decisionWords, headingOf } from "#components/review/labels";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listDatasets } from "#lib/datasets";
import { may } from "#lib/identity";
import { getQueue, listDecisions, queueProgress, reviewerStats, reviewSummary } from "#lib/review";
import { formatDuration, formatNumber, formatPercent } from "#platform/format";
import { isId } from "#platform/is-id";
import { listAddress, parseAsArchived, parseAsId, present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { type DecisionRow, decisionKinds, type ReviewerStats } from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { Segmented } from "#ui/segmented";
import { Stat, StatStrip } from "#ui/stat";
import { type Column, Table } from "#ui/table";
import { EditQueue } from "./_edit-queue.client.tsx";

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
  if (!isId(queueId)) notFound();
  const ctx = await currentContext(project);
  const queue = await getQueue(ctx, { queueId });
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
          note={sentence(summary)}
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
              columns={columns(project)}
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

function sentence({
  decided,
  reasons,
}: {
  decided: number;
  reasons: { name: string; count: number }[];
}): string {
  if (decided === 0) return "Nothing is decided yet.";
  const [top] = reasons;
  const decisions = decided === 1 ? "1 decision stands" : `${formatNumber(decided)} decisions stand`;
  return top
    ? `${decisions}; the most common reason to reject is “${top.name}” (${formatNumber(top.count)}).`
    : `${decisions}; none is a rejection.`;
}

function columns(project: string): Column<DecisionRow>[] {
  return [
    {
      key: "task",
      sort: ({ taskNumber }) => taskNumber,
      head: "Task",
      cell: (row) => `${row.taskNumber} · ${row.taskTitle}`,
      className: "max-w-72 truncate",
    },
    {
      key: "kind",
      sort: ({ kind }) => kind,
      head: "Decision",
      mobile: "aside",
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <Chip
            tone={decisionTones[row.kind]}
            sign={decisionSigns[row.kind]}
            className={row.undoneAt ? "line-through" : undefined}
          >
            {decisionWords[row.kind]}
          </Chip>
          {row.undoneAt ? <Chip>undone</Chip> : null}
        </span>
      ),
    },
    { key: "why", head: "Why", cell: (row) => <DecisionText row={row} />, className: "max-w-72 text-text-2" },
    {
      key: "who",
      sort: ({ reviewerName }) => reviewerName,
      head: "Reviewer",
      cell: (row) => row.reviewerName,
    },
    {
      key: "time",
      sort: ({ decisionMs }) => decisionMs,
      head: "Time",
      cell: (row) => formatDuration(row.decisionMs),
      numeric: true,
      mobile: "hide",
    },
    {
      key: "links",
      head: "Opens",
      cell: (row) => <Links project={project} row={row} />,
      className: "whitespace-nowrap",
    },
    {
      key: "when",
      sort: ({ createdAt }) => createdAt,
      head: "When",
      cell: (row) => <RelativeTime value={row.createdAt} className="whitespace-nowrap text-text-2" />,
    },
  ];
}

function Links({ project, row }: { project: string; row: DecisionRow }) {
  const links = [
    row.datasetId && row.exampleId
      ? { label: "example", href: paths.example(project, row.datasetId, row.exampleId) }
      : null,
    row.runId && row.caseId ? { label: "case", href: paths.case(project, row.runId, row.caseId) } : null,
    row.generationId ? { label: "generation", href: paths.generation(project, row.generationId) } : null,
    row.promptId && row.promptVersionNumber
      ? {
          label: `v${row.promptVersionNumber}`,
          href: paths.promptVersion(project, row.promptId, row.promptVersionNumber),
        }
      : null,
  ].filter((link) => link !== null);
  if (links.length === 0) return "—";
  return (
    <span className="relative z-1 inline-flex flex-wrap gap-2">
      {links.map((link) => (
        <Link key={link.label} href={link.href} className="text-accent hover:underline">
          {link.label}
        </Link>
      ))}
    </span>
  );
}

const reviewerColumns: Column<ReviewerStats>[] = [
  {
    key: "name",
    sort: ({ reviewerName }) => reviewerName,
    head: "Reviewer",
    cell: (row) => row.reviewerName,
  },
  {
    key: "decided",
    sort: ({ decided }) => decided,
    head: "Decided",
    cell: (row) => formatNumber(row.decided),
    numeric: true,
    mobile: "aside",
  },
  {
    key: "median",
    sort: ({ medianDecisionMs }) => medianDecisionMs,
    head: "Median time",
    cell: (row) => formatDuration(row.medianDecisionMs),
    numeric: true,
  },
  {
    key: "overlap",
    sort: ({ overlap }) => overlap,
    head: "Shared tasks",
    cell: (row) => formatNumber(row.overlap),
    numeric: true,
  },
  {
    key: "kappa",
    head: "Agreement",
    cell: (row) => (
      <span title={agreementWords(row)}>
        <AgreementFigure stats={row} />
      </span>
    ),
    numeric: true,
  },
];

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

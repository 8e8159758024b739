import type { Metadata } from "next";
import { parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { decisionSigns, decisionTones, decisionWords } from "#components/review/labels";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { getQueue, listAgreement } from "#lib/review";
import { formatCount } from "#platform/format";
import { listAddress, parseAsId, parseAsYesNo, present } from "#platform/list-address";
import { paths } from "#platform/paths";
import {
  type AgreementRow,
  type DecisionKind,
  decisionKinds,
  type ListAgreementInput,
  settledWays,
} from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { IntentLink } from "#ui/intent-link";
import { type Column, Table } from "#ui/table";

export const metadata: Metadata = { title: "Tasks with two opinions" };

type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

const list = listAddress({
  a: parseAsStringLiteral(decisionKinds),
  b: parseAsStringLiteral(decisionKinds),
  settled: parseAsStringLiteral(settledWays),
  same: parseAsYesNo,
  queue: parseAsId,
});

/** The tasks behind a cell or a figure of the agreement: as many as it says. */
export default async function AgreementTasksPage({ params, searchParams }: PageProps) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const crumbs = [
    { label: "Queues", href: paths.queues(project) },
    { label: "Adjudication", href: paths.adjudication(project) },
    { label: "Tasks with two opinions" },
  ];
  if (!may(ctx, "task.read"))
    return (
      <>
        <TopBar crumbs={crumbs} />
        <NoPermission what="Reading tasks" whoCan={["owner", "admin", "engineer", "reviewer"]} />
      </>
    );
  const { a, b, settled, same, queue: queueId } = list.load(await searchParams);
  const input = present({ a, b, settled, queueId, same: same === null ? null : same === "true" });
  const [rows, queue] = await Promise.all([
    listAgreement(ctx, input),
    input.queueId ? getQueue(ctx, { queueId: input.queueId }) : null,
  ]);
  return (
    <>
      <TopBar crumbs={crumbs} />
      <Page>
        <PageHeader
          title={`${formatCount(rows.length, "task")} ${wordsOf(input)}`}
          note={queue ? `in ${queue.name}` : "in all queues"}
        />
        <Card>
          {rows.length > 0 ? (
            <Table
              label="Tasks with two opinions"
              name="agreement-tasks"
              isWhole
              keys
              columns={columns(project)}
              rows={rows}
              rowKey={({ taskId }) => taskId}
            />
          ) : (
            <EmptyState title="No such task">
              Opinions were undone, or settled otherwise, meanwhile.
            </EmptyState>
          )}
        </Card>
      </Page>
    </>
  );
}

function wordsOf({ a, b, same, settled }: ListAgreementInput): string {
  if (settled)
    return {
      milder: "settled as the milder opinion",
      stricter: "settled as the stricter opinion",
      neither: "settled as neither opinion",
      leftOpen: "left open by the guideline",
    }[settled];
  if (a && b) return `that A ${decisionWords[a]} and B ${decisionWords[b]}`;
  if (same === undefined) return "with two opinions";
  return same ? "of one opinion" : "whose opinions differ";
}

const columns = (project: string): Column<AgreementRow>[] => [
  {
    key: "task",
    sort: ({ number }) => number,
    head: "Task",
    cell: ({ queueId, taskId, number, title }) =>
      title === null ? (
        <span className="text-text-2">{number}: waits for a third person; you gave one of its opinions</span>
      ) : (
        <IntentLink className="hover:underline" href={paths.queue(project, queueId, taskId)}>
          {number}: {title}
        </IntentLink>
      ),
    mobile: "title",
  },
  { key: "queue", sort: ({ queueName }) => queueName, head: "Queue", cell: ({ queueName }) => queueName },
  { key: "a", sort: ({ a }) => a, head: "A", cell: ({ a }) => <Opinion kind={a} /> },
  { key: "b", sort: ({ b }) => b, head: "B", cell: ({ b }) => <Opinion kind={b} /> },
  {
    key: "status",
    sort: ({ status }) => stateWords[status],
    head: "State",
    cell: ({ status }) => stateWords[status],
    mobile: "aside",
  },
];

const stateWords: Record<AgreementRow["status"], string> = {
  open: "open",
  differing: "waits for a third person",
  decided: "settled",
  left_open: "left open",
};

function Opinion({ kind }: { kind: DecisionKind | null }) {
  return kind === null ? (
    "—"
  ) : (
    <Chip tone={decisionTones[kind]} sign={decisionSigns[kind]}>
      {decisionWords[kind]}
    </Chip>
  );
}

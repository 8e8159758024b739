import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { listRetention } from "#lib/governance";
import { listMembers, may } from "#lib/identity";
import { formatCount, formatDate, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import type { Retention } from "#schema/governance";
import { PermissionNote } from "#states/no-permission";
import { Card, CardBody, CardHeader } from "#ui/card";
import { IntentLink } from "#ui/intent-link";
import { type Column, Table } from "#ui/table";
import { KeepFor } from "./_keep-for.client.tsx";
import { PersonData } from "./_person.client.tsx";

export const metadata: Metadata = { title: "Data retention" };

/** How long each kind of data is kept, and what is held about one person. */
export default async function DataPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const [kinds, members] = await Promise.all([
    listRetention(ctx),
    may(ctx, "person.export") ? listMembers(ctx) : [],
  ]);
  const mayEdit = may(ctx, "retention.update");
  return (
    <Page className="max-w-240">
      <PageHeader
        title="Data retention"
        note="What is older than its time goes every night, in whole days. Sums over days stay, and so does what a promotion rested on."
      />
      {mayEdit ? null : <PermissionNote>Owners can change how long data is kept.</PermissionNote>}
      <Card>
        <Table
          label="Kinds of data"
          columns={columnsOf(project, mayEdit)}
          rows={kinds}
          rowKey={({ kind }) => kind}
          isWhole
        />
      </Card>
      <p className="text-sm text-text-2">
        The{" "}
        <IntentLink className="underline" href={paths.audit(project)}>
          audit log
        </IntentLink>{" "}
        is never shortened: each of its entries proves the one before it. Prompts, datasets, suites, runs and
        promotions are kept until somebody removes them.
      </p>
      {may(ctx, "person.erase") ? (
        <Card>
          <CardHeader
            title="Data about a person"
            note="To answer a request under Articles 15 and 17 of the GDPR. Both are written to the audit log."
          />
          <CardBody>
            <PersonData
              project={project}
              members={members
                .filter(({ userId }) => userId !== ctx.actor.id)
                .map(({ userId, name, email }) => ({ id: userId, name: `${name} (${email})` }))}
            />
          </CardBody>
        </Card>
      ) : null}
    </Page>
  );
}

function columnsOf(project: string, mayEdit: boolean): Column<Retention>[] {
  return [
    {
      key: "kind",
      head: "Kind",
      cell: ({ label, minimumDays, because, figures }) => (
        <div className="py-1">
          {label}
          <div className="max-w-110 text-sm text-text-2">
            At least {formatCount(minimumDays, "day")}. {because} {figures}
          </div>
        </div>
      ),
    },
    { key: "count", head: "Held", cell: ({ count }) => formatNumber(count), numeric: true, mobile: "aside" },
    {
      key: "days",
      head: "Kept",
      cell: (retention) =>
        mayEdit ? (
          <KeepFor
            key={`${retention.kind} ${retention.days ?? "always"}`}
            project={project}
            retention={retention}
          />
        ) : retention.days === null ? (
          "for ever"
        ) : (
          formatCount(retention.days, "day")
        ),
    },
    {
      key: "pruned",
      head: "Last removed",
      cell: ({ prunedAt, prunedCount }) =>
        prunedAt === null ? "—" : `${formatNumber(prunedCount)} on ${formatDate(prunedAt)}`,
      className: "text-text-2 whitespace-nowrap",
      mobile: "hide",
    },
  ];
}

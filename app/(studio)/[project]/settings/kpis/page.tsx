import { Target } from "lucide-react";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { studioOrigin } from "#app/_origin";
import { formatKpi } from "#client/feedback";
import { Page, PageHeader } from "#components/shell/page-header";
import { kpiByVersion, kpiFigure, listKpis } from "#lib/feedback";
import { may } from "#lib/identity";
import { promotionsOfVersions } from "#lib/releases";
import { formatDate, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import type { KpiByVersion, KpiWithLatest } from "#schema/feedback";
import { allTime } from "#schema/observability";
import { readScope, scopeOf, spanWords } from "#client/observability";
import { EmptyState } from "#states/empty-state";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CodeBlock } from "#ui/code-block";
import { IntentLink } from "#ui/intent-link";
import { Sparkline } from "#ui/sparkline";
import { type Column, Table } from "#ui/table";
import { ArchiveKpi } from "./_archive-kpi.client.tsx";
import { DefineKpi } from "./_define-kpi.client.tsx";
import { kpiList, wholeKpi } from "./_kpi-list.ts";

export const metadata: Metadata = { title: "KPIs" };

type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** The business outcomes of the project, what was recorded last, and how a program records them. */
export default async function KpisPage({ params, searchParams }: PageProps) {
  const { project } = await params;
  const search = await searchParams;
  const { kpi: chosenKey } = kpiList.load(search);
  const ctx = await currentContext(project);
  const now = ctx.clock.now();
  const mayDefine = may(ctx, "kpi.create");
  const kpis = await listKpis(ctx, { includeArchived: true });
  const chosen = kpis.find(({ key }) => key === chosenKey) ?? kpis.find((kpi) => kpi.archivedAt === null);
  const query = readScope(search, wholeKpi);
  const scope = scopeOf(query, now);
  const [versions, figure] = chosen
    ? await Promise.all([
        kpiByVersion(ctx, { kpiId: chosen.id, ...scope }),
        kpiFigure(ctx, { kpiId: chosen.id, ...scope }),
      ])
    : [[], null];
  const promotionOf = await promotionsOfVersions(ctx, {
    environment: "production",
    versionIds: versions.flatMap(({ promptVersionId }) => promptVersionId ?? []),
  });
  return (
    <Page>
      <PageHeader
        title="KPIs"
        note="The outcome the work stands for. Values are booked on the prompt version that brought them about."
        actions={mayDefine ? <DefineKpi project={project} /> : null}
      />
      <Card>
        {kpis.length > 0 ? (
          <Table
            label="KPIs"
            name="kpis"
            isWhole
            columns={mayDefine ? [...columns, archiveColumn(project)] : columns}
            rows={kpis}
            rowKey={({ id }) => id}
            rowHref={({ key }) => kpiList.href(paths.kpis(project), { kpi: key })}
            isCurrent={({ id }) => id === chosen?.id && kpis.length > 1}
          />
        ) : (
          <EmptyState icon={<Target aria-hidden="true" />} title="No KPIs yet">
            A KPI says whether the loop pays: tickets solved at first contact, minutes saved, refunds avoided.{" "}
            {mayDefine
              ? "Define one with the button above, then let a program record it."
              : "An engineer defines them."}
          </EmptyState>
        )}
      </Card>
      {chosen && figure?.value != null ? (
        <Card>
          <CardHeader
            title={`${chosen.name} by version`}
            note={`${spanWords(query, now)}: ${formatKpi(figure.value, chosen.unit)}${figure.low === null ? "" : ` (${formatKpi(figure.low, chosen.unit)} to ${formatKpi(figure.high, chosen.unit)})`}, n ${formatNumber(figure.weight)}; 95 % intervals where twenty values or more are recorded that differ`}
            actions={
              query.days === allTime && !query.from && !query.prompt ? null : (
                <IntentLink
                  className="underline"
                  href={kpiList.href(paths.kpis(project), { kpi: chosen.key })}
                >
                  Every value
                </IntentLink>
              )
            }
          />
          <Table
            label={`${chosen.name} by version`}
            isWhole
            sortName="versions"
            keys={false}
            columns={versionColumns(project, chosen, promotionOf)}
            rows={versions}
            rowKey={(row) => row.promptVersionId ?? "none"}
          />
        </Card>
      ) : null}
      {chosen ? <CodeBlock title="Record values" code={recording(chosen, await studioOrigin())} /> : null}
    </Page>
  );
}

const columns: Column<KpiWithLatest>[] = [
  {
    key: "name",
    sort: ({ name }) => name,
    head: "KPI",
    cell: (kpi) => (
      <span className="inline-flex flex-wrap items-center gap-1.5">
        {kpi.name} {kpi.archivedAt ? <Chip>archived</Chip> : null}
      </span>
    ),
  },
  { key: "key", sort: ({ key }) => key, head: "Key", cell: ({ key }) => <code>{key}</code> },
  {
    key: "better",
    head: "Better",
    cell: ({ isHigherBetter }) => (isHigherBetter ? "▲ higher" : "▼ lower"),
    className: "text-text-2",
    mobile: "hide",
  },
  {
    key: "latest",
    head: "Last day",
    cell: (kpi) => formatKpi(kpi.latestValue, kpi.unit),
    numeric: true,
    mobile: "aside",
  },
  { key: "last30", head: "30 days", cell: (kpi) => formatKpi(kpi.last30, kpi.unit), numeric: true },
  {
    key: "trend",
    head: "Trend",
    cell: (kpi) =>
      kpi.days.length > 0 ? <Sparkline label={`${kpi.name}, last 30 days`} values={kpi.days} /> : "—",
    mobile: "hide",
  },
  {
    key: "observations",
    sort: ({ observations }) => observations,
    head: "Observations",
    cell: ({ observations }) => formatNumber(observations),
    numeric: true,
    mobile: "hide",
  },
  {
    key: "day",
    sort: ({ latestDay }) => latestDay,
    head: "Until",
    cell: ({ latestDay }) => formatDate(latestDay),
    className: "text-text-2 whitespace-nowrap",
  },
];

function archiveColumn(project: string): Column<KpiWithLatest> {
  return {
    key: "archive",
    head: <span className="sr-only">Archive</span>,
    label: "Archive",
    cell: (kpi) => <ArchiveKpi project={project} kpiId={kpi.id} isArchived={kpi.archivedAt !== null} />,
    className: "text-right",
  };
}

function versionColumns(
  project: string,
  kpi: KpiWithLatest,
  promotionOf: ReadonlyMap<string, number>,
): Column<KpiByVersion>[] {
  return [
    {
      key: "version",
      sort: ({ promptPath, promptVersionNumber }) =>
        promptPath === null ? null : `${promptPath} v${promptVersionNumber}`,
      head: "Version",
      cell: (row) =>
        row.promptPath ? `${row.promptPath} v${row.promptVersionNumber ?? "?"}` : "not tied to a version",
    },
    {
      key: "value",
      sort: ({ value }) => value,
      head: "Value",
      cell: (row) => formatKpi(row.value, kpi.unit),
      numeric: true,
      mobile: "aside",
    },
    {
      key: "interval",
      head: "95 % interval",
      cell: (row) =>
        row.low === null ? "—" : `${formatKpi(row.low, kpi.unit)} to ${formatKpi(row.high, kpi.unit)}`,
      numeric: true,
    },
    {
      key: "weight",
      sort: ({ weight }) => weight,
      head: "Observations",
      cell: (row) => formatNumber(row.weight),
      numeric: true,
    },
    {
      key: "promotion",
      head: "In production by",
      cell: (row) => <PromotionLink project={project} number={promotionOf.get(row.promptVersionId ?? "")} />,
    },
    {
      key: "days",
      sort: ({ firstDay }) => firstDay,
      head: "Days",
      cell: (row) => `${formatDate(row.firstDay)} to ${formatDate(row.lastDay)}`,
      className: "text-text-2 whitespace-nowrap",
      mobile: "hide",
    },
  ];
}

/** Back from the outcome to the decision that brought it about. */
function PromotionLink({ project, number }: { project: string; number: number | undefined }) {
  return number === undefined ? (
    <>—</>
  ) : (
    <IntentLink className="hover:underline" href={paths.promotion(project, number)}>
      promotion {number}
    </IntentLink>
  );
}

function recording(kpi: KpiWithLatest, origin: string): string {
  const value = kpi.unit === "percent" ? "1" : "42";
  return `curl "${origin}/api/v1/kpis/${kpi.key}/values" \\
  -H "Authorization: Bearer $VALUELOOP_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"values":[{"value":${value},"generationId":"…"},{"value":${value},"weight":120,"promptPath":"support/triage","version":9}]}'`;
}

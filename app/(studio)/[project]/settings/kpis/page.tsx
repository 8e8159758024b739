import { Target } from "lucide-react";
import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { studioOrigin } from "#app/_origin";
import { formatKpi } from "#components/feedback/kpi-value";
import { Page, PageHeader } from "#components/shell/page-header";
import { kpiByVersion, kpiSeries, listKpis } from "#lib/feedback";
import { type Context, may } from "#lib/identity";
import { formatDate, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import type { KpiByVersion, KpiWithLatest } from "#schema/feedback";
import { EmptyState } from "#states/empty-state";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CodeBlock } from "#ui/code-block";
import { Sparkline } from "#ui/sparkline";
import { type Column, DataTable } from "#ui/table";
import { ArchiveKpi } from "./_archive-kpi.client.tsx";
import { DefineKpi } from "./_define-kpi.client.tsx";

export const metadata: Metadata = { title: "KPIs" };

type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<{ kpi?: string }> };
type Row = KpiWithLatest & { days: (number | null)[] };

/** The business outcomes of the project, what was recorded last, and how a program records them. */
export default async function KpisPage({ params, searchParams }: PageProps) {
  const { project } = await params;
  const { kpi: chosenKey } = await searchParams;
  const ctx = await currentContext(project);
  const mayDefine = may(ctx, "kpi.create");
  const kpis = await listKpis(ctx, { includeArchived: true });
  const rows = await Promise.all(
    kpis.map(async (kpi): Promise<Row> => ({ ...kpi, days: await readDays(ctx, kpi) })),
  );
  const chosen = kpis.find(({ key }) => key === chosenKey) ?? kpis.find((kpi) => kpi.archivedAt === null);
  const versions = chosen ? await kpiByVersion(ctx, { kpiId: chosen.id }) : [];
  return (
    <Page>
      <PageHeader
        title="KPIs"
        note="The outcome the work stands for. Values are booked on the prompt version that brought them about."
        actions={mayDefine ? <DefineKpi project={project} /> : null}
      />
      <Card>
        {rows.length > 0 ? (
          <DataTable
            label="KPIs"
            columns={mayDefine ? [...columns, archiveColumn(project)] : columns}
            rows={rows}
            rowKey={({ id }) => id}
            rowHref={({ key }) => `${paths.kpis(project)}?kpi=${key}`}
            isSelected={({ id }) => id === chosen?.id && rows.length > 1}
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
      {chosen && versions.length > 0 ? (
        <Card>
          <CardHeader
            title={`${chosen.name} by version`}
            note="with 95 % interval where five values or more are recorded"
          />
          <DataTable
            label={`${chosen.name} by version`}
            columns={versionColumns(chosen)}
            rows={versions}
            rowKey={(row) => row.promptVersionId ?? "none"}
          />
        </Card>
      ) : null}
      {chosen ? <CodeBlock title="Record values" code={recording(chosen, await studioOrigin())} /> : null}
    </Page>
  );
}

/** The last 30 days with values, all versions together. */
async function readDays(ctx: Context, kpi: KpiWithLatest): Promise<(number | null)[]> {
  if (kpi.latestDay === null) return [];
  const end = new Date(`${kpi.latestDay}T00:00:00Z`).getTime() + 86_400_000;
  const points = await kpiSeries(ctx, { kpiId: kpi.id, from: new Date(end - 30 * 86_400_000) });
  const byDay = Map.groupBy(points, (point) => point.day);
  return Array.from({ length: 30 }, (_, index) => {
    const onDay = byDay.get(new Date(end - (30 - index) * 86_400_000).toISOString().slice(0, 10)) ?? [];
    const weight = onDay.reduce((sum, point) => sum + point.weight, 0);
    return weight === 0 ? null : onDay.reduce((sum, point) => sum + point.value * point.weight, 0) / weight;
  });
}

const columns: Column<Row>[] = [
  {
    key: "name",
    head: "KPI",
    cell: (kpi) => (
      <span className="inline-flex flex-wrap items-center gap-1.5">
        {kpi.name} {kpi.archivedAt ? <Chip>archived</Chip> : null}
      </span>
    ),
  },
  { key: "key", head: "Key", cell: ({ key }) => <code>{key}</code> },
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
    head: "Observations",
    cell: ({ observations }) => formatNumber(observations),
    numeric: true,
    mobile: "hide",
  },
  {
    key: "day",
    head: "Until",
    cell: ({ latestDay }) => formatDate(latestDay),
    className: "text-text-2 whitespace-nowrap",
  },
];

function archiveColumn(project: string): Column<Row> {
  return {
    key: "archive",
    head: <span className="sr-only">Archive</span>,
    cell: (kpi) => <ArchiveKpi project={project} kpiId={kpi.id} isArchived={kpi.archivedAt !== null} />,
    className: "text-right",
  };
}

function versionColumns(kpi: KpiWithLatest): Column<KpiByVersion>[] {
  return [
    {
      key: "version",
      head: "Version",
      cell: (row) =>
        row.promptPath ? `${row.promptPath} v${row.promptVersionNumber ?? "?"}` : "not tied to a version",
    },
    {
      key: "value",
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
    { key: "weight", head: "Observations", cell: (row) => formatNumber(row.weight), numeric: true },
    {
      key: "days",
      head: "Days",
      cell: (row) => `${formatDate(row.firstDay)} to ${formatDate(row.lastDay)}`,
      className: "text-text-2 whitespace-nowrap",
      mobile: "hide",
    },
  ];
}

function recording(kpi: KpiWithLatest, origin: string): string {
  const value = kpi.unit === "percent" ? "1" : "42";
  return `curl "${origin}/api/v1/kpis/${kpi.key}/values" \\
  -H "Authorization: Bearer $VALUELOOP_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"values":[{"value":${value},"generationId":"…"},{"value":${value},"weight":120,"promptPath":"support/triage","version":9}]}'`;
}

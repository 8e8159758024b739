import { LabelChips } from "#components/prompts/label-chips";
import type { UsageSummary } from "#lib/observability";
import { formatCarbon, formatDuration, formatEstimated, formatMoney, formatNumber } from "#platform/format";
import { costPer1000, p95Of, p95Value, p95Words } from "#client/observability";
import type { VersionSummary } from "#schema/prompts";
import { type Column, Table } from "#ui/table";

type Row = { version: VersionSummary & { labels: string[] }; usage: UsageSummary };

const columns: Column<Row>[] = [
  {
    key: "version",
    sort: ({ version }) => version.number,
    head: "Version",
    cell: ({ version }) => `v${version.number}`,
  },
  {
    key: "labels",
    head: "Labels",
    cell: ({ version }) => (
      <span className="inline-flex gap-1">
        <LabelChips labels={version.labels} />
      </span>
    ),
  },
  {
    key: "calls",
    sort: ({ usage }) => usage.count,
    head: "Calls",
    numeric: true,
    mobile: "aside",
    cell: ({ usage }) => (usage.count > 0 ? formatNumber(usage.count) : "—"),
  },
  {
    key: "failed",
    sort: ({ usage }) => usage.failed,
    head: "Failed",
    numeric: true,
    cell: ({ usage }) => (usage.count > 0 ? formatNumber(usage.failed) : "—"),
  },
  {
    key: "p50",
    sort: ({ usage }) => usage.latencyP50Ms,
    head: "p50",
    numeric: true,
    cell: ({ usage }) => formatDuration(usage.latencyP50Ms),
  },
  {
    key: "p95",
    sort: ({ usage }) => p95Of(usage),
    head: "p95",
    numeric: true,
    cell: ({ usage }) => <span title={p95Words(usage)}>{p95Value(usage)}</span>,
  },
  {
    key: "cost",
    sort: ({ usage }) => costPer1000(usage),
    head: "Cost per 1,000",
    numeric: true,
    cell: ({ usage }) => formatEstimated(formatMoney(costPer1000(usage)), usage.usageEstimated > 0),
  },
  {
    key: "carbon",
    sort: ({ usage }) => (usage.carbonKnown > 0 ? usage.carbonGrams : null),
    head: "Carbon",
    numeric: true,
    cell: ({ usage }) =>
      usage.carbonKnown > 0
        ? formatEstimated(formatCarbon(usage.carbonGrams), usage.usageEstimated > 0)
        : "—",
  },
];

/** What each version took; a row opens its calls. */
export function VersionUsageTable({ rows, hrefOf }: { rows: Row[]; hrefOf: (versionId: string) => string }) {
  return (
    <Table
      label="Usage by version"
      name="usage-by-version"
      isWhole
      columns={columns}
      rows={rows}
      rowKey={({ version }) => version.id}
      rowHref={({ version }) => hrefOf(version.id)}
    />
  );
}

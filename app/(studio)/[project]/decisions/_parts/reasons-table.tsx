import { formatNumber, formatPercent, formatPoints } from "#platform/format";
import type { Exploration, ReasonRow } from "#schema/review";
import { Card, CardHeader } from "#ui/card";
import { forestMax, ForestPlot } from "#ui/forest-plot";
import { type Column, Table } from "#ui/table";
import { ShareBar } from "./share-bar.tsx";

type Change = { kind: "edit" | null; reason: string | null };
type ReasonsTableProps = { explored: Exploration; hrefOf: (change: Change) => string };

/** Edits and reasons to reject: share with interval, change with interval, counts over the span; a row opens its decisions. */
export function ReasonsTable({ explored, hrefOf }: ReasonsTableProps) {
  const { reasons, total, totalBefore, days, kinds } = explored;
  const most = Math.max(0.05, ...reasons.map(({ share }) => share?.high ?? 0));
  const max = forestMax(
    reasons.flatMap(({ change }) =>
      change ? [{ low: change.low, mid: change.value, high: change.high }] : [],
    ),
  );
  const columns: Column<ReasonRow>[] = [
    { key: "name", sort: ({ name }) => name, head: "Reason", cell: ({ name }) => name, mobile: "title" },
    {
      key: "share",
      sort: ({ share }) => share?.value,
      head: "Share, 95 % interval",
      cell: ({ share }) => (share ? <ShareBar share={share} max={most} /> : "—"),
    },
    {
      key: "count",
      sort: ({ count }) => count,
      head: "Decisions",
      numeric: true,
      mobile: "aside",
      cell: ({ count, share }) => (
        <>
          <b>{formatNumber(count)}</b> {share ? formatPercent(share.value) : ""}
        </>
      ),
    },
    {
      key: "before",
      sort: ({ before }) => (before.total === 0 ? null : before.count / before.total),
      head: "Before",
      numeric: true,
      cell: ({ before }) => (before.total === 0 ? "—" : formatPercent(before.count / before.total)),
    },
    {
      key: "change",
      sort: ({ change }) => change?.value,
      head: "Change, interval",
      cell: ({ change }) =>
        change ? (
          <span className="inline-flex items-center gap-2">
            <ForestPlot
              low={change.low}
              mid={change.value}
              high={change.high}
              max={max}
              better={-1}
              width={110}
              format={formatPoints}
            />
            <span className="num whitespace-nowrap">{formatPoints(change.value)}</span>
          </span>
        ) : (
          "—"
        ),
    },
    { key: "parts", head: "Over the span", mobile: "hide", cell: ({ parts }) => <Parts parts={parts} /> },
  ];
  return (
    <Card>
      <CardHeader title="Reasons" note={`edits and rejections, share of ${formatNumber(total)} decisions`} />
      {reasons.length > 0 ? (
        <Table
          label="Reasons"
          isWhole
          columns={columns}
          rows={reasons}
          rowKey={({ key }) => key}
          rowHref={({ key }) =>
            key === "edit" ? hrefOf({ kind: "edit", reason: null }) : hrefOf({ kind: null, reason: key })
          }
          isCurrent={({ key }) => key === explored.focus}
          keys={false}
        />
      ) : (
        <p className="p-3.5 text-text-2">Everything was approved as it was.</p>
      )}
      <p className="border-t border-line px-3.5 py-2 text-sm text-text-2">
        {formatNumber(kinds.approve)} of {formatNumber(total)} approved as they were. Before: the {days} days
        before, {formatNumber(totalBefore)} decisions. A change is sure where its interval leaves zero; the
        intervals allow for {reasons.length} rows looked at at once.
      </p>
    </Card>
  );
}

function Parts({ parts }: { parts: readonly number[] }) {
  const most = Math.max(1, ...parts);
  const label = `In five equal parts of the span: ${parts.join(", ")}`;
  return (
    <svg width="84" height="18" viewBox="0 0 84 18" role="img" aria-label={label}>
      <title>{label}</title>
      {parts.map((part, place) => {
        const height = Math.max(1, (part / most) * 16);
        return (
          <rect
            key={place}
            x={place * 17}
            y={17 - height}
            width="14"
            height={height}
            className="fill-text-3"
          />
        );
      })}
    </svg>
  );
}

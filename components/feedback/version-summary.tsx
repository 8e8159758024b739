import { formatNumber, formatPercent } from "#platform/format";
import type { FeedbackByVersion } from "#schema/feedback";
import { type Column, Table } from "#ui/table";
import { ShareWhisker } from "./share-whisker.tsx";

export type VersionSummaryProps = {
  rows: readonly FeedbackByVersion[];
  hrefOf: (row: FeedbackByVersion) => string;
  selectedId?: string | undefined;
};

/** Feedback per version: the share of positive scores, drawn with how sure it is. */
export function VersionSummary({ rows, hrefOf, selectedId }: VersionSummaryProps) {
  return (
    <Table
      label="Feedback by version"
      isWhole
      sortName="versions"
      columns={columns}
      rows={rows}
      rowKey={keyOf}
      rowHref={hrefOf}
      isCurrent={(row) => row.promptVersionId !== null && row.promptVersionId === selectedId}
      keys={false}
    />
  );
}

function keyOf(row: FeedbackByVersion): string {
  return row.promptVersionId ?? "none";
}

const columns: Column<FeedbackByVersion>[] = [
  {
    key: "version",
    sort: ({ promptPath, promptVersionNumber }) =>
      promptPath === null ? null : `${promptPath} v${promptVersionNumber}`,
    head: "Version",
    cell: (row) => (row.promptPath ? `${row.promptPath} v${row.promptVersionNumber ?? "?"}` : "no prompt"),
  },
  {
    key: "rate",
    sort: ({ positiveRate }) => positiveRate,
    head: "Positive",
    cell: (row) => formatPercent(row.positiveRate, 0),
    numeric: true,
    mobile: "aside",
  },
  {
    key: "interval",
    head: "95 % interval",
    cell: (row) => <ShareWhisker low={row.positiveLow} mid={row.positiveRate} high={row.positiveHigh} />,
    className: "sm:w-52",
  },
  {
    key: "count",
    sort: ({ count }) => count,
    head: "Feedback",
    cell: (row) => formatNumber(row.count),
    numeric: true,
  },
  {
    key: "scored",
    sort: ({ scored }) => scored,
    head: "With a score",
    cell: (row) => formatNumber(row.scored),
    numeric: true,
    mobile: "hide",
  },
  {
    key: "words",
    sort: ({ commented }) => commented,
    head: "With words",
    cell: (row) => formatNumber(row.commented),
    numeric: true,
    mobile: "hide",
  },
];

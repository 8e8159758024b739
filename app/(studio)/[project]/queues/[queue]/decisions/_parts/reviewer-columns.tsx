import { AgreementFigure, agreementWords } from "#components/review/agreement";
import { formatDuration, formatNumber } from "#platform/format";
import type { ReviewerStats } from "#schema/review";
import type { Column } from "#ui/table";

/** How much each reviewer of a queue decided, how fast, and how far they agree with others. */
export const reviewerColumns: Column<ReviewerStats>[] = [
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

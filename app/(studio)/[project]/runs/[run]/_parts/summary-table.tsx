import { GateChip } from "#components/evaluation/gate-chip";
import { formatNumber } from "#platform/format";
import { evaluatorTable } from "#facts/evaluation";
import { type EvaluatorSummary, summaryValue, thresholdText } from "#schema/evaluation";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { type Column, DataTable } from "#ui/table";

/** Every evaluator of the run with its value, interval and what the suite asks of it. */
export function SummaryTable({ evaluators }: { evaluators: readonly EvaluatorSummary[] }) {
  return (
    <Card>
      <DataTable label="Metrics" rows={evaluators} columns={columns} rowKey={({ key }) => key} />
    </Card>
  );
}

const columns: Column<EvaluatorSummary>[] = [
  {
    key: "name",
    head: "Metric",
    cell: ({ name, isPrimary, isSafety }) => (
      <span className="inline-flex items-center gap-1.5 font-medium">
        {name}
        {isPrimary ? <Chip className="font-normal">primary</Chip> : null}
        {isSafety ? <Chip className="font-normal">safety</Chip> : null}
      </span>
    ),
    mobile: "title",
  },
  {
    key: "kind",
    head: "Evaluator",
    cell: ({ kind }) => (
      <span className="text-text-2">
        {evaluatorTable[kind].name}
        {unit(kind)}
      </span>
    ),
    mobile: "hide",
  },
  {
    key: "value",
    head: "Value",
    numeric: true,
    cell: (summary) => <span className="font-medium">{summaryValue(summary)}</span>,
    mobile: "aside",
  },
  {
    key: "interval",
    head: "95 % interval",
    numeric: true,
    cell: (summary) => <Interval summary={summary} />,
  },
  {
    key: "method",
    head: "Method",
    cell: ({ method }) => (
      <span className="text-sm text-text-2">
        {method === "wilson" ? "Wilson" : method === "bootstrap" ? "bootstrap" : "—"}
      </span>
    ),
    mobile: "hide",
  },
  {
    key: "passed",
    head: "Passed / failed",
    numeric: true,
    cell: ({ passed, failed }) => (
      <span className="text-text-2">
        {passed + failed > 0 ? `${formatNumber(passed)} / ${formatNumber(failed)}` : "—"}
      </span>
    ),
  },
  {
    key: "unjudged",
    head: "Not judged",
    numeric: true,
    cell: ({ unjudged }) => (
      <span className="text-text-2">{unjudged > 0 ? formatNumber(unjudged) : "—"}</span>
    ),
    mobile: "hide",
  },
  {
    key: "gate",
    head: "Gate",
    cell: (summary) => (
      <GateChip
        state={summary.gate}
        label={thresholdText(summary) ?? (summary.isSafety ? "no failure" : undefined)}
      />
    ),
  },
];

function unit(kind: EvaluatorSummary["kind"]): string {
  if (kind === "latency") return ", 95th percentile";
  return kind === "cost" ? ", per 1,000" : "";
}

function Interval({ summary }: { summary: EvaluatorSummary }) {
  const { low, high } = summary;
  if (low === null || high === null) return <>—</>;
  return (
    <span className="text-text-2">
      {summaryValue({ ...summary, value: low }).replace(" %", "")} to{" "}
      {summaryValue({ ...summary, value: high })}
    </span>
  );
}

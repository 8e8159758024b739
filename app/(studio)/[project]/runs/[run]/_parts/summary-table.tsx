import { GateChip } from "#components/evaluation/gate-chip";
import Link from "next/link";
import { formatCount, formatNumber } from "#platform/format";
import { type EvaluatorSummary } from "#schema/evaluation";
import { descriptorOf, unseenCallDetail, summaryValue, thresholdText } from "#client/evaluation";
import { Card, CardFooter } from "#ui/card";
import { Chip } from "#ui/chip";
import { type Column, Table } from "#ui/table";
import { caseList } from "./case-list.ts";

/** Every evaluator of the run with its value, interval and what the suite asks of it. */
export function SummaryTable({
  evaluators,
  runHref,
}: {
  evaluators: readonly EvaluatorSummary[];
  /** Of the run's page, for the cases behind a figure. */
  runHref: string;
}) {
  return (
    <Card>
      <Table
        label="Metrics"
        isWhole
        sortName="metrics"
        rows={evaluators}
        columns={columns(runHref)}
        rowKey={({ key }) => key}
      />
      {evaluators.some(({ kind, low }) => kind === "cost" && low !== null) ? (
        <CardFooter>{unseenCallDetail}</CardFooter>
      ) : null}
    </Card>
  );
}

const columns = (runHref: string): Column<EvaluatorSummary>[] => [
  {
    key: "name",
    sort: ({ name }) => name,
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
    sort: ({ kind }) => kindWords(kind),
    head: "Evaluator",
    cell: ({ kind }) => <span className="text-text-2">{kindWords(kind)}</span>,
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
      <span className="text-sm text-text-2">{method === "none" ? "—" : methods[method]}</span>
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
    sort: ({ unjudged }) => unjudged,
    head: "Not judged",
    numeric: true,
    cell: (summary) => <Unjudged summary={summary} runHref={runHref} />,
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

const methods: Record<Exclude<EvaluatorSummary["method"], "none">, string> = {
  exact: "exact",
  "bounded mean": "bounded mean",
  "unseen value": "mean with an unseen value",
  "order statistics": "order statistics",
  wilson: "Wilson",
  bootstrap: "bootstrap",
};

/** How many were not judged, why, and the way to those cases. */
function Unjudged({ summary, runHref }: { summary: EvaluatorSummary; runHref: string }) {
  const { key, unjudged, reasons = [] } = summary;
  if (unjudged === 0) return <span className="text-text-2">—</span>;
  return (
    <span className="inline-flex flex-col items-end gap-0.5">
      <Link className="font-medium" href={caseList.href(runHref, { cases: "unjudged", evaluator: key })}>
        {formatCount(unjudged, "case")}
      </Link>
      {reasons.map(({ text, count }) => (
        <span key={text} className="max-w-60 text-sm text-text-3">
          {reasons.length > 1 || count < unjudged ? `${formatNumber(count)}: ` : ""}
          {text}
        </span>
      ))}
    </span>
  );
}

function kindWords(kind: EvaluatorSummary["kind"]): string {
  const { title, measure } = descriptorOf(kind);
  return measure.type === "number" ? `${title}, ${measure.aggregate}` : title;
}

function Interval({ summary }: { summary: EvaluatorSummary }) {
  const { low, high, value, judged } = summary;
  const end = (at: number) => summaryValue({ ...summary, value: at, estimatedCalls: 0 });
  if (low === null || high === null)
    return <span className="text-text-3">{value !== null || judged > 0 ? "too few" : "—"}</span>;
  return (
    <span className="text-text-2">
      {end(low).replace(" %", "")} to {end(high)}
    </span>
  );
}

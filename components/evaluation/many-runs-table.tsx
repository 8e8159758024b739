import type { Comparison, ManyRow, MetricComparison } from "#schema/evaluation";
import { intervalEnd, manyRows, metricChange, pValue, sideValue, unseenCallDetail } from "#client/evaluation";
import { Card, CardFooter } from "#ui/card";
import { Chip } from "#ui/chip";
import { PlainTable, TableBody, TableHead, Td, Th, Tr } from "#ui/plain-table";

type Props = {
  comparisons: readonly Comparison[];
  /** What each run is called at the head of its column: the baseline, then the candidates. */
  names: readonly [string, ...string[]];
};

/** Metrics by run: every candidate's value, its change from the baseline with interval and adjusted test. */
export function ManyRunsTable({ comparisons, names: [baseline, ...candidates] }: Props) {
  return (
    <Card>
      <PlainTable label="Metrics by run">
        <TableHead>
          <Th className="sm:sticky sm:left-0 sm:z-10">Metric</Th>
          <Th numeric>{baseline}, baseline</Th>
          {candidates.map((name, place) => (
            <Th key={comparisons[place]?.candidate.runId ?? name} numeric>
              {name}
            </Th>
          ))}
        </TableHead>
        <TableBody>
          {manyRows(comparisons).map((row) => (
            <MetricRow key={row.key} row={row} baselineName={baseline} names={candidates} />
          ))}
        </TableBody>
      </PlainTable>
      <CardFooter>
        “best” is the best value of a row; ✓ and ✕ are changes from the baseline that the cases show.{" "}
        {comparisons.some(({ metrics }) => metrics.some(restsOnUnseen)) ? unseenCallDetail : null}
      </CardFooter>
    </Card>
  );
}

type RowProps = { row: ManyRow; baselineName: string; names: readonly string[] };

function MetricRow({ row: { name, isPrimary, baseline, cells, best }, baselineName, names }: RowProps) {
  return (
    <Tr className="align-top">
      <Td mobile="title" className="bg-surface font-medium sm:sticky sm:left-0 sm:whitespace-nowrap">
        {name}
        {isPrimary ? <Chip className="ml-1.5 font-normal">primary</Chip> : null}
      </Td>
      <Td numeric label={baselineName} className="whitespace-nowrap">
        {baseline ? (
          <>
            {best.includes(-1) ? <Best /> : null}
            {baseline.text}
          </>
        ) : (
          <span className="text-sm text-text-3">by pairing</span>
        )}
      </Td>
      {cells.map((cell, place) => (
        <Td key={place} numeric label={names[place]} className="max-sm:basis-full sm:whitespace-nowrap">
          {cell ? (
            <Cell metric={cell} isBest={best.includes(place)} showsBaseline={baseline === null} />
          ) : (
            <span className="text-text-3">not measured</span>
          )}
        </Td>
      ))}
    </Tr>
  );
}

const tones = {
  better: "text-good",
  worse: "text-bad",
  not_shown: "text-text-2",
  too_few: "text-text-3",
  unknown: "text-text-3",
};
const signs = { better: "✓ ", worse: "✕ ", not_shown: "", too_few: "", unknown: "" };

function Cell({
  metric,
  isBest,
  showsBaseline,
}: {
  metric: MetricComparison;
  isBest: boolean;
  showsBaseline: boolean;
}) {
  const { unit, low, high, outcome, test } = metric;
  return (
    <>
      <span className="block font-medium">
        {isBest ? <Best /> : null}
        {sideValue(metric, "candidate")}
        {showsBaseline ? (
          <span className="font-normal text-text-3"> against {sideValue(metric, "baseline")}</span>
        ) : null}
      </span>
      <span className={`block text-sm ${tones[outcome]}`}>
        {signs[outcome]}
        {metricChange(metric)}
        {low === null || high === null ? "" : ` [${intervalEnd(unit, low)}, ${intervalEnd(unit, high)}]`}
      </span>
      <span className="block text-sm text-text-3">{testWords(test)}</span>
    </>
  );
}

function restsOnUnseen({ kind, low }: MetricComparison): boolean {
  return low !== null && (kind === "cost" || kind === "carbon");
}

/** The p-value that counts is the adjusted one: all candidates are looked at together. */
function testWords({ adjustedP, note }: MetricComparison["test"]): string {
  return adjustedP === null ? note : `Holm ${pValue(adjustedP)}`;
}

function Best() {
  return <Chip className="mr-1.5 font-normal">best</Chip>;
}

import type { BaselineComparison } from "../eval/baseline.ts";
import { type Metric, metricsOf } from "../eval/metrics.ts";
import type { Results } from "../eval/results.ts";
import { intervalEnd, metricChange, writeP } from "#client/evaluation";
import { formatPercent } from "#platform/format";
import { oneLine, outcomeOf, whyNot } from "./words.ts";

const mostCases = 40;
const signs = { passed: "✓", failed: "✕", unjudged: "?", error: "!" };

/** What a person reads in a terminal: the cases that did not pass, the metrics of every column, and the comparison. */
export function textReport(results: Results, comparison: BaselineComparison | null): string {
  const { columns, cases } = results;
  const wrong = cases.filter((item) => outcomeOf(item) !== "passed");
  const lines = wrong.slice(0, mostCases).map((item) => {
    const where =
      columns.length > 1
        ? ` [${oneLine(columns[item.column]?.prompt ?? "", 30)} by ${columns[item.column]?.provider ?? ""}]`
        : "";
    const why = whyNot(item).map((line) => `    ${oneLine(line, 160)}`);
    return `${signs[outcomeOf(item)]} ${oneLine(item.description, 90)}${where}\n${why.join("\n")}`;
  });
  const rest = wrong.length - lines.length;
  return [
    ...lines,
    ...(rest > 0 ? [`and ${rest} further cases that did not pass`] : []),
    ...columns.map((column, place) => columnText(results, place, column)),
    ...(comparison ? [comparisonText(results, comparison)] : []),
  ].join("\n\n");
}

function columnText(
  results: Results,
  place: number,
  { prompt, provider }: Results["columns"][number],
): string {
  const rows = metricsOf(results, place).map((metric) => [
    oneLine(metric.name, 30),
    shareOf(metric.value),
    intervalOf(metric),
    `${metric.judged}${metric.unjudged > 0 ? `, ${metric.unjudged} not judged` : ""}`,
  ]);
  return `${oneLine(prompt, 70)} by ${provider}\n${grid([["Metric", "Mean", "95 % interval", "Tests"], ...rows])}`;
}

function comparisonText(results: Results, { columns, holmOver }: BaselineComparison): string {
  const parts = columns.map(({ column, verdict, metrics }) => {
    const rows = metrics.map((metric) => [
      oneLine(metric.name, 30),
      metricChange(metric),
      metric.low === null || metric.high === null
        ? ""
        : `${intervalEnd(metric.unit, metric.low)} to ${intervalEnd(metric.unit, metric.high)}`,
      String(metric.pairs),
      metric.test.adjustedP === null
        ? metric.test.note
        : `${metric.test.name}, adjusted p ${writeP(metric.test.adjustedP)}`,
    ]);
    const name =
      results.columns.length > 1
        ? `${oneLine(results.columns[column]?.prompt ?? "", 70)} by ${results.columns[column]?.provider ?? ""}\n`
        : "";
    return `${name}${verdict.sentence}\n${grid([["Metric", "Change", "95 % interval", "Pairs", "Test"], ...rows])}`;
  });
  return [
    "Against the baseline",
    ...parts,
    `p-values are adjusted over ${holmOver} ${holmOver === 1 ? "test" : "tests"} (Holm).`,
  ].join("\n\n");
}

export function shareOf(value: number | null): string {
  return value === null ? "—" : formatPercent(value, 1, [0, 1]);
}

export function intervalOf({ low, high }: Pick<Metric, "low" | "high">): string {
  return low === null || high === null ? "" : `${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)} %`;
}

function grid(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

import type { BaselineComparison } from "../eval/baseline.ts";
import type { Gate } from "../eval/gate.ts";
import { metricsOf } from "../eval/metrics.ts";
import type { CaseResult, Results } from "../eval/results.ts";
import { outcomeOf, plainText, whyNot } from "./words.ts";
import { intervalOf, shareOf } from "./table.ts";

const style = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{margin:2rem auto;max-width:76rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.4rem .6rem;text-align:left;vertical-align:top}
td pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font:13px/1.45 ui-monospace,monospace;max-height:16rem;overflow:auto}
.passed{color:#0a7a43}.failed,.error{color:#c0262d}.unjudged{color:#8a6100}
@media(prefers-color-scheme:dark){.passed{color:#4ade80}.failed,.error{color:#f87171}.unjudged{color:#fbbf24}}
`;

/** One page without a script and without anything from elsewhere; every text of a model or a file is escaped. */
export function htmlReport(results: Results, gate: Gate, comparison: BaselineComparison | null): string {
  const { name, startedAt, columns, cases } = results;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(name)}</title><style>${style}</style></head><body>
<h1>${escape(name)}</h1>
<p><strong>${escape(gate.sentence)}.</strong> ${escape(startedAt)}, ${(results.durationMs / 1000).toFixed(1)} s.</p>
${(comparison?.columns ?? []).map(({ verdict }) => `<p><strong>${escape(verdict.headline)}</strong>${escape(verdict.rest)}</p>`).join("\n")}
${columns.map((column, place) => metricTable(results, place, column)).join("\n")}
<h2>Cases</h2>
<table><thead><tr><th>Case</th><th>Prompt and model</th><th>Outcome</th><th>Output</th></tr></thead><tbody>
${cases.map((item) => caseRow(item, columns)).join("\n")}
</tbody></table></body></html>
`;
}

function metricTable(
  results: Results,
  place: number,
  { prompt, provider }: Results["columns"][number],
): string {
  const rows = metricsOf(results, place).map(
    (metric) =>
      `<tr><td>${escape(metric.name)}</td><td>${shareOf(metric.value)}</td><td>${intervalOf(metric)}</td><td>${metric.judged}</td><td>${metric.unjudged}</td></tr>`,
  );
  return `<h2>${escape(prompt)} by ${escape(provider)}</h2>
<table><thead><tr><th>Metric</th><th>Mean</th><th>95 % interval</th><th>Tests judged</th><th>Not judged</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function caseRow(item: CaseResult, columns: Results["columns"]): string {
  const { prompt = "", provider = "" } = columns[item.column] ?? {};
  const outcome = outcomeOf(item);
  const why = whyNot(item)
    .map((line) => `<br>${escape(line)}`)
    .join("");
  return `<tr><td>${escape(item.description)}<br><small>${escape(item.file)}${item.line === null ? "" : `:${item.line}`}</small></td><td>${escape(prompt)}<br>${escape(provider)}</td><td class="${outcome}"><strong>${outcome}</strong>${outcome === "passed" ? "" : why}</td><td><pre>${escape(item.output ?? "")}</pre></td></tr>`;
}

function escape(text: string): string {
  return plainText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

import { type RunSummary, summariseRun } from "#offline/evaluation";
import type { BaselineComparison } from "./baseline.ts";
import { scoresOf } from "./metrics.ts";
import { countsOf, type CaseResult, type Results } from "./results.ts";

/** What a process ends with. docs/guide/cli.md says the same. */
export const exitCodes = {
  passed: 0,
  /** Something nobody foresaw: this program, the disk. */
  broken: 1,
  /** The command line or the configuration. */
  badInput: 2,
  /** A case failed or got no answer, or a demand of the suite is shown not to be met. */
  failed: 100,
  /** Shown worse than the baseline. */
  worse: 101,
  /** Not shown either way: something could not be judged, or these cases are too few for a demand. */
  unsure: 102,
  interrupted: 130,
} as const;

export type Gate = { code: number; sentence: string; summaries: RunSummary[] };

/** What it all comes to. Where the suite demands something, the demands decide; else every case must pass. */
export function gateOf(results: Results, comparison: BaselineComparison | null): Gate {
  const summaries =
    results.demands.length > 0 ? results.columns.map((_, column) => summaryOf(results, column)) : [];
  const own = results.demands.some(({ threshold, isSafety }) => threshold !== undefined || isSafety)
    ? byDemands(summaries)
    : byCases(results);
  if (own.code === exitCodes.failed) return { ...own, summaries };
  const worse =
    comparison?.columns.filter(({ verdict }) => verdict.kind === "worse" || verdict.kind === "mixed") ?? [];
  if (worse.length > 0)
    return {
      code: exitCodes.worse,
      sentence: worse.map(({ verdict }) => verdict.headline).join("; "),
      summaries,
    };
  return { ...own, summaries };
}

function byCases({ cases }: Results): Omit<Gate, "summaries"> {
  const { all, passed, failed, unjudged, errors } = countsOf(cases);
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(errors > 0 ? [`${errors} got no answer`] : []),
    ...(unjudged > 0 ? [`${unjudged} could not be judged`] : []),
  ];
  const sentence = `${passed} of ${all} cases passed${parts.length > 0 ? `, ${parts.join(", ")}` : ""}`;
  if (all === 0) return { code: exitCodes.unsure, sentence: "No case was run" };
  if (failed + errors > 0) return { code: exitCodes.failed, sentence };
  return { code: unjudged > 0 ? exitCodes.unsure : exitCodes.passed, sentence };
}

function byDemands(summaries: readonly RunSummary[]): Omit<Gate, "summaries"> {
  const gates = summaries.map(({ gate }) => gate);
  const sentence = summaries.map(({ verdict }) => verdict.sentence).join(" ");
  if (gates.includes("unmet")) return { code: exitCodes.failed, sentence };
  return { code: gates.every((gate) => gate === "met") ? exitCodes.passed : exitCodes.unsure, sentence };
}

/** A column as the studio sums a run up: one row a sample, the samples of a test being answers to one example. */
function summaryOf(results: Results, column: number): RunSummary {
  const own = results.cases.filter((item) => item.column === column);
  const { prompt = "", provider = "" } = results.columns[column] ?? {};
  const [primary] = results.demands.filter(({ kind }) => kind !== "latency" && kind !== "cost");
  return summariseRun({
    name: `${prompt} by ${provider}`,
    suiteName: results.name,
    suite: { evaluators: results.demands, primaryMetric: primary?.key ?? "" },
    cases: own.map((item) => ({
      id: idOf(item),
      exampleId: String(item.test),
      sample: item.sample,
      status: item.error === null ? ("succeeded" as const) : ("failed" as const),
      isPassed: item.isPassed,
      latencyMs: item.latencyMs,
      costUsd: null,
      inputTokens: item.inputTokens,
      outputTokens: item.outputTokens,
      carbonGrams: null,
      errorCode: item.error === null ? null : "upstream_failed",
    })),
    scores: own.flatMap((item) => {
      const said = scoresOf(item.checks);
      return results.demands.map(({ key, kind }) => ({
        caseId: idOf(item),
        key,
        value: kind === "latency" ? item.latencyMs : (said.get(key)?.value ?? null),
        isPassed: said.get(key)?.isPassed ?? null,
        reasoning: said.get(key)?.reason ?? null,
      }));
    }),
    status: "succeeded",
    isSimulated: false,
    durationMs: results.durationMs,
  });
}

function idOf({ test, sample }: CaseResult): string {
  return `${test}/${sample}`;
}

import { type RunSummary, summariseRun } from "#offline/evaluation";
import type { BaselineComparison } from "./baseline.ts";
import { groupBy, perTest, valueOf } from "./metrics.ts";
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

/** A column as the studio sums a run up: one row a test, the mean of its samples. */
function summaryOf(results: Results, column: number): RunSummary {
  const own = results.cases.filter((item) => item.column === column);
  const tests = [...groupBy(own, ({ test }) => test)];
  const { prompt = "", provider = "" } = results.columns[column] ?? {};
  const rows = tests.map(([test, samples]) => ({ id: String(test), samples }));
  const [primary] = results.demands.filter(({ kind }) => kind !== "latency" && kind !== "cost");
  return summariseRun({
    name: `${prompt} by ${provider}`,
    suiteName: results.name,
    suite: { evaluators: results.demands, primaryMetric: primary?.key ?? "" },
    cases: rows.map(({ id, samples }) => ({
      id,
      status: samples.some(({ error }) => error === null) ? ("succeeded" as const) : ("failed" as const),
      latencyMs: latencyOf(samples),
      costUsd: null,
      inputTokens: sumOf(samples, "inputTokens"),
      outputTokens: sumOf(samples, "outputTokens"),
      carbonGrams: null,
      errorCode: samples.every(({ error }) => error !== null) ? "upstream_failed" : null,
    })),
    scores: rows.flatMap(({ id, samples }) =>
      results.demands.map(({ key, kind }) => ({ caseId: id, key, ...scoreOf(samples, { key, kind }) })),
    ),
    status: "succeeded",
    isSimulated: false,
    durationMs: results.durationMs,
  });
}

function scoreOf(samples: readonly CaseResult[], { key, kind }: { key: string; kind: string }) {
  const given = samples.flatMap(({ checks }) => checks.filter((check) => check.key === key));
  const isPassed = given.some((check) => check.isPassed === false)
    ? false
    : given.length > 0 && given.every((check) => check.isPassed === true)
      ? true
      : null;
  if (kind === "latency") return { value: latencyOf(samples), isPassed };
  const [test] = perTest(samples).get(key)?.tests ?? [];
  return { value: test ? valueOf(test) : null, isPassed, reasoning: given[0]?.reason ?? null };
}

function latencyOf(samples: readonly CaseResult[]): number | null {
  const known = samples.map(({ latencyMs }) => latencyMs).filter((value) => value !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

function sumOf(samples: readonly CaseResult[], key: "inputTokens" | "outputTokens"): number | null {
  const known = samples.map((sample) => sample[key]).filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null;
}

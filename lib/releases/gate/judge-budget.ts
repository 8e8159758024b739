import { formatCarbon, formatDuration, formatEstimated, formatMoney, formatPercent } from "#platform/format";
import { asSet } from "#platform/rounding";
import type { Measured } from "#schema/evaluation";
import { confidenceAt, unseenCallWords } from "#client/evaluation";
import { countsOf } from "./coverage.ts";
import type { GateEvidence, RunEvidence } from "./gate-evidence.ts";
import type { ConditionOf, EvaluatedCondition, EvidenceDemand } from "./schema.ts";
import { settingOf, triesOf, usableRun } from "./usable-run.ts";
import { percent } from "./phrases.ts";

type Asked = {
  key: string;
  name: string;
  limit: number;
  measured: Measured | null;
  /** Never rounded onto or past the limit. */
  format: (value: number, limits?: readonly number[]) => string;
  /** What its interval rests on. */
  basis?: string;
};
/** met: the whole interval is under the limit; over: the measured value is not; unsure: so few calls cannot show it. */
type State = "met" | "over" | "unsure" | "unknown";

/**
 * Cost, latency, errors and carbon of the candidate's run stay under their limits, each shown with 95 % confidence. Of
 * several tries the newest counts, at the confidence that so many looks ask for (docs/decisions/0015-tries-and-misses.md).
 */
export function judgeBudget(
  condition: ConditionOf<"budget">,
  gathered: GateEvidence,
  demand: EvidenceDemand,
): EvaluatedCondition {
  const base = {
    kind: condition.kind,
    title: "Budget and objectives",
    evidence: {} as Record<string, unknown>,
  };
  const { run, missing } = usableRun(demand, gathered);
  if (!run) return { ...base, ...missing };
  const judged = limitsOf(condition, run).map((asked) => ({ asked, state: stateOf(asked) }));
  const isMet = judged.every(({ state }) => state === "met");
  return {
    ...base,
    status: isMet ? "met" : "unmet",
    sentence: [
      ...judged.map(({ asked, state }) => sentenceOf(asked, state, run.tries)),
      settingOf(run),
      run.tries > 1 ? `${triesOf(run)}, whose calls count` : triesOf(run),
    ].join("; "),
    whatToDo: isMet ? null : whatToDo(judged.map(({ state }) => state)),
    evidence: {
      runId: run.runId,
      calls: run.totalCases,
      tries: run.tries,
      confidence: confidenceAt(Math.max(1, run.tries)),
      failedCalls: countsOf(run).failed,
      limits: judged.map(({ asked: { key, measured, limit }, state }) => ({
        key,
        value: measured?.value ?? null,
        low: measured?.low ?? null,
        high: measured?.high ?? null,
        calls: measured?.n ?? 0,
        estimatedCalls: measured?.estimatedCalls ?? 0,
        limit,
        state,
      })),
    },
    link: { to: "run", label: `Run ${run.runNumber}`, runId: run.runId },
  };
}

function limitsOf(condition: ConditionOf<"budget">, { effort }: RunEvidence): Asked[] {
  const asked: (Omit<Asked, "limit"> & { limit: number | null })[] = [
    {
      key: "costPer1000Usd",
      name: "cost",
      limit: condition.costPer1000Usd,
      measured: effort?.costPer1000Usd ?? null,
      format: (value, limits) => `${formatMoney(value, limits)} per 1,000`,
      basis: unseenCallWords,
    },
    {
      key: "latencyP95Ms",
      name: "p95",
      limit: condition.latencyP95Ms,
      measured: effort?.latencyP95Ms ?? null,
      format: formatDuration,
    },
    {
      key: "errorRate",
      name: "errors",
      limit: condition.errorRate,
      measured: effort?.errorRate ?? null,
      format: percent,
    },
    {
      key: "carbonGramsPer1000",
      name: "carbon",
      limit: condition.carbonGramsPer1000,
      measured: effort?.carbonGramsPer1000 ?? null,
      format: (value, limits) => `${formatCarbon(value, null, limits)} per 1,000`,
      basis: unseenCallWords,
    },
  ];
  return asked.filter((each): each is Asked => each.limit !== null);
}

function stateOf({ measured, limit }: Asked): State {
  if (!measured) return "unknown";
  if (measured.value > limit) return "over";
  return measured.high !== null && measured.high <= limit ? "met" : "unsure";
}

/** "p95 1.38 s (at most 1.45 s) under 2 s", "p95 1.38 s under 2 s, but 3 calls are too few to show it" */
function sentenceOf({ name, measured, limit, format, basis }: Asked, state: State, tries: number): string {
  if (!measured) return `${name} unknown`;
  const value = `${name} ${formatEstimated(format(measured.value, [limit]), (measured.estimatedCalls ?? 0) > 0)}`;
  if (measured.high === null)
    return `${value}, ${state === "over" ? "over" : "under"} ${format(limit, asSet(limit))}, but ${calls(measured.n)} too few for an interval, or too many gave no answer`;
  const level = `with ${formatPercent(confidenceAt(Math.max(1, tries)))} confidence`;
  const again = tries > 1 ? [`since it was looked at ${tries} times`] : [];
  const confidence = [level, ...again, ...(basis ? [basis] : [])].join(", ");
  const interval = `${value} (at most ${format(measured.high, [limit])} ${confidence})`;
  if (state === "unsure")
    return `${interval}: ${calls(measured.n)} too few to show that it is under ${format(limit, asSet(limit))}`;
  return `${interval} ${state === "over" ? "over" : "under"} ${format(limit, asSet(limit))}`;
}

function calls(count: number): string {
  return count === 1 ? "1 call is" : `${count} calls are`;
}

function whatToDo(states: readonly State[]): string {
  if (states.includes("over"))
    return "Choose a cheaper or faster model, shorten the prompt, or raise the limit in the gate.";
  if (states.includes("unknown")) return "Add the missing prices or profile to the model, then run again.";
  return "Run on a dataset with more examples, or raise the limit in the gate.";
}

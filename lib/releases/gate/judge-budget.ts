import { formatCarbon, formatDuration, formatMoney } from "#platform/format";
import type { GateFacts, RunFacts } from "./facts.ts";
import { usableRun } from "./judge-suite.ts";
import type { ConditionOf, EvaluatedCondition } from "./schema.ts";
import { percent } from "./words.ts";

type Limit = {
  key: string;
  limit: number | null;
  value: number | null;
  say: (value: number, limit: number) => string;
  unknown: string;
};

/** Cost, latency, errors and carbon of the candidate's run under their limits. */
export function judgeBudget(condition: ConditionOf<"budget">, facts: GateFacts): EvaluatedCondition {
  const base = {
    kind: condition.kind,
    title: "Budget and objectives",
    evidence: {} as Record<string, unknown>,
  };
  const { run, missing } = usableRun(facts);
  if (!run) return { ...base, ...missing };
  const asked = limits(condition, run).filter(
    (limit): limit is Limit & { limit: number } => limit.limit !== null,
  );
  const unknown = asked.filter(({ value }) => value === null);
  const over = asked.filter(({ value, limit }) => value !== null && value > limit);
  const status = unknown.length + over.length > 0 ? "unmet" : "met";
  return {
    ...base,
    status,
    sentence: asked
      .map(({ value, limit, say, unknown: none }) => (value === null ? none : say(value, limit)))
      .join("; "),
    whatToDo:
      over.length > 0
        ? "Choose a cheaper or faster model, shorten the prompt, or raise the limit in the gate."
        : unknown.length > 0
          ? "Add the missing prices or profile to the model, then run again."
          : null,
    evidence: { runId: run.runId, limits: asked.map(({ key, value, limit }) => ({ key, value, limit })) },
    link: { to: "run", label: `Run ${run.runNumber}`, runId: run.runId },
  };
}

function limits(condition: ConditionOf<"budget">, { summary }: RunFacts): Limit[] {
  const calls = (summary?.succeeded ?? 0) + (summary?.failed ?? 0);
  const under = (format: (value: number) => string) => (value: number, limit: number) =>
    `${format(value)} ${value > limit ? "over" : "under"} ${format(limit)}`;
  return [
    {
      key: "costPer1000Usd",
      limit: condition.costPer1000Usd,
      value: summary?.costPer1000Usd ?? null,
      say: (value, limit) =>
        `${formatMoney(value)} per 1,000 ${value > limit ? "over" : "under"} ${formatMoney(limit)}`,
      unknown: "cost unknown",
    },
    {
      key: "latencyP95Ms",
      limit: condition.latencyP95Ms,
      value: summary?.latencyP95Ms ?? null,
      say: (value, limit) => `p95 ${under(formatDuration)(value, limit)}`,
      unknown: "latency unknown",
    },
    {
      key: "errorRate",
      limit: condition.errorRate,
      value: calls > 0 ? (summary?.failed ?? 0) / calls : null,
      say: (value, limit) => `errors ${under(percent)(value, limit)}`,
      unknown: "error rate unknown",
    },
    {
      key: "carbonGramsPer1000",
      limit: condition.carbonGramsPer1000,
      value: summary?.carbonGramsPer1000 ?? null,
      say: (value, limit) =>
        `${formatCarbon(value)} per 1,000 ${value > limit ? "over" : "under"} ${formatCarbon(limit)}`,
      unknown: "carbon unknown",
    },
  ];
}

import { quantile } from "#statistics";
import { readingsOf } from "../metadata-pair.ts";
import type {
  CallScope,
  Generation,
  GenerationFilter,
  UsageMeasure,
  PolicyHit,
  UsageFilter,
  Span,
} from "../../schema.ts";
import type { Cell } from "../../usage/cell.ts";
import { absent } from "../../generations/absent.ts";
import { rollUp } from "../../usage/rollup.ts";
import { windowEnd, type Windows } from "../../usage/windows.ts";
import type { CacheSum, Grouping, Quantiles, TelemetryStore } from "../telemetry-store.ts";
import { isOf } from "./calls.testing.ts";

/** `pruned` are calls of which only sums are told any more; a store that is to last keeps the sums instead. */
type Project = {
  calls: Map<string, Generation>;
  endUsers: Map<string, string>;
  spans: Map<string, Span>;
  pruned: Generation[];
};
type Range = Omit<UsageFilter, "simulated">;

/**
 * Telemetry in the memory of one process: the smallest store there is, by which the suite is known to ask for nothing
 * that only PostgreSQL has. Sums are added up again for each question.
 */
export function memoryStore(): TelemetryStore {
  const projects = new Map<string, Project>();
  const of = (id: string): Project => {
    const known = projects.get(id) ?? { calls: new Map(), endUsers: new Map(), spans: new Map(), pruned: [] };
    projects.set(id, known);
    return known;
  };
  const all = (id: string) => [...of(id).calls.values()];
  const within = (id: string, range: Range) => all(id).filter((one) => isOf(one, range));
  const counted = (id: string, filter: UsageFilter) =>
    within(id, filter).filter(({ isSimulated }) => isSimulated === filter.simulated);
  const answered = (id: string, filter: UsageFilter) =>
    counted(id, filter).filter(({ status }) => status === "succeeded");
  const summed = (id: string, range: Range) =>
    of(id).pruned.filter((one) => isOf(one, range) && hasWholeDay(range, one));
  const summedOf = (id: string, filter: UsageFilter) =>
    summed(id, filter).filter(({ isSimulated }) => isSimulated === filter.simulated);
  const cellsOf = (id: string, range: Range) => cells([...within(id, range), ...summed(id, range)]);

  return {
    write: async ({ generations, spans }) => {
      for (const { projectId, generation, endUserHash } of generations) {
        const isNew = !of(projectId).calls.has(generation.id);
        keep(of(projectId).calls, generation.id, generation);
        if (isNew && endUserHash) of(projectId).endUsers.set(generation.id, endUserHash);
      }
      for (const { projectId, span } of spans)
        keep(of(projectId).spans, JSON.stringify([span.traceId, span.spanId]), span);
    },
    readGenerations: async (project, ids) => ids.flatMap((id) => of(project).calls.get(id) ?? []),
    readCallScopes: async (project, ids) =>
      ids
        .flatMap((id) => of(project).calls.get(id) ?? [])
        .map((one) => ({
          id: one.id,
          ...scopeOf(one),
          endUserHash: of(project).endUsers.get(one.id) ?? null,
        })),
    listGenerations: async (project, filter, { limit, after }) =>
      all(project)
        .filter(
          (one) =>
            matches(one, filter) &&
            isOfEndUser(of(project), one, filter) &&
            (after === null || newestFirst(after, one) < 0),
        )
        .toSorted(newestFirst)
        .slice(0, limit)
        .map(summaryOf),
    countGenerations: async (project, filter, upTo) =>
      Math.min(
        upTo,
        all(project).filter((one) => matches(one, filter) && isOfEndUser(of(project), one, filter)).length,
      ),
    readSpans: async (project, traceId, limit) =>
      [...of(project).spans.values()].filter((span) => span.traceId === traceId).slice(0, limit),
    readCells: async (project, filter) => cellsOf(project, filter),
    countByVersion: async (project, filter) =>
      cellsOf(project, filter)
        .filter(({ isSimulated }) => isSimulated === filter.simulated)
        .map(({ promptVersionKey: key, count }) => ({ key, count })),
    countByScope: async (project, filter) =>
      cellsOf(project, filter).map(({ environment, source, isSimulated, count }) => ({
        environment: environment === "" ? null : environment,
        source: source as Generation["source"],
        isSimulated,
        count,
      })),
    countFindings: async (project, { from, to, policyId }) => {
      const hits = new Map<string, PolicyHit>();
      for (const one of within(project, { from, to })) {
        const day = one.startedAt.toISOString().slice(0, 10);
        const own = (one.guardrails ?? []).filter((finding) => !policyId || finding.policyId === policyId);
        for (const action of new Set(own.map((finding) => finding.action))) {
          const key = `${day} ${action}`;
          const hit = hits.get(key) ?? { day, action, calls: 0, findings: 0 };
          const same = own.filter((finding) => finding.action === action);
          const findings = hit.findings + same.reduce((sum, { count }) => sum + count, 0);
          hits.set(key, { ...hit, calls: hit.calls + 1, findings });
        }
      }
      return [...hits.values()];
    },
    listModels: async (project, sinceDay) => {
      const since = { from: new Date(sinceDay), to: new Date(8.64e15) };
      return [...new Set(cellsOf(project, since).map(({ model }) => model))];
    },
    readQuantiles: async (project, filter) => quantilesOf(answered(project, filter)),
    readQuantilesByDay: async (project, filter, { groupBy, windows }) => {
      const groups = Map.groupBy(answered(project, filter), (one) => groupKey(one, groupBy, windows));
      return new Map([...groups].map(([key, group]) => [key, quantilesOf(group)]));
    },
    countSlower: async (project, filter, { limitMs }) => ({
      n: answered(project, filter).length,
      slower: answered(project, filter).filter(({ latencyMs }) => latencyMs > limitMs).length,
    }),
    sumMeasure: async (project, filter, measure) =>
      [...counted(project, filter), ...summedOf(project, filter)].flatMap((one) => {
        const value = measured(one, measure);
        const { promptId, promptPath, promptVersionId, promptVersionNumber, model, source } = one;
        const group = { promptId, promptPath, promptVersionId, promptVersionNumber, model, source };
        return value === null ? [] : [{ ...group, n: 1, sum: value, sumSquares: value * value }];
      }),
    readRouteFigures: async (project, { routeId, from, to }, mostCalls) => {
      const newest = counted(project, { from, to, simulated: false })
        .filter((one) => one.routeId === routeId)
        .toSorted(newestFirst)
        .slice(0, mostCalls);
      const found = newest.filter(({ status }) => status === "succeeded");
      const costs = found.flatMap(({ costUsd }) => costUsd ?? []);
      return {
        calls: newest.length,
        answered: found.length,
        priced: costs.length,
        costUsd: costs.reduce((sum, cost) => sum + cost, 0),
        latencyP95Ms: quantilesOf(found).latencyP95Ms,
      };
    },
    sumCached: async (project, { routeId, from, to }) =>
      all(project).flatMap((one) =>
        one.cacheState === null ||
        one.startedAt < from ||
        one.startedAt >= to ||
        (routeId !== undefined && one.routeId !== routeId)
          ? []
          : [cachedOf(one, of(project).calls.get(one.cachedFromId ?? ""))],
      ),
    countReplays: async (project, ids) =>
      [...new Set(ids)].flatMap((id) => {
        const count = all(project).filter(({ cachedFromId }) => cachedFromId === id).length;
        return count === 0 ? [] : [{ id, count }];
      }),
    prune: async (project, beforeDay, limit) => prune(of(project), Date.parse(beforeDay), limit),
    remove: async (project, ids) =>
      letGo(
        of(project),
        [...new Set(ids)].flatMap((id) => of(project).calls.get(id) ?? []),
      ),
  };
}

function cachedOf({ cacheState, isSimulated }: Generation, made: Generation | undefined): CacheSum {
  if (cacheState === null) throw new Error("No cache was asked.");
  const { inputTokens, outputTokens, costUsd, carbonGrams, carbonGramsLow, carbonGramsHigh } = made ?? absent;
  const isCounted = inputTokens !== null && outputTokens !== null;
  return {
    state: cacheState,
    isSimulated,
    count: 1,
    tokensKnown: isCounted ? 1 : 0,
    inputTokens: isCounted ? inputTokens : 0,
    outputTokens: isCounted ? outputTokens : 0,
    costKnown: costUsd === null ? 0 : 1,
    costUsd: costUsd ?? 0,
    carbonKnown: carbonGrams === null ? 0 : 1,
    carbonGrams: carbonGrams ?? 0,
    carbonGramsLow: carbonGrams === null ? 0 : (carbonGramsLow ?? carbonGrams),
    carbonGramsHigh: carbonGrams === null ? 0 : (carbonGramsHigh ?? carbonGrams),
  };
}

function prune(project: Project, before: number, limit: number): number {
  const old = [...project.calls.values()]
    .filter(({ startedAt }) => startedAt.getTime() < before)
    .toSorted((a, b) => newestFirst(b, a))
    .slice(0, limit);
  const loose = [...project.spans]
    .filter(([, { generationId, startUs }]) => generationId === null && startUs < before * 1_000)
    .toSorted(([, a], [, b]) => a.startUs - b.startUs)
    .slice(0, limit);
  for (const [key] of loose) project.spans.delete(key);
  return loose.length + letGo(project, old);
}

function letGo(project: Project, calls: Generation[]): number {
  const ids = new Set(calls.map(({ id }) => id));
  project.pruned.push(...calls);
  for (const id of ids) project.calls.delete(id);
  for (const [key, { generationId }] of project.spans)
    if (generationId !== null && ids.has(generationId)) project.spans.delete(key);
  return ids.size;
}

/** What is kept already stays as it is. */
function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  if (!kept.has(key)) kept.set(key, value);
}

const cells = (calls: Generation[]): Cell[] =>
  rollUp(calls.map((generation) => ({ projectId: "", generation }))).map(
    ({ projectId: _p, squares: _s, ...cell }) => cell,
  );

function hasWholeDay({ from, to }: Range, { startedAt }: Generation): boolean {
  const begin = Math.floor(startedAt.getTime() / 86_400_000) * 86_400_000;
  return from.getTime() <= begin && begin + 86_400_000 <= to.getTime();
}

function matches(one: Generation, filter: GenerationFilter): boolean {
  const { from = new Date(0), to = new Date(8.64e15), text, simulated } = filter;
  const { promptPath, connectionId, status, runId, traceId, overMs = -1, known } = filter;
  const asked = Object.entries({ promptPath, connectionId, status, runId, traceId, isSimulated: simulated });
  return (
    isOf(one, { ...filter, from, to }) &&
    asked.every(([key, value]) => value === undefined || one[key as keyof Generation] === value) &&
    one.latencyMs > overMs &&
    (known === undefined || measured(one, known) !== null) &&
    (text === undefined || textOf(one).includes(text.toLowerCase())) &&
    (filter.metadata ?? []).every((pair) =>
      readingsOf(pair).some(([key, value]) => one.metadata?.[key] === value),
    )
  );
}

const textOf = ({ output, promptPath, input }: Generation) =>
  [output, promptPath ?? "", JSON.stringify(input)].join("\n").toLowerCase();

type Place = { startedAt: Date; id: string };
function newestFirst(a: Place, b: Place): number {
  return b.startedAt.getTime() - a.startedAt.getTime() || (a.id === b.id ? 0 : a.id < b.id ? 1 : -1);
}

const isOfEndUser = ({ endUsers }: Project, { id }: Generation, { endUserHash }: GenerationFilter) =>
  endUserHash === undefined || endUsers.get(id) === endUserHash;

function scopeOf(one: Generation): Omit<CallScope, "endUserHash"> {
  const { promptId, promptVersionId, promptPath, promptVersionNumber, source, model, isSimulated } = one;
  const version = { promptId, promptVersionId, promptPath, promptVersionNumber };
  return { ...version, environment: one.label, source, model, isSimulated };
}

function summaryOf({
  input: _i,
  variables: _v,
  settings: _s,
  output,
  toolCalls: _t,
  answerMembers: _a,
  ...one
}: Generation) {
  const { reasoning: _r, refusal: _f, costBasis: _b, carbonMethod: _c, ...fewer } = one;
  const { guardrails: _g, metadata: _m, ...short } = fewer;
  return { ...short, outputPreview: output.slice(0, 200) };
}

function measured(one: Generation, measure: UsageMeasure): number | null {
  if (measure === "cost") return one.costUsd;
  if (measure === "carbon") return one.carbonGrams;
  return one.inputTokens === null || one.outputTokens === null ? null : one.inputTokens + one.outputTokens;
}

function groupKey(one: Generation, groupBy: Grouping, windows: Windows): string {
  const [cell] = cells([one]);
  const keys: Record<Grouping, string> = {
    none: "all",
    promptVersion: cell?.promptVersionKey ?? "",
    prompt: one.promptId ?? "",
    model: `${one.provider}/${one.model}`,
    source: one.source,
  };
  return `${windowEnd(cell?.day ?? "", windows)} ${keys[groupBy]}`;
}

function quantilesOf(calls: Generation[]): Quantiles {
  const latency = calls.map(({ latencyMs }) => latencyMs);
  const first = calls.flatMap(({ timeToFirstTokenMs }) => timeToFirstTokenMs ?? []);
  const at = (values: number[], share: number) => (values.length > 0 ? quantile(values, share) : null);
  return {
    n: calls.length,
    latencyP50Ms: at(latency, 0.5),
    latencyP95Ms: at(latency, 0.95),
    timeToFirstTokenP50Ms: at(first, 0.5),
    timeToFirstTokenP95Ms: at(first, 0.95),
  };
}

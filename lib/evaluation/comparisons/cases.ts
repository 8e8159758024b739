import { quantile } from "#statistics";
import type { Context } from "#lib/identity";
import { numberOfCursor, type Page, toPage } from "#platform/pagination";
import { casesByIds } from "../runs/cases.ts";
import type { Case } from "../runs/schema.ts";
import { inView, type SortedPair } from "./case-kind.ts";
import { comparePairs } from "./compare.ts";
import {
  type CaseComparison,
  type CaseSide,
  type CompareRunsInput,
  ListCaseComparisonsInput,
  type MetricComparison,
} from "./schema.ts";

/** The comparison's cases with both outputs and all scores, regressions first. The cursor is a place in that order. */
export async function listCaseComparisons(
  ctx: Context,
  input: ListCaseComparisonsInput,
): Promise<Page<CaseComparison>> {
  const { baselineRunId, candidateRunId, which, limit, cursor } = ListCaseComparisonsInput.parse(input);
  const { pairs, comparison } = await comparePairs(ctx, { baselineRunId, candidateRunId });
  const start = numberOfCursor(cursor) ?? 0;
  const wanted = pairs
    .filter((pair) => inView(pair, which))
    .map((pair, place) => ({ pair, place: place + 1 }));
  const page = toPage(wanted.slice(start, start + limit + 1), limit, ({ place }) => String(place));
  const ids = page.items.flatMap(({ pair }) => [pair.baseline.caseId, pair.candidate.caseId]);
  const byId = new Map((await casesByIds(ctx, ids)).map((found) => [found.id, found]));
  const quality = comparison.metrics.filter(({ kind }) => kind === "quality" || kind === "safety");
  return { ...page, items: page.items.map(({ pair }) => present(pair, byId, quality)) };
}

function present(
  pair: SortedPair,
  byId: ReadonlyMap<string, Case>,
  quality: readonly MetricComparison[],
): CaseComparison {
  const [left, right] = [byId.get(pair.baseline.caseId), byId.get(pair.candidate.caseId)];
  return {
    exampleId: pair.candidate.exampleId,
    position: pair.candidate.position,
    inputs: right?.inputs ?? {},
    reference: right?.reference ?? null,
    baseline: sideOf(pair.baseline.caseId, left),
    candidate: sideOf(pair.candidate.caseId, right),
    scores: quality.map(({ key, name }) => ({
      key,
      name,
      baseline: pair.baseline.scores.get(key) ?? null,
      candidate: pair.candidate.scores.get(key) ?? null,
    })),
    kind: pair.kind,
    isDifferent: pair.isDifferent,
  };
}

/** What a side answered, with a judge's reasoning: a rule's says nothing the texts do not. */
function sideOf(caseId: string, found: Case | undefined): CaseSide {
  const reasoned = found?.scores.find(
    ({ details, reasoning }) =>
      reasoning && typeof details === "object" && details !== null && "given" in details,
  );
  return {
    caseId,
    status: found?.status ?? "waiting",
    output: found?.output ?? null,
    generationId: found?.generationId ?? null,
    errorMessage: found?.errorMessage ?? null,
    reasoning: reasoned?.reasoning ?? null,
  };
}

/**
 * Which of the candidate's outputs a person should look at, at most 500: those that lost on the primary
 * metric, worst first; where none lost, those that differ.
 */
export async function listCaseIdsToReview(ctx: Context, input: CompareRunsInput): Promise<string[]> {
  const { pairs } = await comparePairs(ctx, input);
  const answered = pairs.filter(({ candidate }) => candidate.isAnswered);
  const lost = answered.filter(({ kind }) => kind === "regression");
  const chosen = lost.length > 0 ? lost : answered.filter(({ isDifferent }) => isDifferent);
  return chosen.slice(0, 500).map(({ candidate }) => candidate.caseId);
}

export type ScorePairs = {
  scores: { key: string; name: string; baseline: number[]; candidate: number[] }[];
  latency: { baseline: number[]; candidate: number[]; high: number };
};

/** Values of both runs over the pairs both could judge, for plots; `high` cuts the slowest hundredth off. */
export async function listScorePairs(ctx: Context, input: CompareRunsInput): Promise<ScorePairs> {
  const { pairs, comparison } = await comparePairs(ctx, input);
  const quality = comparison.metrics.filter(({ kind }) => kind === "quality" || kind === "safety");
  const scores = quality.map(({ key, name }) => ({
    key,
    name,
    ...known(pairs, (side) => side.scores.get(key) ?? null),
  }));
  const latency = known(pairs, ({ latencyMs, isAnswered }) => (isAnswered ? latencyMs : null));
  return {
    scores,
    latency: {
      ...latency,
      high: latency.baseline.length > 0 ? quantile([...latency.baseline, ...latency.candidate], 0.99) : 0,
    },
  };
}

function known(
  pairs: readonly SortedPair[],
  read: (side: SortedPair["baseline"]) => number | null,
): { baseline: number[]; candidate: number[] } {
  const both = pairs
    .map((pair) => [read(pair.baseline), read(pair.candidate)] as const)
    .filter((values): values is readonly [number, number] => values[0] !== null && values[1] !== null);
  return { baseline: both.map(([left]) => left), candidate: both.map(([, right]) => right) };
}

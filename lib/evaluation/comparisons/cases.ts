import type { Context } from "#lib/identity";
import { type Page, toPage } from "#platform/pagination";
import { casesByIds } from "../runs/cases.ts";
import type { Case } from "../schema.ts";
import { inView, type SortedPair } from "./case-kind.ts";
import { comparePairs } from "./compare.ts";
import { type CaseComparison, type CaseSide, ListCaseComparisonsInput, type MetricComparison } from "./shape.ts";

/** The comparison's cases with both outputs and all scores, regressions first. The cursor is a place in that order. */
export async function listCaseComparisons(ctx: Context, input: ListCaseComparisonsInput): Promise<Page<CaseComparison>> {
  const { baselineRunId, candidateRunId, which, limit, cursor } = ListCaseComparisonsInput.parse(input);
  const { pairs, comparison } = await comparePairs(ctx, { baselineRunId, candidateRunId });
  const start = Math.max(0, Number(cursor) || 0);
  const wanted = pairs.filter((pair) => inView(pair, which)).map((pair, place) => ({ pair, place: place + 1 }));
  const page = toPage(wanted.slice(start, start + limit + 1), limit, ({ place }) => String(place));
  const ids = page.items.flatMap(({ pair }) => [pair.baseline.caseId, pair.candidate.caseId]);
  const byId = new Map((await casesByIds(ctx, ids)).map((found) => [found.id, found]));
  const quality = comparison.metrics.filter(({ kind }) => kind === "quality" || kind === "safety");
  return { ...page, items: page.items.map(({ pair }) => present(pair, byId, quality, comparison.metrics)) };
}

function present(pair: SortedPair, byId: ReadonlyMap<string, Case>, quality: readonly MetricComparison[], metrics: readonly MetricComparison[]): CaseComparison {
  const [left, right] = [byId.get(pair.baseline.caseId), byId.get(pair.candidate.caseId)];
  const primary = metrics.find(({ isPrimary }) => isPrimary)?.key;
  return {
    exampleId: pair.candidate.exampleId,
    position: pair.candidate.position,
    inputs: right?.inputs ?? {},
    reference: right?.reference ?? null,
    baseline: sideOf(pair.baseline.caseId, left, primary),
    candidate: sideOf(pair.candidate.caseId, right, primary),
    scores: quality.map(({ key, name }) => ({ key, name, baseline: pair.baseline.scores.get(key) ?? null, candidate: pair.candidate.scores.get(key) ?? null })),
    kind: pair.kind,
    isDifferent: pair.isDifferent,
  };
}

/** What a side answered; a judge's reasoning says more than that of a comparison of texts. */
function sideOf(caseId: string, found: Case | undefined, primary: string | undefined): CaseSide {
  const reasoned = found?.scores.find(({ details, reasoning }) => reasoning && typeof details === "object" && details !== null && "given" in details) ?? found?.scores.find(({ evaluatorKey }) => evaluatorKey === primary);
  return {
    caseId,
    status: found?.status ?? "waiting",
    output: found?.output ?? null,
    generationId: found?.generationId ?? null,
    errorMessage: found?.errorMessage ?? null,
    reasoning: reasoned?.reasoning ?? null,
  };
}

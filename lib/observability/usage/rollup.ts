import { addToHistogram } from "../histogram.ts";
import type { Generation } from "../generations/schema.ts";
import type { Cell } from "./cell.ts";

/** What means and their intervals are made of, beside the sums. */
type Squares = {
  costSquares: number;
  carbonSquares: number;
  tokensKnown: number;
  tokensSum: number;
  tokensSquares: number;
};
export type RollupRow = Cell & { projectId: string; squares: Squares };

/** What draft calls of a prompt are added up under: they have a prompt but no version. */
function versionKey(generation: Generation): string {
  return generation.promptVersionId ?? (generation.promptId ? `draft:${generation.promptId}` : "");
}

/** Adds generations up per day, prompt version, model, environment and source; rows come sorted, so two writers lock in one order. */
export function rollUp(rows: readonly { projectId: string; generation: Generation }[]): RollupRow[] {
  const byKey = new Map<string, RollupRow>();
  for (const { projectId, generation } of rows) {
    const day = generation.startedAt.toISOString().slice(0, 10);
    const { provider, model, label, source, isSimulated } = generation;
    const key = JSON.stringify([
      projectId,
      day,
      versionKey(generation),
      provider,
      model,
      label ?? "",
      source,
      isSimulated,
    ]);
    const row = byKey.get(key) ?? emptyRow(projectId, day, generation);
    addGeneration(row, generation);
    byKey.set(key, row);
  }
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function emptyRow(projectId: string, day: string, generation: Generation): RollupRow {
  return {
    projectId,
    day,
    promptVersionKey: versionKey(generation),
    promptId: generation.promptId,
    promptPath: generation.promptPath,
    promptVersionNumber: generation.promptVersionNumber,
    provider: generation.provider,
    model: generation.model,
    environment: generation.label ?? "",
    source: generation.source,
    isSimulated: generation.isSimulated,
    count: 0,
    failed: 0,
    cancelled: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    priced: 0,
    costUnknown: 0,
    usageEstimated: 0,
    energyKwh: 0,
    carbonGrams: 0,
    carbonGramsLow: 0,
    carbonGramsHigh: 0,
    carbonKnown: 0,
    carbonUnknown: 0,
    latencyBuckets: [],
    firstTokenBuckets: [],
    squares: { costSquares: 0, carbonSquares: 0, tokensKnown: 0, tokensSum: 0, tokensSquares: 0 },
  };
}

function addGeneration(row: RollupRow, generation: Generation): void {
  row.count += 1;
  row.inputTokens += generation.inputTokens ?? 0;
  row.outputTokens += generation.outputTokens ?? 0;
  row.costUsd += generation.costUsd ?? 0;
  if (generation.isUsageEstimated) row.usageEstimated += 1;
  row.energyKwh += generation.energyKwh ?? 0;
  addCarbon(row, generation);
  countOutcome(row, generation);
  addSquares(row.squares, generation);
  if (generation.status === "succeeded") addTimes(row, generation);
}

function addSquares(squares: Squares, { costUsd, carbonGrams, inputTokens, outputTokens }: Generation): void {
  squares.costSquares += (costUsd ?? 0) ** 2;
  squares.carbonSquares += (carbonGrams ?? 0) ** 2;
  if (inputTokens === null || outputTokens === null) return;
  squares.tokensKnown += 1;
  squares.tokensSum += inputTokens + outputTokens;
  squares.tokensSquares += (inputTokens + outputTokens) ** 2;
}

function addCarbon(row: RollupRow, { carbonGrams, carbonGramsLow, carbonGramsHigh }: Generation): void {
  row.carbonGrams += carbonGrams ?? 0;
  row.carbonGramsLow += carbonGramsLow ?? carbonGrams ?? 0;
  row.carbonGramsHigh += carbonGramsHigh ?? carbonGrams ?? 0;
}

function countOutcome(row: RollupRow, { status, outputTokens, costUsd, carbonGrams }: Generation): void {
  if (status === "failed") row.failed += 1;
  if (status === "cancelled") row.cancelled += 1;
  // A call that was refused used nothing, so nothing about it is unknown.
  const isUsed = status === "succeeded" || (outputTokens ?? 0) > 0;
  if (costUsd !== null) row.priced += 1;
  else if (isUsed) row.costUnknown += 1;
  if (carbonGrams !== null) row.carbonKnown += 1;
  else if (isUsed) row.carbonUnknown = (row.carbonUnknown ?? 0) + 1;
}

function addTimes(row: RollupRow, { latencyMs, timeToFirstTokenMs }: Generation): void {
  addToHistogram(row.latencyBuckets, latencyMs);
  if (timeToFirstTokenMs !== null) addToHistogram(row.firstTokenBuckets, timeToFirstTokenMs);
}

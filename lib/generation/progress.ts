import { costUsd, makeUsage } from "#lib/models";
import { carbonEstimator } from "#lib/sustainability";
import type { ChatUsage, ModelCard } from "#schema/models";
import type { Generation } from "#schema/observability";
import type { GenerationProgress } from "./schema.ts";

const everyMs = 100;

type Carbon = Pick<
  Generation,
  "energyKwh" | "carbonGrams" | "carbonGramsLow" | "carbonGramsHigh" | "carbonMethod"
>;
const noCarbon: Carbon = {
  energyKwh: null,
  carbonGrams: null,
  carbonGramsLow: null,
  carbonGramsHigh: null,
  carbonMethod: null,
};

/** Energy and carbon of an answer; all null for simulated calls, which drew no power worth naming. */
export function carbonOf(
  card: ModelCard,
  outputTokens: number,
  milliseconds: number,
  threads: number | null = null,
): Carbon {
  if (card.isSimulated) return noCarbon;
  const estimate = estimatorOf(card)({ outputTokens, threads, latencySeconds: milliseconds / 1_000 });
  return {
    energyKwh: estimate.energyKwh,
    carbonGrams: estimate.carbonGrams,
    carbonGramsLow: estimate.low,
    carbonGramsHigh: estimate.high,
    carbonMethod: { ...estimate.method },
  };
}

type Estimator = ReturnType<typeof carbonEstimator>;
const estimators = new WeakMap<ModelCard, Estimator>();

/** Cards are kept as long as nothing changes, and never changed themselves. */
function estimatorOf(card: ModelCard): Estimator {
  const known = estimators.get(card);
  if (known) return known;
  const made = carbonEstimator({
    activeParametersBillions: card.parameters?.activeBillions ?? null,
    totalParametersBillions: card.parameters?.totalBillions ?? null,
    deployment: card.deployment,
    gridZone: card.gridZone,
    provider: card.isLocal ? "local" : card.provider,
  });
  estimators.set(card, made);
  return made;
}

/** Says how far an answer has come, at most ten times a second. */
export class ProgressMeter {
  #lastMs = Number.NEGATIVE_INFINITY;
  readonly #card: ModelCard;
  readonly #inputTokens: number;
  readonly #at: Date;

  constructor(card: ModelCard, inputCharacters: number, at: Date) {
    this.#card = card;
    this.#at = at;
    this.#inputTokens = estimateTokens(inputCharacters);
  }

  /** The figures now, or null when it is too soon to say them again. */
  at(
    latencyMs: number,
    outputCharacters: number,
    timeToFirstTokenMs: number | null,
  ): GenerationProgress | null {
    if (latencyMs - this.#lastMs < everyMs) return null;
    this.#lastMs = latencyMs;
    const usage = this.estimate(outputCharacters);
    const { carbonMethod: _, ...carbon } = carbonOf(this.#card, usage.outputTokens, latencyMs);
    const { isSimulated } = this.#card;
    return {
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      costUsd: costUsd(this.#card, usage, this.#at),
      latencyMs,
      timeToFirstTokenMs,
      ...carbon,
      isSimulated,
    };
  }

  /** What a call that broke off has probably used. */
  estimate(outputCharacters: number): ChatUsage {
    const outputTokens = estimateTokens(outputCharacters);
    return makeUsage({ inputTokens: this.#inputTokens, outputTokens, isEstimated: true });
  }
}

/** A running estimate of tokens, four characters each, until the provider counts. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / 4);
}

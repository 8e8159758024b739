import type { ChatUsage, ModelFacts } from "#schema/models";

type BilledUsage = Pick<ChatUsage, "inputTokens" | "outputTokens" | "cachedInputTokens">;

/**
 * What a call cost in USD. Null when a price is unknown and for simulated calls, which cost nothing to nobody;
 * 0 only where the price list says so or the model runs inside the studio.
 */
export function costOf(facts: ModelFacts, usage: BilledUsage): number | null {
  if (facts.isSimulated) return null;
  const { inputUsdPerMillion, cachedInputUsdPerMillion, outputUsdPerMillion } = facts.prices;
  if (inputUsdPerMillion === null || outputUsdPerMillion === null) return facts.isLocal ? 0 : null;
  const cached = Math.min(usage.cachedInputTokens, usage.inputTokens);
  const fresh = usage.inputTokens - cached;
  const sum =
    fresh * inputUsdPerMillion +
    cached * (cachedInputUsdPerMillion ?? inputUsdPerMillion) +
    usage.outputTokens * outputUsdPerMillion;
  return sum / 1_000_000;
}

/** A running estimate of tokens, four characters each, until the provider counts. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / 4);
}

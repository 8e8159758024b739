import { calcPrice } from "@pydantic/genai-prices";
import type { ChatUsage, ModelFacts } from "../schema.ts";

/** What a million tokens cost in USD; null is "not known". */
export type KnownPrices = {
  inputPrice: number | null;
  cachedInputPrice: number | null;
  outputPrice: number | null;
  contextTokens: number | null;
};

export const priceListSource = "genai-prices 0.1.8";
/** The newest dated price in that release of the package. */
export const priceListDate = "2026-09-22";

/** The list price of a provider's model, without the surcharge some add for very long inputs. Null when not listed. */
export function findPrices(provider: string, model: string, at: Date): KnownPrices | null {
  const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, {
    providerId: provider,
    timestamp: at,
  });
  if (!found) return null;
  const price = (key: string): number | null => {
    const value = found.model_price[key];
    return value === undefined ? null : typeof value === "number" ? value : value.base;
  };
  return {
    inputPrice: price("input_mtok"),
    cachedInputPrice: price("cache_read_mtok"),
    outputPrice: price("output_mtok"),
    contextTokens: found.model.context_window ?? null,
  };
}

/**
 * What a call cost in USD. Null when a price is not known, and for simulated text, which costs nobody anything and
 * must not count. A model at list price is charged with the list's own rules (long inputs, cached inputs).
 */
export function costUsd(
  facts: ModelFacts,
  usage: Pick<ChatUsage, "inputTokens" | "outputTokens" | "cachedInputTokens">,
  at: Date,
): number | null {
  if (facts.isSimulated) return null;
  const { inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion, source } = facts.prices;
  if (inputUsdPerMillion === null || outputUsdPerMillion === null) return null;
  const cached = Math.min(usage.cachedInputTokens, usage.inputTokens);
  if (source.startsWith(priceListSource)) {
    const tokens = {
      input_tokens: usage.inputTokens,
      cache_read_tokens: cached,
      output_tokens: usage.outputTokens,
    };
    const listed = calcPrice(tokens, facts.model, { providerId: facts.provider, timestamp: at });
    if (listed) return listed.total_price;
  }
  const input =
    (usage.inputTokens - cached) * inputUsdPerMillion +
    cached * (cachedInputUsdPerMillion ?? inputUsdPerMillion);
  return (input + usage.outputTokens * outputUsdPerMillion) / 1_000_000;
}

import type { ChatUsage } from "../chat/schema.ts";
import type { Cost, CostPart, PriceOverride } from "../prices/schema.ts";
import type { ModelCard } from "./schema.ts";
import { flatPrice, listedPrices, type Price, type PriceTable } from "./prices.ts";

type Counted = Partial<ChatUsage> & Pick<ChatUsage, "inputTokens" | "outputTokens">;

/**
 * What a call cost, part by part: the sum of the parts is the cost. It is priced by what was valid at `at`: the project's
 * own price for that time, else what a person entered for the model, else the list. Null when input or output has no known
 * price, and for simulated text, which costs nobody anything. What has no price of its own is charged as what it is a part
 * of: cached and written input as input, thinking as output.
 */
export function costOf(card: ModelCard, usage: Counted, at: Date): Cost | null {
  if (card.isSimulated) return null;
  const override = overrideAt(card.overrides, at);
  const reported = usage.reportedCostUsd ?? null;
  // A router picks among providers of different prices; what it says it charged is the price.
  if (!override && !card.prices.isEntered && card.provider === "openrouter" && reported !== null) {
    const part: CostPart = { kind: "reported", tokens: null, usdPerMillion: null, usd: reported };
    return {
      usd: reported,
      parts: [part],
      source: "charged by OpenRouter, as it answered",
      sourceDate: null,
      overrideId: null,
    };
  }
  const table = override ? overrideTable(override) : tableOf(card, at);
  const parts = table && partsOf(table, usage);
  if (!table || !parts) return null;
  return {
    // Added up before it is divided, so that cents do not pick up the dust of doubles.
    usd:
      parts.reduce((sum, { tokens, usdPerMillion }) => sum + (tokens ?? 0) * (usdPerMillion ?? 0), 0) /
      1_000_000,
    parts,
    source: table.source,
    sourceDate: table.sourceDate,
    overrideId: override?.id ?? null,
  };
}

/** The sum only, in USD; null when a price is not known. */
export function costUsd(card: ModelCard, usage: Counted, at: Date): number | null {
  return costOf(card, usage, at)?.usd ?? null;
}

/** The project's price that holds at a moment; `overrides` come with the closest match first. */
export function overrideAt(overrides: readonly PriceOverride[], at: Date): PriceOverride | null {
  return overrides.find(({ from, to }) => from <= at && (to === null || at < to)) ?? null;
}

function tableOf(card: ModelCard, at: Date): PriceTable | null {
  const { prices } = card;
  if (!prices.isEntered) {
    const listed = listedPrices(card.provider, card.model, at);
    if (listed) return listed;
  }
  return {
    ...noPrices,
    input: flatPrice(prices.inputUsdPerMillion),
    cachedInput: flatPrice(prices.cachedInputUsdPerMillion),
    cacheWrite: flatPrice(prices.cacheWriteUsdPerMillion),
    output: flatPrice(prices.outputUsdPerMillion),
    reasoning: flatPrice(prices.reasoningUsdPerMillion),
    source: prices.source,
    sourceDate: prices.sourceDate,
  };
}

function overrideTable(override: PriceOverride): PriceTable {
  return {
    ...noPrices,
    input: flatPrice(override.inputPrice),
    cachedInput: flatPrice(override.cachedInputPrice),
    cacheWrite: flatPrice(override.cacheWritePrice),
    output: flatPrice(override.outputPrice),
    reasoning: flatPrice(override.reasoningPrice),
    source: `the project's own price${override.note ? `: ${override.note}` : ""}`,
    sourceDate: override.from.toISOString().slice(0, 10),
  };
}

const noPrices = {
  input: null,
  cachedInput: null,
  cacheWrite: null,
  cacheWriteHour: null,
  audioInput: null,
  output: null,
  reasoning: null,
  audioOutput: null,
};

function partsOf(table: PriceTable, usage: Counted): CostPart[] | null {
  const { input, output } = table;
  if (!input || !output) return null;
  const tokens = shares(table, usage);
  const priceOf: Record<keyof typeof tokens, Price> = {
    input,
    cachedInput: table.cachedInput ?? input,
    cacheWrite: table.cacheWrite ?? input,
    cacheWriteHour: table.cacheWriteHour ?? table.cacheWrite ?? input,
    audioInput: table.audioInput ?? input,
    output,
    reasoning: table.reasoning ?? output,
    audioOutput: table.audioOutput ?? output,
  };
  return (Object.keys(tokens) as (keyof typeof tokens)[])
    .filter((kind) => tokens[kind] > 0)
    .map((kind) => {
      const usdPerMillion = priceAt(priceOf[kind], usage.inputTokens);
      return { kind, tokens: tokens[kind], usdPerMillion, usd: (tokens[kind] * usdPerMillion) / 1_000_000 };
    });
}

/** Cuts the tokens into parts that do not overlap; each count is held within what is left. */
function shares({ audioInput, audioOutput }: PriceTable, usage: Counted) {
  const cut = (left: number, wanted: number | null | undefined) => Math.max(0, Math.min(left, wanted ?? 0));
  const inputTokens = Math.max(0, usage.inputTokens || 0);
  const outputTokens = Math.max(0, usage.outputTokens || 0);
  const cachedInput = cut(inputTokens, usage.cachedInputTokens);
  const written = cut(inputTokens - cachedInput, usage.cacheWriteTokens);
  const cacheWriteHour = cut(written, usage.cacheWriteHourTokens);
  const fresh = inputTokens - cachedInput - written;
  const heard = audioInput ? cut(fresh, usage.audioInputTokens) : 0;
  const reasoning = cut(outputTokens, usage.reasoningTokens);
  const spoken = audioOutput ? cut(outputTokens - reasoning, usage.audioOutputTokens) : 0;
  return {
    input: fresh - heard,
    cachedInput,
    cacheWrite: written - cacheWriteHour,
    cacheWriteHour,
    audioInput: heard,
    output: outputTokens - reasoning - spoken,
    reasoning,
    audioOutput: spoken,
  };
}

/** Long inputs raise the price of the whole call, not only of what is above the step. */
function priceAt({ base, steps }: Price, inputTokens: number): number {
  return steps.reduce((price, step) => (inputTokens > step.above ? step.price : price), base);
}

import { calcPrice } from "@pydantic/genai-prices";
import { LRUCache } from "lru-cache";
import { priceListDate, priceListSource } from "../constants.ts";
import corrections from "../data/price-corrections.json" with { type: "json" };

/** A price in USD per million tokens; with steps where long inputs cost more, all of a call at the last step it is above. */
export type Price = { base: number; steps: { above: number; price: number }[] };

/** What a model's tokens cost at a moment, and who says so. Null is "not known"; see `costOf` for what stands in. */
export type PriceTable = {
  input: Price | null;
  cachedInput: Price | null;
  cacheWrite: Price | null;
  cacheWriteHour: Price | null;
  audioInput: Price | null;
  output: Price | null;
  reasoning: Price | null;
  audioOutput: Price | null;
  source: string;
  /** The day the list was made or the page read, YYYY-MM-DD. */
  sourceDate: string | null;
};

/** The list's columns of a model, for the settings page and the picker. */
export type KnownPrices = {
  inputPrice: number | null;
  cachedInputPrice: number | null;
  cacheWritePrice: number | null;
  outputPrice: number | null;
  reasoningPrice: number | null;
  contextTokens: number | null;
  source: string;
  sourceDate: string;
};

type Correction = (typeof corrections)[number] & { cachedInput?: number };

/** Of each model the prices of the minute asked for last: the search through all of a list is a good part of a gateway's call. */
const recent = new LRUCache<string, { minute: number; table: PriceTable | null }>({ max: 500 });

/** The list price of a provider's model at a moment, with its steps. Null when it is not listed. */
export function listedPrices(provider: string, model: string, at: Date): PriceTable | null {
  // Prices change with the day, some with the hour; none within a minute.
  const minute = Math.floor(at.getTime() / 60_000);
  const key = `${provider} ${model}`;
  const known = recent.get(key);
  if (known?.minute === minute) return known.table;
  const table = correctedPrices(provider, model, at) ?? packagePrices(provider, model, at);
  recent.set(key, { minute, table });
  return table;
}

/** The list price below the first step, column by column. Null when not listed. */
export function findPrices(provider: string, model: string, at: Date): KnownPrices | null {
  const listed = listedPrices(provider, model, at);
  if (!listed) return null;
  const context =
    correctionOf(provider, model, at)?.contextTokens ?? foundIn(provider, model, at)?.model.context_window;
  return {
    inputPrice: listed.input?.base ?? null,
    cachedInputPrice: listed.cachedInput?.base ?? null,
    cacheWritePrice: listed.cacheWrite?.base ?? null,
    outputPrice: listed.output?.base ?? null,
    reasoningPrice: listed.reasoning?.base ?? null,
    contextTokens: context ?? null,
    source: listed.source,
    sourceDate: listed.sourceDate ?? priceListDate,
  };
}

/** A price without steps, null where nobody knows it. */
export function flatPrice(price: number | null | undefined): Price | null {
  return price === null || price === undefined ? null : { base: price, steps: [] };
}

/** Newest first: a correction holds from its day on, and what the package says holds before. */
function correctionOf(provider: string, model: string, at: Date): Correction | undefined {
  return (corrections as Correction[])
    .filter((row) => row.provider === provider && row.model.toLowerCase() === model.toLowerCase())
    .filter((row) => Date.parse(row.from) <= at.getTime())
    .toSorted((a, b) => b.from.localeCompare(a.from))[0];
}

function correctedPrices(provider: string, model: string, at: Date): PriceTable | null {
  const row = correctionOf(provider, model, at);
  if (!row) return null;
  return {
    input: flatPrice(row.input),
    cachedInput: flatPrice(row.cachedInput),
    cacheWrite: null,
    cacheWriteHour: null,
    audioInput: null,
    output: flatPrice(row.output),
    reasoning: null,
    audioOutput: null,
    source: row.source,
    sourceDate: row.readAt,
  };
}

function packagePrices(provider: string, model: string, at: Date): PriceTable | null {
  const prices = foundIn(provider, model, at)?.model_price;
  if (!prices) return null;
  const price = (key: string): Price | null => {
    const value = prices[key];
    if (value === undefined || typeof value === "number") return flatPrice(value);
    return {
      base: value.base,
      steps: value.tiers.map(({ start, price: above }) => ({ above: start, price: above })),
    };
  };
  return {
    input: price("input_mtok"),
    cachedInput: price("cache_read_mtok"),
    cacheWrite: price("cache_write_mtok"),
    cacheWriteHour: price("cache_write_1h_mtok"),
    audioInput: price("input_audio_mtok"),
    output: price("output_mtok"),
    reasoning: price("output_reasoning_mtok"),
    audioOutput: price("output_audio_mtok"),
    source: priceListSource,
    sourceDate: priceListDate,
  };
}

function foundIn(provider: string, model: string, at: Date): ReturnType<typeof calcPrice> {
  // Google's own list of models calls them "models/gemini-2.5-pro".
  const name = model.replace(/^models\//, "");
  return calcPrice({ input_tokens: 1, output_tokens: 1 }, name, { providerId: provider, timestamp: at });
}

import type { ConnectionKind } from "../kinds.ts";
import type { PriceOverride } from "../prices/schema.ts";

/** A number known exactly, or between two bounds. */
export type NumberRange = { low: number; high: number };

/** What cost and carbon are computed from. Prices in USD per million tokens. */
export type ModelCard = {
  connectionId: string;
  connectionName: string;
  connectionKind: ConnectionKind;
  model: string;
  /** Id of the provider: in the price list where it has one, else the connection's kind. */
  provider: string;
  contextTokens: number | null;
  prices: {
    inputUsdPerMillion: number | null;
    cachedInputUsdPerMillion: number | null;
    cacheWriteUsdPerMillion: number | null;
    outputUsdPerMillion: number | null;
    reasoningUsdPerMillion: number | null;
    source: string;
    sourceDate: string | null;
    /** A person entered them, so they are charged as they stand; else the list's own rules hold. */
    isEntered: boolean;
  };
  /** The project's own prices for this model, the closest match first. */
  overrides: PriceOverride[];
  parameters: { activeBillions: NumberRange; totalBillions: NumberRange } | null;
  /** How fast the provider serves the model, where that was measured; energy rests on it. */
  deployment: { tokensPerSecond: number | null; firstTokenSeconds: number | null } | null;
  gridZone: string | null;
  isSimulated: boolean;
  isLocal: boolean;
};

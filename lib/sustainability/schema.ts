import type { NumberRange } from "#schema/models";

/** What one answer's energy and carbon are estimated from. Parameters in billions; null is "not known". */
export type CarbonInput = {
  activeParametersBillions: number | NumberRange | null;
  totalParametersBillions: number | NumberRange | null;
  /** All output, thinking included. */
  outputTokens: number;
  /** The measured time of the call; null takes the method's own model of it. */
  latencySeconds: number | null;
  /** How fast the provider is known to serve the model; absent takes the method's regression on its size. */
  deployment?: { tokensPerSecond: number | null; firstTokenSeconds: number | null } | null | undefined;
  /** Threads that a model on this machine really used; absent is every core. */
  threads?: number | null | undefined;
  /** ISO 3166 alpha-3; null takes the provider's, else the world's mix. */
  gridZone: string | null;
  /** A provider's id (openai, anthropic, google, mistral, ...), "local" for the embedded model. */
  provider: string;
};

/** The method and the version of it that new figures are made with; older calls keep the one they were made with. */
export const methodName = "EcoLogits 0.11.3";

/**
 * The year of the grids' yearly averages. The package names none; its values follow the 2024 ones that its version 0.9.1
 * held (USA 383.55, now 384.4; the world 473, now 458 g/kWh), so they are of the next edition.
 */
export const gridYear = "2025";

/** What the range of a hosted model's figure covers, and what it does not. */
export const rangeCovers =
  "The range covers the model's size, where its maker keeps it secret, and the data centre's overhead; not the hour of the day, how full the servers are, or other hardware than the method assumes.";

/** How a figure was made, for the person who opens it. */
export type CarbonMethod = {
  name: typeof methodName | "local CPU power";
  /** One sentence that can stand beside the figure. */
  text: string;
  parameters: { active: NumberRange | null; total: NumberRange | null; isAssumed: boolean };
  grid: { zone: string; kgCo2ePerKwh: number; isAssumed: boolean; source: string; year: string };
  pue: NumberRange;
  source: string;
  /** What the range from low to high covers, and what it does not. */
  covers: string;
  /** Why there is no figure, where there is none. */
  reason: string | null;
};

/** Energy (kWh) and grams of CO2-equivalent, use and embodied together; null where nothing honest can be said. */
export type CarbonEstimate = {
  energyKwh: number | null;
  carbonGrams: number | null;
  low: number | null;
  high: number | null;
  method: CarbonMethod;
};

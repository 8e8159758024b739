import type { NumberRange } from "#schema/models";

/** What one answer's energy and carbon are estimated from. Parameters in billions; null is "not known". */
export type CarbonInput = {
  activeParametersBillions: number | NumberRange | null;
  totalParametersBillions: number | NumberRange | null;
  outputTokens: number;
  /** The measured time of the call; null takes the method's own model of it. */
  latencySeconds: number | null;
  /** ISO 3166 alpha-3; null takes the provider's, else the world's mix. */
  gridZone: string | null;
  /** A provider's id (openai, anthropic, google, mistral, ...), "local" for the embedded model. */
  provider: string;
};

/** How a figure was made, for the person who opens it. */
export type CarbonMethod = {
  name: "EcoLogits 0.9.1" | "local CPU power";
  /** One sentence that can stand beside the figure. */
  text: string;
  parameters: { active: NumberRange | null; total: NumberRange | null; isAssumed: boolean };
  grid: { zone: string; kgCo2ePerKwh: number; isAssumed: boolean; source: string };
  pue: NumberRange;
  source: string;
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

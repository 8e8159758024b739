import type { NumberRange } from "#schema/models";

/** Data-centre figures of a provider as EcoLogits 0.11.3 holds them; PUE has no unit, WUE is litres per kWh. */
export type DataCentre = { pue: NumberRange; wue: NumberRange; gridZone: string | null; isAssumed: boolean };

const known: Record<string, Omit<DataCentre, "isAssumed">> = {
  openai: { pue: exactly(1.2), wue: exactly(0.569), gridZone: "USA" },
  anthropic: { pue: { low: 1.09, high: 1.14 }, wue: { low: 0.13, high: 0.999 }, gridZone: "USA" },
  google: { pue: exactly(1.09), wue: exactly(0.999), gridZone: "USA" },
  mistral: { pue: exactly(1.16), wue: exactly(0.09), gridZone: "SWE" },
  cohere: { pue: exactly(1.09), wue: exactly(0.999), gridZone: "USA" },
  huggingface: { pue: { low: 1.09, high: 1.14 }, wue: { low: 0.13, high: 0.99 }, gridZone: "USA" },
};

/** A provider EcoLogits does not list: from the best data centre it lists to 1.5, an ordinary one. */
const unknown: DataCentre = {
  pue: { low: 1.09, high: 1.5 },
  wue: { low: 0.09, high: 1.8 },
  gridZone: null,
  isAssumed: true,
};

/** The data-centre figures of a provider's id, or a wide assumption marked as one. */
export function dataCentreOf(provider: string): DataCentre {
  const found = known[provider.toLowerCase()];
  return found ? { ...found, isAssumed: false } : unknown;
}

function exactly(value: number): NumberRange {
  return { low: value, high: value };
}

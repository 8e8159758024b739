import { connectionPresets, localModelName } from "../constants.ts";
import type { ConnectionKind } from "../kinds.ts";
import { findParameters, type KnownParameters } from "./parameters.ts";
import { findPrices } from "./prices.ts";

/** The columns of a model that come from kept tables. */
export type ModelFigures = {
  contextTokens: number | null;
  inputPrice: number | null;
  cachedInputPrice: number | null;
  cacheWritePrice: number | null;
  outputPrice: number | null;
  reasoningPrice: number | null;
  activeParametersBillions: number | null;
  activeParametersHighBillions: number | null;
  totalParametersBillions: number | null;
  totalParametersHighBillions: number | null;
  source: string;
  sourceDate: string | null;
};

const localFigures: ModelFigures = {
  contextTokens: 4096,
  // Nobody meters it: the price of its tokens is 0 by definition, unlike a price that is merely not known.
  inputPrice: 0,
  cachedInputPrice: 0,
  cacheWritePrice: 0,
  outputPrice: 0,
  reasoningPrice: 0,
  activeParametersBillions: 0.268,
  activeParametersHighBillions: 0.268,
  totalParametersBillions: 0.268,
  totalParametersHighBillions: 0.268,
  source:
    "Runs on this machine: nobody meters its tokens, so their price is 0 by definition. Parameters: Google's model card",
  sourceDate: "2026-11-23",
};

/** The provider a connection's models are looked up under: its preset's name in the price list, else its kind. */
export function providerOf(connection: { kind: ConnectionKind; preset: string | null }): string {
  const preset = connectionPresets.find((candidate) => candidate.id === connection.preset);
  return (
    preset?.priceProvider ??
    (connection.kind === "openai_compatible" ? (preset?.id ?? "custom") : connection.kind)
  );
}

/** What the kept tables know of a model; a figure nobody states is null. */
export function findFigures(
  connection: { kind: ConnectionKind; preset: string | null },
  model: string,
  at: Date,
): ModelFigures {
  if (connection.kind === "local" && model === localModelName) return localFigures;
  if (connection.kind === "simulated")
    return { ...nothingKnown, source: "Simulated: has neither price nor parameters" };
  const provider = providerOf(connection);
  const prices = findPrices(provider, model, at);
  const parameters = findParameters(provider, model);
  const sources = [prices ? prices.source : "", parameters ? `parameters: ${parameters.source}` : ""].filter(
    Boolean,
  );
  return {
    ...nothingKnown,
    ...prices,
    ...(parameters ? parameterColumns(parameters) : {}),
    ...(sources.length > 0
      ? { source: sources.join("; "), sourceDate: prices ? prices.sourceDate : parametersDate }
      : {}),
  };
}

const enteredBy = "Entered by ";

/** Where figures that a person typed say they come from. */
export function enteredSource(name: string): string {
  return `${enteredBy}${name}`;
}

/** True when a person typed them, so that no list may change them. */
export function isEntered({ source }: Pick<ModelFigures, "source">): boolean {
  return source.startsWith(enteredBy);
}

/**
 * What is known of a model now. A row keeps what a person entered; what came from the lists is read from them again, so
 * that a connection made last year is charged at today's list.
 */
export function figuresOf(
  connection: { kind: ConnectionKind; preset: string | null },
  model: string,
  row: ModelFigures | undefined,
  at: Date,
): ModelFigures {
  return row && isEntered(row) ? row : findFigures(connection, model, at);
}

/** When the table of parameters was read. */
const parametersDate = "2026-11-27";

const nothingKnown: ModelFigures = {
  contextTokens: null,
  inputPrice: null,
  cachedInputPrice: null,
  cacheWritePrice: null,
  outputPrice: null,
  reasoningPrice: null,
  activeParametersBillions: null,
  activeParametersHighBillions: null,
  totalParametersBillions: null,
  totalParametersHighBillions: null,
  source: "Not in the kept tables",
  sourceDate: null,
};

function parameterColumns({ active, total }: KnownParameters): Partial<ModelFigures> {
  return {
    activeParametersBillions: active.low,
    activeParametersHighBillions: active.high,
    totalParametersBillions: total.low,
    totalParametersHighBillions: total.high,
  };
}

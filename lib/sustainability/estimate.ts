import { availableParallelism } from "node:os";
import type { NumberRange } from "#schema/models";
import { requestImpact } from "./ecologits.ts";
import { type Grid, gridOf } from "./grid.ts";
import { dataCentreOf } from "./providers.ts";
import {
  type CarbonEstimate,
  type CarbonInput,
  type CarbonMethod,
  methodName,
  rangeCovers,
} from "./schema.ts";

/**
 * Watts one busy CPU core draws. Low: 3.5 W, Cloud Carbon Footprint's maximum for a cloud vCPU;
 * high: 21 W, CodeCarbon's fall-back CPU of 85 W spread over four cores.
 */
const wattsPerCore: NumberRange = { low: 3.5, high: 21 };
/** A machine under a desk has no cooling plant (1.0); a small server room may draw half as much again. */
const localPue: NumberRange = { low: 1, high: 1.5 };
const none = { energyKwh: null, carbonGrams: null, low: null, high: null };

const coversLocal =
  "The range covers what a core may draw and the room's cooling; not the hour of the day or the machine's manufacture.";

/** What holds for every answer of a model, and what is measured of one. */
export type CarbonModel = Omit<CarbonInput, keyof CarbonMeasured>;
export type CarbonMeasured = Pick<CarbonInput, "outputTokens" | "latencySeconds" | "threads">;

/**
 * Energy and carbon of one answer, with its range and its method. The central figure is the middle of the range.
 * All figures are null, with `method.reason` saying why, where the model's size is not known.
 */
export function estimateCarbon(input: CarbonInput): CarbonEstimate {
  return carbonEstimator(input)(input);
}

/** The same for many answers of one model: what does not change from one to the next is worked out once. */
export function carbonEstimator(model: CarbonModel): (measured: CarbonMeasured) => CarbonEstimate {
  if (model.provider === "local") return (measured) => estimateLocal({ ...model, ...measured });
  return hostedEstimator(model);
}

function hostedEstimator(model: CarbonModel): (measured: CarbonMeasured) => CarbonEstimate {
  const centre = dataCentreOf(model.provider);
  const grid = gridOf(model.gridZone ?? centre.gridZone);
  const active = toRange(model.activeParametersBillions ?? model.totalParametersBillions);
  const total = toRange(model.totalParametersBillions ?? model.activeParametersBillions);
  const method: CarbonMethod = {
    name: methodName,
    text: "",
    parameters: {
      active,
      total,
      isAssumed: (active && isWide(active)) || model.totalParametersBillions === null,
    },
    grid: shownGrid(grid),
    pue: centre.pue,
    source: "https://ecologits.ai (MPL-2.0), re-implemented from the published equations",
    covers: rangeCovers,
    reason: null,
  };
  if (!active || !total) {
    const reason =
      "The model's number of parameters is not known; enter it on the connections page to get an estimate.";
    const unknown = withoutFigure(method, reason);
    return () => unknown;
  }
  const text = [
    `${methodName} with ${showRange(active)} billion active of ${showRange(total)} billion parameters`,
    `${grid.zone} grid of ${grid.year} at ${Math.round(grid.mix.gwp * 1000)} g/kWh${grid.isAssumed ? " (assumed)" : ""}`,
    `PUE ${showRange(centre.pue)}${centre.isAssumed ? " (assumed)" : ""}`,
    "hardware's share included.",
  ].join(", ");
  const said = { ...method, text };
  return ({ outputTokens, latencySeconds }) => {
    if (!isCount(outputTokens) || !isTime(latencySeconds)) return withoutFigure(method, notCounted);
    const at = (bound: "low" | "high") =>
      requestImpact({
        activeBillions: active[bound],
        totalBillions: total[bound],
        outputTokens,
        latencySeconds,
        ...model.deployment,
        mix: grid.mix,
        pue: centre.pue[bound],
        wue: centre.wue[bound],
      });
    const [low, high] = [at("low"), at("high")];
    const energy = { low: low.energyKwh, high: high.energyKwh };
    const grams = { low: low.total.gwp * 1000, high: high.total.gwp * 1000 };
    return { energyKwh: middle(energy), carbonGrams: middle(grams), ...grams, method: said };
  };
}

/** The embedded model: its measured time on this machine's threads, since EcoLogits describes GPU servers. */
function estimateLocal(input: CarbonInput): CarbonEstimate {
  const grid = gridOf(input.gridZone);
  const threads = input.threads ?? availableParallelism();
  const method: CarbonMethod = {
    name: "local CPU power",
    text: "",
    parameters: {
      active: toRange(input.activeParametersBillions),
      total: toRange(input.totalParametersBillions),
      isAssumed: false,
    },
    grid: shownGrid(grid),
    pue: localPue,
    source:
      "Watts per core: Cloud Carbon Footprint (3.5 W) to CodeCarbon's fall-back CPU (85 W over 4 cores)",
    covers: coversLocal,
    reason: null,
  };
  const seconds = input.latencySeconds;
  if (seconds === null) {
    const reason = "The time the model took was not measured.";
    return withoutFigure(method, reason);
  }
  if (!isTime(seconds) || !isTime(threads)) return withoutFigure(method, notCounted);
  const kwhAt = (bound: "low" | "high") =>
    (localPue[bound] * wattsPerCore[bound] * threads * seconds) / 3_600_000;
  const energy = { low: kwhAt("low"), high: kwhAt("high") };
  const grams = { low: energy.low * grid.mix.gwp * 1000, high: energy.high * grid.mix.gwp * 1000 };
  const text = `Measured time on ${Math.round(threads * 10) / 10} threads, a core each, at ${showRange(wattsPerCore)} W each (assumed), PUE ${showRange(localPue)}, ${grid.zone} grid of ${grid.year} at ${Math.round(grid.mix.gwp * 1000)} g/kWh${grid.isAssumed ? " (assumed)" : ""}; the machine's own manufacture is not counted.`;
  return { energyKwh: middle(energy), carbonGrams: middle(grams), ...grams, method: { ...method, text } };
}

const notCounted = "Its tokens or its time are no numbers that a call can have.";

function withoutFigure(method: CarbonMethod, reason: string): CarbonEstimate {
  return { ...none, method: { ...method, text: `No estimate. ${reason}`, reason } };
}

function isCount(tokens: number): boolean {
  return Number.isFinite(tokens) && tokens >= 0;
}

function isTime(seconds: number | null): boolean {
  return seconds === null || (Number.isFinite(seconds) && seconds >= 0);
}

function shownGrid({ zone, mix, isAssumed, source, year }: Grid): CarbonMethod["grid"] {
  return { zone, kgCo2ePerKwh: mix.gwp, isAssumed, source, year };
}

function toRange(value: number | NumberRange | null): NumberRange | null {
  return typeof value === "number" ? { low: value, high: value } : value;
}

function isWide(range: NumberRange): boolean {
  return range.low !== range.high;
}

function middle({ low, high }: NumberRange): number {
  return (low + high) / 2;
}

function showRange({ low, high }: NumberRange): string {
  return low === high ? String(low) : `${low} to ${high}`;
}

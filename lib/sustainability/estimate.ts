import { availableParallelism } from "node:os";
import type { NumberRange } from "#schema/models";
import { requestImpact } from "./ecologits.ts";
import { gridOf } from "./grid.ts";
import { dataCentreOf } from "./providers.ts";
import type { CarbonEstimate, CarbonInput, CarbonMethod } from "./schema.ts";

/**
 * Watts one busy CPU core draws. Low: 3.5 W, Cloud Carbon Footprint's maximum for a cloud vCPU;
 * high: 21 W, CodeCarbon's fall-back CPU of 85 W spread over four cores.
 */
const wattsPerCore: NumberRange = { low: 3.5, high: 21 };
/** A machine under a desk has no cooling plant (1.0); a small server room may draw half as much again. */
const localPue: NumberRange = { low: 1, high: 1.5 };
const none = { energyKwh: null, carbonGrams: null, low: null, high: null };

/**
 * Energy and carbon of one answer, with its range and its method. The central figure is the middle of the range.
 * All figures are null, with `method.reason` saying why, where the model's size is not known.
 */
export function estimateCarbon(input: CarbonInput & { cores?: number }): CarbonEstimate {
  return input.provider === "local" ? estimateLocal(input) : estimateHosted(input);
}

function estimateHosted(input: CarbonInput): CarbonEstimate {
  const centre = dataCentreOf(input.provider);
  const grid = gridOf(input.gridZone ?? centre.gridZone);
  const active = toRange(input.activeParametersBillions ?? input.totalParametersBillions);
  const total = toRange(input.totalParametersBillions ?? input.activeParametersBillions);
  const method: CarbonMethod = {
    name: "EcoLogits 0.9.1",
    text: "",
    parameters: {
      active,
      total,
      isAssumed: (active && isWide(active)) || input.totalParametersBillions === null,
    },
    grid: { zone: grid.zone, kgCo2ePerKwh: grid.mix.gwp, isAssumed: grid.isAssumed, source: grid.source },
    pue: centre.pue,
    source: "https://ecologits.ai (MPL-2.0), re-implemented from the published equations",
    reason: null,
  };
  if (!active || !total) {
    const reason =
      "The model's number of parameters is not known; enter it on the connections page to get an estimate.";
    return { ...none, method: { ...method, text: `No estimate. ${reason}`, reason } };
  }
  const at = (bound: "low" | "high") =>
    requestImpact({
      activeBillions: active[bound],
      totalBillions: total[bound],
      outputTokens: input.outputTokens,
      latencySeconds: input.latencySeconds,
      mix: grid.mix,
      pue: centre.pue[bound],
      wue: centre.wue[bound],
    });
  const [low, high] = [at("low"), at("high")];
  const text = [
    `EcoLogits 0.9.1 with ${showRange(active)} billion active of ${showRange(total)} billion parameters`,
    `${grid.zone} grid at ${Math.round(grid.mix.gwp * 1000)} g/kWh${grid.isAssumed ? " (assumed)" : ""}`,
    `PUE ${showRange(centre.pue)}${centre.isAssumed ? " (assumed)" : ""}`,
    "hardware's share included.",
  ].join(", ");
  const energy = { low: low.energyKwh, high: high.energyKwh };
  const grams = { low: low.total.gwp * 1000, high: high.total.gwp * 1000 };
  return { energyKwh: middle(energy), carbonGrams: middle(grams), ...grams, method: { ...method, text } };
}

/** The embedded model: its measured time on this machine's cores, since EcoLogits describes GPU servers. */
function estimateLocal(input: CarbonInput & { cores?: number }): CarbonEstimate {
  const grid = gridOf(input.gridZone);
  const cores = input.cores ?? availableParallelism();
  const method: CarbonMethod = {
    name: "local CPU power",
    text: "",
    parameters: {
      active: toRange(input.activeParametersBillions),
      total: toRange(input.totalParametersBillions),
      isAssumed: false,
    },
    grid: { zone: grid.zone, kgCo2ePerKwh: grid.mix.gwp, isAssumed: grid.isAssumed, source: grid.source },
    pue: localPue,
    source:
      "Watts per core: Cloud Carbon Footprint (3.5 W) to CodeCarbon's fall-back CPU (85 W over 4 cores)",
    reason: null,
  };
  const seconds = input.latencySeconds;
  if (seconds === null) {
    const reason = "The time the model took was not measured.";
    return { ...none, method: { ...method, text: `No estimate. ${reason}`, reason } };
  }
  const kwhAt = (bound: "low" | "high") =>
    (localPue[bound] * wattsPerCore[bound] * cores * seconds) / 3_600_000;
  const energy = { low: kwhAt("low"), high: kwhAt("high") };
  const grams = { low: energy.low * grid.mix.gwp * 1000, high: energy.high * grid.mix.gwp * 1000 };
  const text = `Measured time on ${cores} CPU cores at ${showRange(wattsPerCore)} W each (assumed), PUE ${showRange(localPue)}, ${grid.zone} grid at ${Math.round(grid.mix.gwp * 1000)} g/kWh${grid.isAssumed ? " (assumed)" : ""}; the machine's own manufacture is not counted.`;
  return { energyKwh: middle(energy), carbonGrams: middle(grams), ...grams, method: { ...method, text } };
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

/**
 * The published equations of EcoLogits 0.11.3 (https://ecologits.ai, methodology "LLM inference"):
 * one request on servers of eight 80 GB GPUs, 64 requests batched, weights in 16 bits.
 */
const batch = 64;
const gpuEnergy = { alpha: 1.1665273170451914e-6, beta: -0.011205921025579175, gamma: 4.052928146734005e-5 };
const latencyModel = {
  perBillion: 0.0006785088094353663,
  perBatch: 0.0003119310311688259,
  constant: 0.019473717579473387,
};
const gpuMemoryGb = 80;
const gpusPerServer = 8;
const serverPowerKw = 1.2;
const weightBits = 16;
const memoryOverhead = 1.2;
const lifetimeSeconds = 3 * 365 * 24 * 3600;
const embodiedServer = { gwp: 5700, adpe: 0.37, pe: 70_000 };
const embodiedGpu = { gwp: 273, adpe: 0.00895, pe: 3721 };

/** What a kWh costs where it is drawn: kg CO2e, kg Sb-equivalent, MJ of primary energy, litres of water. */
export type Mix = { gwp: number; adpe: number; pe: number; wue: number };

export type ImpactInput = {
  activeBillions: number;
  totalBillions: number;
  outputTokens: number;
  /** Measured; null takes the method's model of it. */
  latencySeconds: number | null;
  /** How fast the provider is known to serve the model; null takes the regression on its size. */
  tokensPerSecond?: number | null;
  firstTokenSeconds?: number | null;
  mix: Mix;
  pue: number;
  /** Litres of water per kWh in the data centre itself. */
  wue: number;
};

/** Energy in kWh, `gwp` in kg CO2e, `adpe` in kg Sb-equivalent, `pe` in MJ, water in litres. */
export type Impact = {
  gpuEnergyKwh: number;
  latencySeconds: number;
  gpus: number;
  serverEnergyKwh: number;
  energyKwh: number;
  waterLitres: number;
  usage: { gwp: number; adpe: number; pe: number };
  embodied: { gwp: number; adpe: number; pe: number };
  total: { gwp: number; adpe: number; pe: number };
};

/** The impacts of one request for one choice of parameters and PUE. */
export function requestImpact(input: ImpactInput): Impact {
  const { mix, pue } = input;
  const gpuEnergyKwh = gpuEnergyPerRequest(input.activeBillions, input.outputTokens);
  const latencySeconds = requestLatency(input);
  const gpus = gpusNeeded(input.totalBillions);
  const serverEnergyKwh = ((latencySeconds / 3600) * serverPowerKw * (gpus / gpusPerServer)) / batch;
  const computingKwh = serverEnergyKwh + gpus * gpuEnergyKwh;
  const energyKwh = pue * computingKwh;
  const usage = { gwp: energyKwh * mix.gwp, adpe: energyKwh * mix.adpe, pe: energyKwh * mix.pe };
  const share = latencySeconds / (lifetimeSeconds * batch);
  const hardware = (server: number, gpu: number) => share * ((gpus / gpusPerServer) * server + gpus * gpu);
  const embodied = {
    gwp: hardware(embodiedServer.gwp, embodiedGpu.gwp),
    adpe: hardware(embodiedServer.adpe, embodiedGpu.adpe),
    pe: hardware(embodiedServer.pe, embodiedGpu.pe),
  };
  return {
    gpuEnergyKwh,
    latencySeconds,
    gpus,
    serverEnergyKwh,
    energyKwh,
    // On site by what the computers draw, off site by all that the data centre draws.
    waterLitres: computingKwh * (input.wue + pue * mix.wue),
    usage,
    embodied,
    total: { gwp: usage.gwp + embodied.gwp, adpe: usage.adpe + embodied.adpe, pe: usage.pe + embodied.pe },
  };
}

function gpuEnergyPerRequest(activeBillions: number, outputTokens: number): number {
  const { alpha, beta, gamma } = gpuEnergy;
  return (outputTokens * (alpha * Math.exp(beta * batch) * activeBillions + gamma)) / 1000;
}

/** The measured time where it is shorter than the modelled one: queues and networks are not the GPU's time. */
function requestLatency(input: ImpactInput): number {
  const { activeBillions, outputTokens, latencySeconds, tokensPerSecond, firstTokenSeconds } = input;
  const { perBillion, perBatch, constant } = latencyModel;
  const perToken = tokensPerSecond
    ? 1 / tokensPerSecond
    : perBillion * activeBillions + perBatch * batch + constant;
  const modelled = outputTokens * perToken + (firstTokenSeconds ?? 0);
  return latencySeconds === null ? modelled : Math.min(latencySeconds, modelled);
}

/** GPUs that hold the weights: a power of two, at least one. */
function gpusNeeded(totalBillions: number): number {
  const memoryGb = (memoryOverhead * totalBillions * weightBits) / 8;
  return 2 ** Math.ceil(Math.log2(Math.ceil(memoryGb / gpuMemoryGb)));
}

/** Sums of the calls of one day, version, model, environment and source, and what they took as histograms (histogram.ts). */
export type Cell = {
  /** UTC day, YYYY-MM-DD. */
  day: string;
  /** A version's id, `draft:<prompt id>`, or empty when the calls named no prompt. */
  promptVersionKey: string;
  promptId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  provider: string;
  model: string;
  /** The label the calls asked by; empty when they named none. */
  environment: string;
  source: string;
  isSimulated: boolean;
  count: number;
  failed: number;
  cancelled: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  priced: number;
  costUnknown: number;
  usageEstimated: number;
  energyKwh: number;
  carbonGrams: number;
  carbonGramsLow: number;
  carbonGramsHigh: number;
  carbonKnown: number;
  carbonUnknown: number;
  latencyBuckets: number[];
  firstTokenBuckets: number[];
};

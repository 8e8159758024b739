import type { UsageSums } from "./schema.ts";

/** Sums of the calls of one day, version, model, environment and source, and what they took as histograms (histogram.ts). */
export type Cell = UsageSums & {
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
  latencyBuckets: number[];
  firstTokenBuckets: number[];
};

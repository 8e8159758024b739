/** A figure of one run over `n` calls to different examples, with its interval (95 %, or what a further look asks); ends are null where so few calls have none. */
export type Measured = {
  value: number;
  low: number | null;
  high: number | null;
  n: number;
  /** Of cost and carbon: calls whose provider did not count, so that the figure is an estimate. */
  estimatedCalls?: number;
};

/** What a run took, by its cases. Null where nothing is known: a model without a price costs nobody knows what. */
export type RunEffort = {
  costPer1000Usd: Measured | null;
  /** In milliseconds. */
  latencyP95Ms: Measured | null;
  carbonGramsPer1000: Measured | null;
  /** Share of calls that failed, of all calls made, 0..1; exact, and its upper end is a one-sided 95 % bound. */
  errorRate: Measured | null;
};

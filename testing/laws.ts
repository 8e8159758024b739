import fc from "fast-check";

/** One seed for every law, so that a red run can be repeated; FAST_CHECK_SEED explores others, FAST_CHECK_RUNS goes deeper. */
fc.configureGlobal({
  seed: Number(process.env["FAST_CHECK_SEED"] ?? 20_261_123),
  ...(process.env["FAST_CHECK_RUNS"] ? { numRuns: Number(process.env["FAST_CHECK_RUNS"]) } : {}),
});

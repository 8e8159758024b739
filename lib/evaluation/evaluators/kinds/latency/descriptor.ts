import { z } from "zod";
import { defineEvaluator } from "../../descriptor.ts";

export const latency = defineEvaluator({
  kind: "latency",
  title: "Latency",
  about: "Milliseconds per call; the limit is on the 95th percentile.",
  category: "effort",
  config: z.object({}),
  measure: {
    type: "number",
    unit: "ms",
    aggregate: "95th percentile",
    ofOneCall: "Latency of this call",
    limit: "95th percentile at most, ms",
    callsPerLimit: 1,
  },
  direction: "lower",
  texts: ["latency"],
  needs: [],
  cost: "Measured with the call: free.",
  knownError: {
    text: "Holds for the load at which the run was made: more calls at once take longer. Fewer than 59 calls have no 95th percentile.",
    measured: null,
  },
  example: { config: {}, output: "any", value: 100 },
});

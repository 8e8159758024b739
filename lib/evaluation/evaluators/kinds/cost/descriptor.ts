import { z } from "zod";
import { defineEvaluator } from "../../descriptor.ts";

export const cost = defineEvaluator({
  kind: "cost",
  title: "Cost",
  about: "US dollars per call; the limit is per 1,000 calls.",
  category: "effort",
  config: z.object({}),
  measure: {
    type: "number",
    unit: "usd",
    aggregate: "per 1,000",
    ofOneCall: "Cost of this call",
    limit: "US dollars per 1,000 at most",
    callsPerLimit: 1000,
  },
  direction: "lower",
  texts: ["cost"],
  needs: [],
  cost: "Worked out from the call's tokens: free.",
  knownError: {
    text: "Without a price in the catalogue it is not known; where the provider counts no tokens it is an estimate, and said to be one.",
    measured: null,
  },
  example: { config: {}, output: "any", value: 0.002 },
});

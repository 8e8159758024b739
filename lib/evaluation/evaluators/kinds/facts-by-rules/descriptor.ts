import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { outputField, sourceField } from "../../shared-fields.ts";

export const factsByRules = defineEvaluator({
  kind: "facts_by_rules",
  title: "Factual consistency, by rules",
  about:
    "The share of the output's sentences that a source supports: its nearest sentences, then numbers, denials, opposites and words that are not in it.",
  category: "reference",
  config: z.object({ sourceField, outputField }),
  measure: { type: "scale" },
  texts: ["output", "reference", "inputs"],
  needs: ["embedding"],
  cost: "Embeds each sentence of output and source: free with a built-in model, else what the embedding model costs.",
  knownError: {
    text: "Cheap and rough. It finds a number, a denial or an opposite that was changed in a sentence near to the source's; it does not understand another way to put it, nor what must be worked out. Of 120 hard claims it labels 56 rightly (40 by chance), of 60 on sources nobody had read 24. At most 100 sentences of a source and 60 of an output are read. Use the judge where it matters.",
    measured: "docs/measurements/evaluators.md",
  },
  example: {
    config: { sourceField: "source" },
    output: "The fee is 3 euros. It is due on Friday.",
    inputs: { source: "The fee is 3 euros. It is due on Monday." },
    value: 0.5,
  },
});
export type FactsByRulesConfig = ConfigOf<typeof factsByRules>;

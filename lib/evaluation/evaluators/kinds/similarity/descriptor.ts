import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { outputField, referenceField } from "../../shared-fields.ts";

export const similarity = defineEvaluator({
  kind: "similarity",
  title: "Similarity",
  about: "Nearness in meaning to the reference: cosine of embeddings, 0 where the two contradict each other.",
  category: "reference",
  config: z.object({ outputField, referenceField }),
  measure: { type: "scale" },
  texts: ["output", "reference"],
  needs: ["reference", "embedding"],
  cost: "Embeds two texts a case: free with a built-in model, else what the embedding model costs.",
  knownError: {
    text: "About 86 of 100 pairs that nobody had tuned it on are told apart rightly. The built-in embedding models read English; other languages are compared by words, numbers and opposites, or not judged.",
    measured: "docs/measurements/similarity.md",
  },
  example: { config: {}, output: "It is allowed.", reference: "It is not allowed.", value: 0 },
});
export type SimilarityConfig = ConfigOf<typeof similarity>;

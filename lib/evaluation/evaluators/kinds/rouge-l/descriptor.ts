import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { outputField, referenceField } from "../../shared-fields.ts";

export const rougeL = defineEvaluator({
  kind: "rouge_l",
  title: "ROUGE-L",
  about: "Longest common subsequence of words with the reference, whatever their case, as F-measure.",
  category: "reference",
  config: z.object({ outputField, referenceField }),
  measure: { type: "scale" },
  texts: ["output", "reference"],
  needs: ["reference"],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Counts shared words, so that a denial of the reference scores high and a paraphrase low. Texts of more than 50,000 words are not judged.",
    measured: null,
  },
  example: { config: {}, output: "testing two", reference: "testing one two", value: 0.8 },
});
export type RougeLConfig = ConfigOf<typeof rougeL>;

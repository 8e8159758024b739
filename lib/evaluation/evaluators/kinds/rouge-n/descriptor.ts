import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { outputField, referenceField } from "../../shared-fields.ts";

export const rougeN = defineEvaluator({
  kind: "rouge_n",
  title: "ROUGE-1 and ROUGE-2",
  about: "Words, or pairs of words, shared with the reference, whatever their case, as F-measure.",
  category: "reference",
  config: z.object({
    order: field(z.enum(["1", "2"]).default("1"), {
      label: "Counted",
      choices: { "1": "words (ROUGE-1)", "2": "pairs of words (ROUGE-2)" },
    }),
    outputField,
    referenceField,
  }),
  measure: { type: "scale" },
  texts: ["output", "reference"],
  needs: ["reference"],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Counts shared words: a denial of the reference scores high, a paraphrase low. Words are not stemmed.",
    measured: null,
  },
  example: { config: {}, output: "testing", reference: "testing one two", value: 0.5 },
});
export type RougeNConfig = ConfigOf<typeof rougeN>;

import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { ignoreCase, outputField, referenceField } from "../../shared-fields.ts";

export const chrf = defineEvaluator({
  kind: "chrf",
  title: "chrF",
  about: "Runs of one to six characters shared with the reference, as sacrebleu counts them; any script.",
  category: "reference",
  config: z.object({
    withWords: field(z.boolean().default(false), {
      label: "Count words too (chrF++)",
      hint: "For languages that set spaces.",
    }),
    ignoreCase: ignoreCase(false),
    outputField,
    referenceField,
  }),
  measure: { type: "scale" },
  texts: ["output", "reference"],
  needs: ["reference"],
  cost: "A rule on this machine: free; more than 200,000 letters of output and references are not judged.",
  knownError: {
    text: "Counts letters, not meaning: a “not” more or less changes little, and unrelated texts of one language share 0.1 to 0.2.",
    measured: null,
  },
  example: {
    config: {},
    output: "the cat was found under the bed",
    reference: "the cat was under the bed",
    value: 0.800593,
  },
});
export type ChrfConfig = ConfigOf<typeof chrf>;

import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { ignoreCase, outputField, referenceField } from "../../shared-fields.ts";

export const exact = defineEvaluator({
  kind: "exact",
  title: "Exact match",
  about: "The output equals the reference after the chosen normalisation; JSON is compared as JSON.",
  category: "reference",
  config: z.object({
    outputField,
    referenceField,
    ignoreCase: ignoreCase(false),
    ignorePunctuation: field(z.boolean().default(false), {
      label: "Ignore punctuation",
      hint: "Full stops, commas, quotes, brackets, dashes. Emoji and signs (+ < = $) count.",
    }),
    collapseSpaces: field(z.boolean().default(true), { label: "Treat all white space alike" }),
    trim: field(z.boolean().default(true), { label: "Ignore spaces around" }),
  }),
  measure: { type: "boolean" },
  texts: ["output", "reference"],
  needs: ["reference"],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Knows no synonyms: a right answer in other words is wrong.",
    measured: null,
  },
  example: { config: { ignoreCase: true }, output: "Billing\n", reference: "billing", value: 1 },
  start: { key: "accuracy", name: "Accuracy", config: { ignoreCase: true } },
});
export type ExactConfig = ConfigOf<typeof exact>;

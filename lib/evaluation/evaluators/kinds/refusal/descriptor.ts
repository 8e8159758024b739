import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { outputField } from "../../shared-fields.ts";

export const refusal = defineEvaluator({
  kind: "refusal",
  title: "Refusal",
  about: "The model declines what it was asked. Turn it round with “not” to ask for an answer.",
  category: "text",
  config: z.object({
    phrases: field(z.array(z.string().trim().min(3).max(200)).max(50).default([]), {
      label: "Further words of a refusal, one a line",
      hint: "Your own model's: “please contact support”. Upper and lower case are alike.",
    }),
    outputField,
  }),
  measure: { type: "boolean" },
  texts: ["output"],
  needs: [],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Knows how a refusal begins in English, German, French, Spanish, Italian and Portuguese. One that is wrapped in an answer is missed, a drafted letter that declines something can be taken for one, and an empty output counts as one.",
    measured: "docs/measurements/evaluators.md",
  },
  example: { config: {}, output: "I’m sorry, but I can’t help with that request.", value: 1 },
});
export type RefusalConfig = ConfigOf<typeof refusal>;

import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { ignoreCase, outputField, referenceField } from "../../shared-fields.ts";

export const contains = defineEvaluator({
  kind: "contains",
  title: "Contains",
  about: "The output contains the wanted texts, or none of the unwanted.",
  category: "text",
  config: z.object({
    texts: field(z.array(z.string().min(1).max(2000)).max(50).default([]), {
      label: "Texts, one a line",
      hint: "Empty: the reference is looked for.",
    }),
    mode: field(z.enum(["all", "any", "none"]).default("all"), {
      label: "The output must contain",
      choices: { all: "all of them", any: "at least one", none: "none of them" },
    }),
    ignoreCase: ignoreCase(true),
    outputField,
    referenceField,
  }),
  measure: { type: "boolean" },
  hasOwnNegation: true,
  texts: ["output", "reference"],
  needs: [],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Sees letters, not meaning: “no refund” contains “refund”, and a text inside a longer word counts.",
    measured: null,
  },
  example: { config: { texts: ["refund"], mode: "none" }, output: "We Refund you", value: 0 },
});
export type ContainsConfig = ConfigOf<typeof contains>;

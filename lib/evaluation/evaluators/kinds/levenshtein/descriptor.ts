import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { ignoreCase, outputField, referenceField } from "../../shared-fields.ts";

export const levenshtein = defineEvaluator({
  kind: "levenshtein",
  title: "Edit distance",
  about:
    "Letters to insert, delete or replace to reach the reference, as a share of the longer text (Levenshtein).",
  category: "reference",
  config: z.object({ ignoreCase: ignoreCase(false), outputField, referenceField }),
  measure: { type: "scale" },
  texts: ["output", "reference"],
  needs: ["reference"],
  cost: "A rule on this machine: free; two texts of 10,000 letters take less than a second.",
  knownError: {
    text: "Moved sentences count as rewritten. Where more than 10,000 letters of each differ, nothing is said.",
    measured: null,
  },
  example: { config: {}, output: "kitten", reference: "sitting", value: 0.571429 },
});
export type LevenshteinConfig = ConfigOf<typeof levenshtein>;

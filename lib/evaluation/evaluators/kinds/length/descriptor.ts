import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { outputField } from "../../shared-fields.ts";

export const length = defineEvaluator({
  kind: "length",
  title: "Length",
  about: "The output's length lies between two bounds.",
  category: "form",
  config: z.object({
    unit: field(z.enum(["characters", "words", "tokens"]).default("words"), {
      label: "Counted in",
      choices: { words: "words", characters: "characters", tokens: "tokens, as GPT-4o counts" },
    }),
    min: field(z.number().int().min(0).optional(), { label: "At least" }),
    max: field(z.number().int().min(0).optional(), { label: "At most" }),
    outputField,
  }),
  measure: { type: "boolean" },
  texts: ["output"],
  needs: [],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Tokens are GPT-4o's: other models count the same text differently.",
    measured: null,
  },
  example: { config: { max: 3 }, output: "one two three", value: 1 },
  start: { config: { max: 100 } },
  problemOf: ({ min = 0, max = Infinity }) =>
    min > max ? { field: "min", message: "The least length is above the most; no text has both." } : null,
});
export type LengthConfig = ConfigOf<typeof length>;

import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { ignoreCase, outputField } from "../../shared-fields.ts";

export const regex = defineEvaluator({
  kind: "regex",
  title: "Regular expression",
  about: "The output matches a pattern (linear-time syntax, no look-around).",
  category: "text",
  config: z.object({
    pattern: field(z.string().min(1, "Write the pattern to look for.").max(1000), {
      label: "Pattern",
      control: "pattern",
      hint: "RE2 syntax: linear time, no look-around. Reads the first 1,000,000 characters, fewer where a pattern repeats a part hundreds of times.",
    }),
    ignoreCase: ignoreCase(false),
    mustMatch: field(z.boolean().default(true), {
      label: "The output must match",
      hint: "Off: it must not.",
    }),
    outputField,
  }),
  measure: { type: "boolean" },
  hasOwnNegation: true,
  texts: ["output"],
  needs: [],
  cost: "A rule on this machine: free, in time linear in the output.",
  knownError: {
    text: "Only the first 1,000,000 characters are read (20,000 by a pattern such as a.{1000}b); a longer output without a match in them is not judged.",
    measured: null,
  },
  example: { config: { pattern: "^[a-z]+$" }, output: "billing", value: 1 },
  start: { config: { pattern: "" } },
});
export type RegexConfig = ConfigOf<typeof regex>;

import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { ignoreCase, outputField } from "../../shared-fields.ts";

export const startsWith = defineEvaluator({
  kind: "starts_with",
  title: "Starts with",
  about: "The output begins with a text, spaces before it left out.",
  category: "text",
  config: z.object({
    text: field(z.string().min(1, "Write what the output should begin with.").max(2000), {
      label: "Text at the beginning",
    }),
    ignoreCase: ignoreCase(false),
    outputField,
  }),
  measure: { type: "boolean" },
  texts: ["output"],
  needs: [],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Sees letters, not words: “Not” is the beginning of “Nothing”.",
    measured: null,
  },
  example: { config: { text: "Dear" }, output: "\n Dear customer,", value: 1 },
  start: { config: { text: "" } },
});
export type StartsWithConfig = ConfigOf<typeof startsWith>;

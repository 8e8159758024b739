import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { ignoreCase, outputField, referenceField } from "../../shared-fields.ts";
import { bleuTokenizers } from "./bleu.ts";

export const bleu = defineEvaluator({
  kind: "bleu",
  title: "BLEU",
  about: "Runs of one to four words shared with the reference, as sacrebleu counts them for a sentence.",
  category: "reference",
  config: z.object({
    tokenizer: field(z.enum(bleuTokenizers).default("13a"), {
      label: "Words by",
      choices: {
        "13a": "13a: sacrebleu's default, for scripts with spaces",
        intl: "international: any punctuation and symbol",
        char: "characters: Chinese, Japanese, Thai",
        none: "spaces alone",
      },
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
    text: "Made for translations of whole corpora: the mean over sentences is not a corpus BLEU, short answers score by chance, and a right answer in other words scores low.",
    measured: null,
  },
  example: {
    config: {},
    output: "The dog bit the man.",
    reference: ["The dog had bit the man.", "The dog bit a man."],
    value: 0.707107,
  },
});
export type BleuConfig = ConfigOf<typeof bleu>;

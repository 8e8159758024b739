import { z } from "zod";
import { ModelTarget } from "#schema/models";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { outputField, referenceField } from "../../shared-fields.ts";
import { judgeMessages, takesWholeScores } from "./prompt.ts";

export const llmJudge = defineEvaluator({
  kind: "llm_judge",
  title: "Judge",
  about: "A model gives a score by a rubric and says why.",
  category: "judge",
  config: z.object({
    target: field(ModelTarget, {
      label: "Judge",
      control: "model",
      hint: "Take another family than the one it judges.",
    }),
    rubric: field(z.string().trim().min(1, "Write what the judge should look for.").max(8000), {
      label: "Rubric",
      control: "long",
      hint: "What the judge looks for, and what each score means.",
    }),
    /** The judge's scale; its score is mapped to 0..1. */
    scaleMin: field(z.number().int().default(1), { label: "Lowest score" }),
    scaleMax: field(z.number().int().default(5), { label: "Highest score" }),
    /** False lets the judge give fractions; left out, only a scale of 0 to 1 takes them. */
    wholeScores: field(z.boolean().optional(), {
      label: "Whole scores only",
      hint: "Off: fractions count.",
      whenAbsent: takesWholeScores,
    }),
    showReference: field(z.boolean().default(true), { label: "Show the reference to the judge" }),
    outputField,
    referenceField,
  }),
  measure: { type: "scale" },
  texts: ["output", "reference", "inputs"],
  needs: ["judge"],
  cost: "One call of the judge a case, at its price.",
  knownError: {
    text: "As wrong as the model behind it: judges like long and confident answers and those of their own family. Compare it with people in a review queue before a gate rests on it.",
    measured: null,
  },
  example: {
    config: {
      target: { connectionId: "00000000-0000-7000-8000-000000000001", model: "judge" },
      rubric: "Does the answer name the fee?",
    },
    output: "The fee is 3 euros.",
    inputs: { question: "What does it cost?" },
    value: 0.75,
  },
  start: { key: "judge", config: { rubric: "", wholeScores: true } },
  problemOf: ({ scaleMin, scaleMax }) =>
    scaleMin >= scaleMax
      ? { field: "scaleMin", message: "The judge's scale must begin below its end." }
      : null,
  messagesOf: (config) =>
    judgeMessages(config, {
      output: "(the output)",
      reference: "(the reference)",
      inputs: { input: "(the example's inputs)" },
    }),
});
export type LlmJudgeConfig = ConfigOf<typeof llmJudge>;

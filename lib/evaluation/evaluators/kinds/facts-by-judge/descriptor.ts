import { z } from "zod";
import { ModelTarget } from "#schema/models";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { outputField, sourceField } from "../../shared-fields.ts";
import { factsMessages } from "./prompt.ts";

export const factsByJudge = defineEvaluator({
  kind: "facts_by_judge",
  title: "Factual consistency, by a judge",
  about:
    "The share of the output's sentences that a source supports: a model says of each what the source says and quotes it; a quotation that is not in the source proves nothing.",
  category: "judge",
  config: z.object({
    target: field(ModelTarget, {
      label: "Judge",
      control: "model",
      hint: "Take another family than the one it judges.",
    }),
    sourceField,
    outputField,
  }),
  measure: { type: "scale" },
  passScore: 1,
  texts: ["output", "reference", "inputs"],
  needs: ["judge"],
  cost: "One call of the judge a case, with the source and the output in it, at its price.",
  knownError: {
    text: "As wrong as the model behind it; what it quotes is looked up, what it concludes from it is not. Compare it with people in a review queue before a gate rests on it.",
    measured: null,
  },
  example: {
    config: {
      target: { connectionId: "00000000-0000-7000-8000-000000000001", model: "judge" },
      sourceField: "source",
    },
    output: "The fee is 3 euros. You may pay when you like.",
    inputs: { source: "The fee is 3 euros. It is due on Monday." },
    value: 0.5,
  },
  messagesOf: () => factsMessages("(the source)", ["(the first sentence of the output)"]),
});
export type FactsByJudgeConfig = ConfigOf<typeof factsByJudge>;

import { z } from "zod";
import { defineEvaluator } from "../../descriptor.ts";

export const reported = defineEvaluator({
  kind: "reported",
  title: "Reported score",
  about: "A score that a program outside gave and posted with its results.",
  category: "outside",
  config: z.object({}),
  measure: { type: "boolean" },
  hasOwnNegation: true,
  isReported: true,
  texts: [],
  needs: [],
  cost: "Given by the other program: free here.",
  knownError: { text: "Whatever that program gets wrong: nothing of it is known here.", measured: null },
  example: { config: {}, output: "any", value: null },
});

import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";

export const finishReason = defineEvaluator({
  kind: "finish_reason",
  title: "Finish reason",
  about: "The model stopped for the wanted reason.",
  category: "calls",
  config: z.object({
    reason: field(z.enum(["stop", "length", "tool_calls", "content_filter", "other"]).default("stop"), {
      label: "The answer ends because",
      choices: {
        stop: "it is complete",
        length: "the limit of tokens was reached",
        tool_calls: "tools are called",
        content_filter: "a filter stopped it",
        other: "of something else",
      },
    }),
  }),
  measure: { type: "boolean" },
  texts: ["finishReason"],
  needs: [],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Believes the provider: some say “stop” for an answer that was cut off. A pasted answer has no reason and is not judged.",
    measured: null,
  },
  example: { config: { reason: "stop" }, output: "The fee is", finishReason: "length", value: 0 },
});
export type FinishReasonConfig = ConfigOf<typeof finishReason>;

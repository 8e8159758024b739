import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { referenceField, toolNames } from "../../shared-fields.ts";

export const toolSelection = defineEvaluator({
  kind: "tool_selection",
  title: "Tool selection (F1)",
  about: "How well the set of tools called meets the wanted set: F1 of the two.",
  category: "calls",
  config: z.object({ calls: toolNames, referenceField }),
  measure: { type: "scale" },
  texts: ["toolCalls", "reference"],
  needs: [],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Sees names only: order, number and arguments of the calls do not count.",
    measured: null,
  },
  example: {
    config: { calls: ["find_order", "refund"] },
    output: "",
    toolCalls: [{ name: "find_order", arguments: "{}" }],
    value: 2 / 3,
  },
});
export type ToolSelectionConfig = ConfigOf<typeof toolSelection>;

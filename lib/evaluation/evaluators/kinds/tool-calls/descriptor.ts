import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { referenceField, toolNames } from "../../shared-fields.ts";

export const toolCalls = defineEvaluator({
  kind: "tool_calls",
  title: "Tool calls",
  about: "The answer calls the wanted tools, in the wanted order, with arguments that fit.",
  category: "calls",
  config: z.object({
    calls: toolNames,
    match: field(z.enum(["all", "any", "exactly", "in_order", "exactly_in_order", "none"]).default("all"), {
      label: "The answer calls",
      choices: {
        all: "all of them, and maybe others",
        any: "at least one of them",
        exactly: "them and no others, in any order",
        in_order: "them in this order, maybe others between",
        exactly_in_order: "them in this order and no others",
        none: "none of them (none named: no tool at all)",
      },
    }),
    arguments: field(z.record(z.string(), z.record(z.string(), z.unknown())).optional(), {
      label: "Schemas of arguments",
      hint: "JSON: under a tool's name the JSON schema that the arguments of each of its calls must fit.",
    }),
    ownSchema: field(z.boolean().default(false), {
      label: "Arguments fit the tool's own schema",
      hint: "The one the prompt gives the tool; a tool that was not offered fails.",
    }),
    min: field(z.number().int().min(0).optional(), { label: "Calls at least" }),
    max: field(z.number().int().min(0).optional(), { label: "Calls at most" }),
    referenceField,
  }),
  measure: { type: "boolean" },
  hasOwnNegation: true,
  texts: ["toolCalls", "reference"],
  needs: [],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Sees the calls of one answer, not what the tools gave nor what the model did after it.",
    measured: null,
  },
  example: {
    config: {
      calls: ["find_order", "refund"],
      match: "in_order",
      arguments: { refund: { required: ["order"] } },
    },
    output: "",
    toolCalls: [
      { name: "find_order", arguments: '{"id":7}' },
      { name: "refund", arguments: '{"order":7}' },
    ],
    value: 1,
  },
  problemOf: ({ min = 0, max = Infinity }) =>
    min > max ? { field: "min", message: "The least number of calls is above the most." } : null,
});
export type ToolCallsConfig = ConfigOf<typeof toolCalls>;

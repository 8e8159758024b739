import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { extent, outputField } from "../../shared-fields.ts";

export const xml = defineEvaluator({
  kind: "xml",
  title: "XML",
  about: "The output is, or holds, well-formed XML with the wanted elements.",
  category: "form",
  config: z.object({
    elements: field(z.array(z.string().min(1).max(500)).max(50).default([]), {
      label: "Elements it has, one a line",
      hint: "By their path from the outermost: order.line.price",
    }),
    extent,
    outputField,
  }),
  measure: { type: "boolean" },
  texts: ["output"],
  needs: [],
  cost: "A parser on this machine: free.",
  knownError: {
    text: "Well-formed is not valid: no DTD or schema is asked, and an entity that a DTD declares is an error.",
    measured: null,
  },
  example: {
    config: { elements: ["order.line"] },
    output: "<order><line>2</line></order>",
    value: 1,
  },
});
export type XmlConfig = ConfigOf<typeof xml>;

import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { codeExtent, outputField } from "../../shared-fields.ts";

export const sql = defineEvaluator({
  kind: "sql",
  title: "SQL (PostgreSQL)",
  about: "The output is SQL that PostgreSQL reads, of the allowed statements on the allowed tables.",
  category: "form",
  config: z.object({
    statements: field(z.enum(["any", "read"]).default("any"), {
      label: "Statements",
      choices: { any: "any", read: "only such as read" },
    }),
    tables: field(z.array(z.string().min(1).max(200)).max(200).default([]), {
      label: "Tables it may name, one a line",
      hint: "As the query names them: orders, or sales.orders. Empty: all.",
    }),
    extent: codeExtent,
    outputField,
  }),
  measure: { type: "boolean" },
  texts: ["output"],
  needs: [],
  cost: "PostgreSQL's own parser in a thread of its own: free.",
  knownError: {
    text: "Names are not looked up: a table or function that does not exist still parses, and a function that is read may write. Other dialects than PostgreSQL's are wrong here.",
    measured: "docs/measurements/evaluators.md",
  },
  example: {
    config: { statements: "read", tables: ["orders"] },
    output: "```sql\nselect id from orders where paid;\n```",
    value: 1,
  },
});
export type SqlConfig = ConfigOf<typeof sql>;

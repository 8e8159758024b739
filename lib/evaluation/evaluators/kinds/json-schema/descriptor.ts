import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { extent, outputField } from "../../shared-fields.ts";

export const jsonSchema = defineEvaluator({
  kind: "json_schema",
  title: "JSON schema",
  about: "The output is JSON that a schema accepts.",
  category: "form",
  config: z.object({
    // Fewer than 32 kB, so that a pasted schema cannot stall a run.
    schema: field(
      z
        .record(z.string(), z.unknown(), "A schema is a JSON object.")
        .refine((schema) => JSON.stringify(schema).length <= 32_768, "A JSON schema may have at most 32 kB."),
      {
        label: "JSON schema",
        hint: "Draft 04 to 2020-12 by its $schema; formats are checked, nothing is fetched for a $ref. {} accepts any JSON.",
      },
    ),
    extent,
    outputField,
  }),
  measure: { type: "boolean" },
  texts: ["output"],
  needs: [],
  cost: "A rule on this machine: free.",
  knownError: {
    text: "Unless it must be the whole output, JSON inside a code fence counts; a program that reads the raw output may refuse it.",
    measured: null,
  },
  example: {
    config: { schema: { type: "object", required: ["category"] } },
    output: '{"category":"bug"}',
    value: 1,
  },
  start: { config: { schema: { type: "object" } } },
});
export type JsonSchemaConfig = ConfigOf<typeof jsonSchema>;

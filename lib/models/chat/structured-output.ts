import type {
  BaseLanguageModelInput,
  StructuredOutputMethodOptions,
} from "@langchain/core/language_models/base";
import {
  assembleStructuredOutputPipeline,
  createContentParser,
  createFunctionCallingParser,
} from "@langchain/core/language_models/structured_output";
import type { AIMessageChunk } from "@langchain/core/messages";
import type { Runnable } from "@langchain/core/runnables";
import { isSerializableSchema, type SerializableSchema } from "@langchain/core/utils/standard_schema";
import { toJsonSchema } from "@langchain/core/utils/json_schema";
import { type InteropZodType, isInteropZodSchema } from "@langchain/core/utils/types";
import type { ChatCallOptions } from "./call-options.ts";

/** A zod schema, another of the standard's, or a JSON schema. */
export type OutputSchema<Output> =
  | InteropZodType<Output>
  | SerializableSchema<Output>
  | Record<string, unknown>;

type Bound = (options: Partial<ChatCallOptions>) => Runnable<BaseLanguageModelInput, AIMessageChunk>;

/** A model that answers with JSON of a schema, asked for by the schema or, with "functionCalling", as a tool's arguments. */
export function structuredOutput<Output extends Record<string, unknown>>(
  bind: Bound,
  schema: OutputSchema<Output>,
  { name = "extract", method = "jsonSchema", includeRaw }: StructuredOutputMethodOptions<boolean> = {},
) {
  const json =
    isInteropZodSchema(schema) || isSerializableSchema(schema)
      ? ({ ...toJsonSchema(schema) } as Record<string, unknown>)
      : schema;
  if (method !== "functionCalling")
    return assembleStructuredOutputPipeline(
      bind({ responseSchema: json }),
      createContentParser<Output>(schema),
      includeRaw,
    );
  const definition = { type: "function", function: { name, parameters: json } };
  return assembleStructuredOutputPipeline(
    bind({ tools: [definition], toolChoice: { type: "function", function: { name } } }),
    createFunctionCallingParser<Output>(schema, name),
    includeRaw,
  );
}

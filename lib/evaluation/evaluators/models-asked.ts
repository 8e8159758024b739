import { ModelTarget } from "#schema/models";
import { descriptorOf } from "./descriptors.ts";
import { fieldsOf } from "./fields.ts";
import type { Evaluator } from "./schema.ts";

/** The models an evaluator asks: what stands in its fields for a model. */
export function modelsAskedBy({ kind, config }: Evaluator): ModelTarget[] {
  const values: Record<string, unknown> = config;
  return fieldsOf(descriptorOf(kind).config)
    .filter(({ control }) => control === "model")
    .map(({ name }) => ModelTarget.parse(values[name]));
}

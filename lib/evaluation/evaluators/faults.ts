import { compilePattern } from "#platform/pattern";
import type { Evaluator } from "./schema.ts";
import { compileSchema } from "#platform/json-schema";
import { foldSpaces } from "#text";

/** What keeps an evaluator from judging anything: the field of its configuration, and why, in words. */
export type Fault = { field: string; label: string; reason: string };

/** The fault of an evaluator that could judge no case; null where it can. */
export async function faultOf({ kind, config }: Evaluator): Promise<Fault | null> {
  switch (kind) {
    case "regex": {
      const compiled = compilePattern(config.pattern, config.ignoreCase);
      return "fault" in compiled
        ? { field: "pattern", label: "the pattern is not valid", reason: compiled.fault }
        : null;
    }
    case "json_schema": {
      const compiled = await compileSchema(config.schema);
      return "fault" in compiled
        ? { field: "schema", label: "the JSON schema is not valid", reason: compiled.fault }
        : null;
    }
    case "contains":
      return config.texts.some((text) => foldSpaces(text).trim() === "")
        ? { field: "texts", label: "a text to look for is empty", reason: "every output contains that." }
        : null;
    case "exact":
    case "length":
    case "similarity":
    case "rouge_l":
    case "llm_judge":
    case "latency":
    case "cost":
      return null;
    default:
      return kind satisfies never;
  }
}

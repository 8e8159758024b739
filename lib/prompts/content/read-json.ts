import { isRecord, promptLimits, toolNamePattern } from "./rules.ts";
import type { JsonSchema, PromptTool } from "./schema.ts";

/** A response schema out of parsed JSON, or what is wrong with it. */
export function readJsonSchema(value: unknown): { value: JsonSchema } | { problem: string } {
  // What came from JSON.parse holds nothing but JSON.
  return isRecord(value) ? { value: value as JsonSchema } : { problem: "Write a JSON schema, in braces." };
}

/** Tools out of parsed JSON, or what is wrong with the first that is not one. */
export function readTools(value: unknown): { value: PromptTool[] } | { problem: string } {
  if (!Array.isArray(value)) return { problem: "Write a list of tools, in square brackets." };
  if (value.length > promptLimits.tools) return { problem: `At most ${promptLimits.tools} tools.` };
  const tools: PromptTool[] = [];
  for (const [index, tool] of value.entries()) {
    const problem = toolProblem(tool);
    if (problem !== null) return { problem: `${index}.${problem}` };
    const { name, description, parameters } = tool as PromptTool;
    tools.push({ name, ...(description === undefined ? {} : { description }), parameters });
  }
  return { value: tools };
}

function toolProblem(tool: unknown): string | null {
  if (!isRecord(tool)) return ": a tool is written in braces.";
  const { name, description, parameters } = tool;
  if (typeof name !== "string" || !toolNamePattern.test(name))
    return "name: 1 to 64 letters, digits, dashes or underscores.";
  if (description !== undefined && (typeof description !== "string" || description.length > 2_000))
    return "description: a text of at most 2,000 characters.";
  return isRecord(parameters) ? null : "parameters: a JSON schema, in braces.";
}

import { z } from "zod";
import type { LiveGeneration } from "#lib/generation";
import { pick, type Sample, type SampleTool } from "../evaluators/text.ts";
import type { ClaimedCase } from "./lease.ts";

/** What the evaluators of a run look at: a case and the call that was made for it. */
export function sampleOf(
  generation: Pick<
    LiveGeneration,
    "output" | "input" | "latencyMs" | "costUsd" | "toolCalls" | "settings" | "finishReason" | "refusal"
  >,
  { reference, inputs, metadata }: Pick<ClaimedCase, "reference" | "inputs" | "metadata">,
): Sample {
  const { output, input, latencyMs, costUsd, toolCalls, settings, finishReason, refusal } = generation;
  return {
    output,
    reference,
    inputs,
    metadata,
    messages: sentMessages(input),
    latencyMs,
    costUsd,
    toolCalls: toolCalls ?? [],
    tools: offeredTools(settings),
    finishReason,
    refusal,
  };
}

/** What was sent, where that is a chat. */
function sentMessages(input: unknown): NonNullable<Sample["messages"]> {
  return z
    .array(z.object({ role: z.string(), content: z.unknown() }))
    .catch([])
    .parse(input);
}

/** The functions among a call's tools (OpenAI's form); a server's own tools have no schema to hold arguments against. */
function offeredTools(settings: Record<string, unknown> | null): SampleTool[] {
  const tools = settings?.["tools"];
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: unknown) => {
    const name = pick(tool, "function.name");
    const parameters = pick(tool, "function.parameters") ?? {};
    const isSchema = typeof parameters === "object" && parameters !== null && !Array.isArray(parameters);
    return typeof name === "string" && isSchema
      ? [{ name, parameters: parameters as Record<string, unknown> }]
      : [];
  });
}

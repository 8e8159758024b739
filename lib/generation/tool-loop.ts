import { ToolMessage } from "@langchain/core/messages";
import { type RunnableConfig, RunnableLambda } from "@langchain/core/runnables";
import type { StructuredToolInterface } from "@langchain/core/tools";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import type { Context } from "#lib/identity";
import { answerMessageOf, langchainMessageOf } from "#lib/models";
import { newId } from "#platform/ids";
import type { ChatMessage, FinishReason, ToolCall } from "#schema/models";
import type { GenerateOptions } from "./begin.ts";
import { generate } from "./generate.ts";
import type { OwnInput } from "./own-steps.ts";
import type { GenerateInput, LiveGeneration } from "./schema.ts";

export type ToolLoopOptions = Omit<GenerateOptions, "generationId" | "fuse"> & {
  /** LangChain's tools; the model sees their names, descriptions and schemas. */
  tools: readonly StructuredToolInterface[];
  /** The most calls of the model; the tools asked for in the last one are not run. */
  maxSteps?: number | undefined;
};

/** How a tool loop ended, with every generation it was made of, in order, in one trace. */
export type ToolLoop = {
  ended: "answered" | "failed" | "step_limit";
  generation: LiveGeneration;
  generations: LiveGeneration[];
};

const defaultMaxSteps = 8;

/**
 * Calls a model, runs the tools it asks for, and calls it again with what they gave, until it answers, fails or has
 * been called `maxSteps` times. Each call is a generation; a tool's run is a span of the call it was run for. A tool that
 * throws says so to the model. Throws as `generate`.
 */
export async function generateWithTools(
  ctx: Context,
  input: GenerateInput,
  { tools, maxSteps = defaultMaxSteps, ...options }: ToolLoopOptions,
): Promise<ToolLoop> {
  const offered = tools.map((tool) => ({ ...convertToOpenAITool(tool) }));
  const generations: LiveGeneration[] = [];
  const { before = [], after } = options.steps ?? {};
  let traceId = options.traceId;
  let said: ChatMessage[] = [...(input.messages ?? [])];
  let open: ToolCalls | null = null;
  for (;;) {
    const asked = open;
    const runTools = RunnableLambda.from(async (given: OwnInput, config) => {
      const results = asked ? await runCalls(tools, asked, config) : [];
      said = [...said, ...results];
      return { messages: said.map(langchainMessageOf), variables: given.variables };
    }).withConfig({ runName: "tools" });
    const generation = await generate(
      ctx,
      {
        ...input,
        tools: [...(input.tools ?? []), ...offered],
        ...(said.length > 0 ? { messages: said } : {}),
      },
      {
        ...options,
        traceId,
        steps: { before: [...(asked ? [runTools] : []), ...before], after },
      },
    );
    generations.push(generation);
    traceId = generation.traceId;
    const calls = generation.toolCalls ?? [];
    const ended = generation.status !== "succeeded" ? "failed" : calls.length === 0 ? "answered" : null;
    if (ended) return { ended, generation, generations };
    if (generations.length >= maxSteps) return { ended: "step_limit", generation, generations };
    open = { generation, calls };
  }
}

type ToolCalls = { generation: LiveGeneration; calls: ToolCall[] };

/** What the model said and what its tools gave, as the messages of the next call. */
async function runCalls(
  tools: readonly StructuredToolInterface[],
  { generation, calls }: ToolCalls,
  config: RunnableConfig,
): Promise<ChatMessage[]> {
  const results = await Promise.all(
    calls.map(async (call): Promise<ChatMessage> => {
      const id = call.id || newId();
      return { role: "tool", toolCallId: id, name: call.name, content: await runCall(tools, call, config) };
    }),
  );
  const toolCalls = calls.map((call, at) => ({ ...call, id: results[at]?.toolCallId ?? call.id }));
  return [{ role: "assistant", content: generation.output, toolCalls }, ...results];
}

async function runCall(
  tools: readonly StructuredToolInterface[],
  call: ToolCall,
  config: RunnableConfig,
): Promise<string> {
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool)
    return `Error: there is no tool "${call.name}". Use one of: ${tools.map(({ name }) => name).join(", ")}.`;
  const args = readArguments(call);
  if (!args) return "Error: the arguments are not a JSON object.";
  try {
    const result: unknown = await tool.invoke(
      { type: "tool_call", id: call.id, name: call.name, args },
      config,
    );
    return ToolMessage.isInstance(result)
      ? result.text
      : typeof result === "string"
        ? result
        : JSON.stringify(result);
  } catch (thrown) {
    config.signal?.throwIfAborted();
    return `Error: ${thrown instanceof Error ? thrown.message : "the tool failed"}`;
  }
}

function readArguments({ id, name, arguments: text }: ToolCall): Record<string, unknown> | null {
  const finishReason: FinishReason = "tool_calls";
  const call = { id, name, arguments: text };
  const message = answerMessageOf({
    output: "",
    reasoning: "",
    refusal: null,
    toolCalls: [call],
    finishReason,
  });
  return message.tool_calls?.[0]?.args ?? null;
}

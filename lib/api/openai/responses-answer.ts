import type { LiveGeneration } from "#lib/generation";
import { withoutSpellings } from "#lib/generation";
import { additionsOf, usageOf } from "./answer.ts";
import type { ResponsesBody } from "./schema.ts";

type Json = Record<string, unknown>;
/** An item of an answer, with the place it has in its output. */
export type OutputItem = Json & { id: string; type: string };

/** What the call asked for, as a response repeats it, and the answer's head. */
export type ResponseHead = { id: string; createdAt: number; model: string };

/** A finished generation as OpenAI's `response`: the server's own where it answered as one, judged by the policies. */
export function responseOf(generation: LiveGeneration, body: ResponsesBody, items?: OutputItem[]) {
  const own = ownResponseOf(generation);
  const valueloop = additionsOf(generation);
  if (own) return { ...own, ...echoOf(own, body), valueloop };
  const head = {
    id: generation.id,
    createdAt: Math.floor(generation.startedAt.getTime() / 1_000),
    model: generation.answerMembers?.model ?? generation.model,
  };
  const isCut = generation.finishReason === "length" || generation.finishReason === "content_filter";
  return {
    ...skeletonOf(head, body),
    status: isCut ? "incomplete" : "completed",
    incomplete_details: isCut
      ? { reason: generation.finishReason === "length" ? "max_output_tokens" : "content_filter" }
      : null,
    output: items ?? itemsOf(generation),
    usage: responseUsageOf(generation),
    valueloop,
  };
}

/** The response of a server that has /responses; null for an answer of chat. */
export function ownResponseOf({ answerMembers, guardrails }: LiveGeneration): Json | null {
  const own = answerMembers?.message?.["response"];
  if (typeof own !== "object" || own === null) return null;
  const isChanged = guardrails?.some(({ stage }) => stage === "output") ?? false;
  // Probabilities spell out what a rule took from the text.
  return (isChanged ? withoutSpellings(own) : own) as Json;
}

/** What a response repeats of its request is the caller's own, as the caller wrote it. */
function echoOf(own: Json, body: ResponsesBody): Json {
  const asked = Object.entries(body).filter(([, value]) => value !== undefined);
  return Object.fromEntries(asked.filter(([member]) => own[member] === null));
}

/** A response before anything is said. */
export function skeletonOf({ id, createdAt, model }: ResponseHead, body: ResponsesBody): Json {
  return {
    id,
    object: "response",
    created_at: createdAt,
    status: "in_progress",
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    model,
    output: [],
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null, ...body.reasoning },
    // The call is kept as a generation; there is no response to go on from.
    store: false,
    temperature: body.temperature ?? null,
    text: { format: { type: "text" }, ...body.text },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_p: body.top_p ?? null,
    truncation: body.truncation ?? "disabled",
    usage: null,
    user: body.user ?? null,
    metadata: body.metadata ?? {},
  };
}

function itemsOf(generation: LiveGeneration): OutputItem[] {
  const { id, reasoning, output, refusal, toolCalls } = generation;
  return [
    ...(reasoning ? [reasoningItem(`rs_${id}`, reasoning)] : []),
    ...(output || refusal || !toolCalls?.length ? [messageItem(`msg_${id}`, generation)] : []),
    ...(toolCalls ?? []).map((call, at) => callItem(`fc_${id}_${at}`, call)),
  ];
}

export function reasoningItem(id: string, text: string): OutputItem {
  return { id, type: "reasoning", status: "completed", summary: [{ type: "summary_text", text }] };
}

export function messageItem(
  id: string,
  { output, refusal, answerMembers }: Pick<LiveGeneration, "output" | "refusal" | "answerMembers">,
): OutputItem {
  const said = output !== "" || !refusal ? [textPart(output, answerMembers)] : [];
  const content = [...said, ...(refusal ? [{ type: "refusal", refusal }] : [])];
  return { id, type: "message", status: "completed", role: "assistant", content };
}

/** Citations and probabilities stand flat in a text's own part. */
export function textPart(text: string, members: LiveGeneration["answerMembers"]): Json {
  const annotations = members?.message?.["annotations"];
  const logprobs = (members?.choice?.["logprobs"] as { content?: unknown } | null | undefined)?.content;
  return {
    type: "output_text",
    text,
    annotations: Array.isArray(annotations) ? annotations.map(flatCitation) : [],
    logprobs: Array.isArray(logprobs) ? logprobs : [],
  };
}

function flatCitation(annotation: Json): Json {
  const { url_citation: cited, ...others } = annotation;
  return typeof cited === "object" && cited !== null ? { ...others, ...cited } : annotation;
}

export function callItem(id: string, call: { id: string; name: string; arguments: string }): OutputItem {
  const { name, arguments: given } = call;
  return { id, type: "function_call", status: "completed", call_id: call.id, name, arguments: given };
}

/** Usage by the newer names. */
function responseUsageOf(generation: LiveGeneration): Json | null {
  const usage = usageOf(generation) as (Json & { prompt_tokens: number; completion_tokens: number }) | null;
  if (!usage) return null;
  const { prompt_tokens: input, completion_tokens: output } = usage;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: generation.cachedInputTokens ?? 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: generation.reasoningTokens ?? 0 },
    total_tokens: input + output,
  };
}

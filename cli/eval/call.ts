import { setTimeout as sleep } from "node:timers/promises";
import type { SampleCall, SampleTool } from "#offline/evaluation";
import type { Endpoint, Message } from "./plan.ts";

/** What a model answered, or why it did not. */
export type Answer =
  | {
      output: string;
      /** What JavaScript gets: the calls of tools as a list where nothing was said, else the text. */
      value: unknown;
      latencyMs: number;
      inputTokens: number | null;
      outputTokens: number | null;
      finishReason: string | null;
      refusal: string | null;
      toolCalls: readonly SampleCall[];
      tools: readonly SampleTool[];
    }
  | { error: string };

const tries = 3;
const timeoutMs = 300_000;
const mostAnswerBytes = 16 * 1024 * 1024;

/** Asks a model once, and again after refusals that pass. Throws only when `signal` fires. */
export async function call(
  endpoint: Endpoint,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<Answer> {
  if (endpoint.kind === "echo") return echo(messages);
  const body = { model: endpoint.model, messages, ...endpoint.body };
  const sent = performance.now();
  const given = await post(endpoint, "/chat/completions", body, signal);
  if ("error" in given) return given;
  return answerOf(given.value, performance.now() - sent, endpoint.body);
}

/** Vectors of texts by an OpenAI-compatible model. Throws an Error that says why not. */
export async function embed(endpoint: Endpoint, texts: string[], signal: AbortSignal): Promise<number[][]> {
  if (endpoint.kind === "echo") throw new Error("echo has no embeddings");
  const given = await post(endpoint, "/embeddings", { model: endpoint.model, input: texts }, signal);
  if ("error" in given) throw new Error(given.error);
  const { data } = given.value as { data?: { embedding?: unknown }[] };
  const vectors = (data ?? []).map(({ embedding }) => embedding);
  const isWhole = vectors.length === texts.length && vectors.every(Array.isArray);
  if (!isWhole) throw new Error("the answer holds no vectors");
  return vectors as number[][];
}

type Posted = { value: unknown } | { error: string };

async function post(
  endpoint: Endpoint & { kind: "openai" },
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Posted> {
  const key = endpoint.keyVariable === null ? null : process.env[endpoint.keyVariable];
  if (endpoint.keyVariable !== null && !key)
    return { error: `${endpoint.id} needs its key in the variable ${endpoint.keyVariable}.` };
  const request = {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...endpoint.headers,
    },
    body: JSON.stringify(body),
    // The key goes to the address that is named and to no other.
    redirect: "error" as const,
  };
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(`${endpoint.baseUrl}${path}`, request, signal);
    if ("value" in outcome || !outcome.isPassing || attempt === tries) return outcome;
    await sleep(outcome.waitMs ?? 500 * 2 ** attempt, undefined, { signal });
  }
}

type Tried = { value: unknown } | { error: string; isPassing: boolean; waitMs: number | null };

async function tryOnce(url: string, request: RequestInit, signal: AbortSignal): Promise<Tried> {
  try {
    const response = await fetch(url, {
      ...request,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const text = await response.text();
    if (text.length > mostAnswerBytes)
      return { error: "The answer is too long.", isPassing: false, waitMs: null };
    if (response.ok) return { value: JSON.parse(text) as unknown };
    const isPassing = response.status === 429 || response.status >= 500;
    const after = Number(response.headers.get("retry-after") ?? Number.NaN);
    const waitMs = Number.isFinite(after) ? Math.min(after * 1000, 60_000) : null;
    return {
      error: `HTTP ${response.status}: ${text.replaceAll(/\s+/g, " ").slice(0, 300)}`,
      isPassing,
      waitMs,
    };
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof SyntaxError)
      return { error: "The answer is not JSON.", isPassing: false, waitMs: null };
    const cause =
      thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : String(thrown);
    return { error: `${new URL(url).host} cannot be reached: ${cause}`, isPassing: true, waitMs: null };
  }
}

type Completion = {
  choices?: {
    message?: {
      content?: unknown;
      refusal?: unknown;
      tool_calls?: { function?: { name?: string; arguments?: string } }[];
    };
    finish_reason?: unknown;
  }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number };
};

function answerOf(value: unknown, latencyMs: number, body: Record<string, unknown>): Answer {
  const { choices, usage } = (value ?? {}) as Completion;
  const [choice] = choices ?? [];
  if (!choice?.message) return { error: "The answer has no message." };
  const { content, refusal, tool_calls: calls = [] } = choice.message;
  const said = typeof content === "string" ? content : content ? JSON.stringify(content) : "";
  // As promptfoo gives it: where tools are called and nothing is said, the calls are the output.
  const given = said === "" && calls.length > 0 ? calls : said;
  return {
    output: typeof given === "string" ? given : JSON.stringify(given),
    value: given,
    latencyMs,
    inputTokens: usage?.prompt_tokens ?? null,
    outputTokens: usage?.completion_tokens ?? null,
    finishReason: typeof choice.finish_reason === "string" ? choice.finish_reason : null,
    refusal: typeof refusal === "string" ? refusal : null,
    toolCalls: calls.map((each) => ({
      name: each.function?.name ?? "",
      arguments: each.function?.arguments ?? "{}",
    })),
    tools: toolsIn(body["tools"]),
  };
}

function toolsIn(tools: unknown): SampleTool[] {
  if (!Array.isArray(tools)) return [];
  return (tools as { function?: { name?: string; parameters?: Record<string, unknown> } }[]).flatMap((tool) =>
    tool.function?.name ? [{ name: tool.function.name, parameters: tool.function.parameters ?? {} }] : [],
  );
}

function echo(messages: readonly Message[]): Answer {
  const [only] = messages;
  const isText = messages.length === 1 && only?.role === "user" && typeof only.content === "string";
  const output = isText ? String(only.content) : JSON.stringify(messages);
  return {
    output,
    value: output,
    latencyMs: 0,
    inputTokens: null,
    outputTokens: null,
    finishReason: "stop",
    refusal: null,
    toolCalls: [],
    tools: [],
  };
}

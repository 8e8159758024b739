import type { Endpoint } from "../../eval/plan.ts";

/** Address, variable of the key, of services that answer as OpenAI's chat completions do. */
const services: Record<string, [address: string, key: string | null]> = {
  openai: ["https://api.openai.com/v1", "OPENAI_API_KEY"],
  anthropic: ["https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"],
  google: ["https://generativelanguage.googleapis.com/v1beta/openai", "GOOGLE_API_KEY"],
  mistral: ["https://api.mistral.ai/v1", "MISTRAL_API_KEY"],
  openrouter: ["https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"],
  groq: ["https://api.groq.com/openai/v1", "GROQ_API_KEY"],
  deepseek: ["https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"],
  xai: ["https://api.x.ai/v1", "XAI_API_KEY"],
  perplexity: ["https://api.perplexity.ai", "PERPLEXITY_API_KEY"],
  togetherai: ["https://api.together.xyz/v1", "TOGETHER_API_KEY"],
  fireworks: ["https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"],
  cerebras: ["https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"],
  hyperbolic: ["https://api.hyperbolic.xyz/v1", "HYPERBOLIC_API_KEY"],
  nscale: ["https://inference.api.nscale.com/v1", "NSCALE_SERVICE_TOKEN"],
  cohere: ["https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"],
  aimlapi: ["https://api.aimlapi.com/v1", "AIML_API_KEY"],
  cometapi: ["https://api.cometapi.com/v1", "COMETAPI_KEY"],
  litellm: ["http://localhost:4000", "LITELLM_API_KEY"],
  ollama: ["http://localhost:11434/v1", null],
  localai: ["http://localhost:8080/v1", null],
  vllm: ["http://localhost:8000/v1", null],
};
/** What stands between a service and its model and means a chat. */
const chats = new Set(["chat", "messages"]);
const otherApis = new Set([
  "responses",
  "realtime",
  "image",
  "assistant",
  "completion",
  "moderation",
  "transcription",
  "agents",
  "agent",
  "speech",
  "live",
  "audio",
  "video",
  "embeddings",
  "embedding",
  "codex-sdk",
  "chatkit",
  "voice",
]);

/** Settings that go into a request as they are. */
const passed = new Set([
  "temperature",
  "max_tokens",
  "max_completion_tokens",
  "top_p",
  "top_k",
  "min_p",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
  "stop",
  "seed",
  "n",
  "response_format",
  "tools",
  "tool_choice",
  "functions",
  "function_call",
  "parallel_tool_calls",
  "reasoning_effort",
  "verbosity",
  "logprobs",
  "top_logprobs",
  "logit_bias",
  "user",
  "service_tier",
  "store",
  "modalities",
  "prediction",
  "web_search_options",
  "search_parameters",
]);
/** Settings of promptfoo that change nothing here. */
const moot = new Set([
  "apiKeyRequired",
  "showThinking",
  "cost",
  "inputCost",
  "outputCost",
  "maxRetries",
  "organization",
]);

/** A provider as an endpoint, or in words why it is none. `settings` is its `config`, with files already read. */
export function endpointOf(
  id: string,
  settings: Record<string, unknown> = {},
): Endpoint | { refused: string } {
  if (id === "echo") return { kind: "echo", id };
  const [service = "", second = "", ...rest] = id.split(":");
  const known = services[service];
  if (!known)
    return {
      refused: `the provider "${id}" is not one this program calls; it calls services with OpenAI's chat API, and echo.`,
    };
  const isChat = chats.has(second);
  if (!isChat && otherApis.has(second))
    return { refused: `the provider "${id}" uses an API other than chat completions.` };
  const model = isChat ? rest.join(":") : [second, ...rest].join(":");
  return made(id, { service, model, known, settings });
}

type Parts = {
  service: string;
  model: string;
  known: [address: string, key: string | null];
  settings: Record<string, unknown>;
};

/** As `endpointOf`, for a model of embeddings: `openai:embedding:text-embedding-3-small`. */
export function embedderOf(
  id: string,
  settings: Record<string, unknown> = {},
): Endpoint | { refused: string } {
  const [service = "", second = "", ...rest] = id.split(":");
  const known = services[service];
  if (!known || !/^embeddings?$/.test(second))
    return { refused: `"${id}" is no embedding model this program calls.` };
  return made(id, { service, model: rest.join(":"), known, settings });
}

function made(id: string, { service, model, known, settings }: Parts): Endpoint | { refused: string } {
  const { apiBaseUrl, apiHost, apiKey, apiKeyEnvar, headers, passthrough, reasoning, ...written } = settings;
  const others = inOpenAisWords(written);
  const [address, keyVariable] = known;
  const unknown = Object.keys(others).filter((name) => !passed.has(name) && !moot.has(name));
  if (unknown.length > 0)
    return { refused: `the setting "${unknown[0]}" of the provider "${id}" is not known here.` };
  const effort = asRecord(reasoning)["effort"];
  const base =
    asText(apiBaseUrl) ??
    (asText(apiHost) ? `https://${asText(apiHost)}/v1` : null) ??
    process.env[`${service.toUpperCase()}_BASE_URL`] ??
    address;
  if (!/^https?:\/\//.test(base))
    return { refused: `the address "${base}" of the provider "${id}" does not begin with http.` };
  const ownKey = asText(apiKey);
  return {
    kind: "openai",
    id,
    baseUrl: base.replace(/\/+$/, ""),
    model: asText(others["model"]) ?? model,
    keyVariable: ownKey ? null : (asText(apiKeyEnvar) ?? keyVariable),
    headers: {
      ...(asRecord(headers) as Record<string, string>),
      ...(ownKey ? { authorization: `Bearer ${ownKey}` } : {}),
    },
    body: {
      ...Object.fromEntries(Object.entries(others).filter(([name]) => passed.has(name))),
      ...(effort === undefined ? {} : { reasoning_effort: effort }),
      ...asRecord(passthrough),
    },
  };
}

/** Settings that others call otherwise, Google's in an object of their own. */
const otherNames: Record<string, string> = {
  maxOutputTokens: "max_tokens",
  max_output_tokens: "max_tokens",
  topP: "top_p",
  topK: "top_k",
  stopSequences: "stop",
};

function inOpenAisWords({ generationConfig, ...settings }: Record<string, unknown>): Record<string, unknown> {
  const all = { ...settings, ...asRecord(generationConfig) };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [otherNames[name] ?? name, value]));
}

function asText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

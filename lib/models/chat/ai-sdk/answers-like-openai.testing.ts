import { bearer, completions, key, type Provider, refusal } from "./recorded.testing.ts";

/** Providers whose streams are nearly OpenAI's. */
export const likeOpenAi: Record<"azure" | "mistral" | "groq" | "deepseek", Provider> = {
  azure: {
    base: "/openai",
    options: { apiVersion: "2024-10-21" },
    path: "/openai/deployments/some-model/chat/completions?api-version=2024-10-21",
    auth: (headers) => headers["api-key"],
    authIs: key,
    answers: completions(
      {},
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 64, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 8 },
      },
    ),
    thinking: "",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: 8,
      cacheWriteTokens: null,
    },
    refusal,
  },
  mistral: {
    base: "/v1",
    path: "/v1/chat/completions",
    ...bearer,
    answers: completions(
      { content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }] },
      { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, num_cached_tokens: 64 },
    ),
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: null,
      cacheWriteTokens: null,
    },
    refusal: {
      object: "error",
      message: `Bad request with ${key}`,
      type: "invalid_request_error",
      param: null,
      code: null,
    },
  },
  groq: {
    base: "/openai/v1",
    path: "/openai/v1/chat/completions",
    ...bearer,
    answers: completions(
      { reasoning: "Hm." },
      {
        queue_time: 0.04,
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        completion_tokens_details: { reasoning_tokens: 8 },
      },
    ),
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: null,
      reasoningTokens: 8,
      cacheWriteTokens: null,
    },
    refusal,
  },
  deepseek: {
    base: "",
    path: "/chat/completions",
    ...bearer,
    answers: completions(
      { content: null, reasoning_content: "Hm." },
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 64 },
        completion_tokens_details: { reasoning_tokens: 8 },
        prompt_cache_hit_tokens: 64,
        prompt_cache_miss_tokens: 36,
      },
    ),
    thinking: "Hm.",
    usage: {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 64,
      reasoningTokens: 8,
      cacheWriteTokens: null,
    },
    refusal,
  },
};

import { expect, it } from "vitest";
import { countsOf } from "./usage.ts";

const filled = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
};

it("a zero that the SDK fills in for a silent provider is unknown", () => {
  expect(countsOf({ ...filled, raw: { prompt_tokens: 10, completion_tokens: 5 } })).toMatchObject({
    inputTokens: 10,
    outputTokens: 5,
    cachedInputTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
  });
});

it("a zero that the provider said is zero", () => {
  const raw = {
    prompt_tokens: 10,
    completion_tokens: 5,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
  expect(countsOf({ ...filled, raw })).toMatchObject({ cachedInputTokens: 0, reasoningTokens: 0 });
});

it("what Bedrock keeps in a cache for an hour is told apart", () => {
  const raw = {
    inputTokens: 10,
    outputTokens: 5,
    cacheDetails: [
      { ttl: "5m", inputTokens: 3 },
      { ttl: "1h", inputTokens: 7 },
    ],
  };
  expect(countsOf({ ...filled, raw }).cacheWriteHourTokens).toBe(7);
});

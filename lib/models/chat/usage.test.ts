import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeUsage, mergeCounts, readCounts, settleUsage } from "./usage.ts";

// Usage objects in the shapes that each provider's API reference documents.
const recorded: [string, object, object][] = [
  [
    "OpenAI",
    {
      prompt_tokens: 1000,
      completion_tokens: 100,
      total_tokens: 1100,
      prompt_tokens_details: { cached_tokens: 800, audio_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 60, audio_tokens: 7, accepted_prediction_tokens: 0 },
    },
    {
      inputTokens: 1000,
      cachedInputTokens: 800,
      audioInputTokens: 5,
      outputTokens: 100,
      reasoningTokens: 60,
      audioOutputTokens: 7,
    },
  ],
  [
    "OpenAI's Responses",
    {
      input_tokens: 75,
      input_tokens_details: { cached_tokens: 32 },
      output_tokens: 1186,
      output_tokens_details: { reasoning_tokens: 1024 },
      total_tokens: 1261,
    },
    { inputTokens: 75, cachedInputTokens: 32, outputTokens: 1186, reasoningTokens: 1024 },
  ],
  [
    "DeepSeek",
    {
      prompt_tokens: 1000,
      completion_tokens: 100,
      prompt_cache_hit_tokens: 900,
      prompt_cache_miss_tokens: 100,
    },
    { inputTokens: 1000, cachedInputTokens: 900, outputTokens: 100 },
  ],
  [
    "DeepSeek without its sum",
    { completion_tokens: 100, prompt_cache_hit_tokens: 900, prompt_cache_miss_tokens: 100 },
    { inputTokens: 1000, cachedInputTokens: 900, outputTokens: 100 },
  ],
  [
    "Anthropic, whose input leaves the cache out",
    {
      input_tokens: 50,
      cache_read_input_tokens: 1000,
      cache_creation_input_tokens: 2000,
      cache_creation: { ephemeral_5m_input_tokens: 1500, ephemeral_1h_input_tokens: 500 },
      output_tokens: 40,
    },
    {
      inputTokens: 3050,
      cachedInputTokens: 1000,
      cacheWriteTokens: 2000,
      cacheWriteHourTokens: 500,
      outputTokens: 40,
    },
  ],
  [
    "Anthropic behind OpenAI's names, the cache inside",
    {
      prompt_tokens: 3050,
      completion_tokens: 40,
      total_tokens: 3090,
      cache_read_input_tokens: 1000,
      cache_creation_input_tokens: 2000,
    },
    { inputTokens: 3050, cachedInputTokens: 1000, cacheWriteTokens: 2000, outputTokens: 40 },
  ],
  [
    "Anthropic behind OpenAI's names, the cache outside",
    { prompt_tokens: 50, completion_tokens: 40, total_tokens: 1090, cache_read_input_tokens: 1000 },
    { inputTokens: 1050, cachedInputTokens: 1000, outputTokens: 40, reasoningTokens: null },
  ],
  [
    "Gemini",
    {
      promptTokenCount: 100,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 900,
      toolUsePromptTokenCount: 30,
      cachedContentTokenCount: 40,
      totalTokenCount: 1050,
    },
    { inputTokens: 130, cachedInputTokens: 40, outputTokens: 920, reasoningTokens: 900 },
  ],
  [
    "Gemini behind OpenAI's names: thinking in the total only",
    { prompt_tokens: 100, completion_tokens: 20, total_tokens: 1020 },
    { inputTokens: 100, outputTokens: 920, reasoningTokens: 900 },
  ],
  [
    "xAI, whose completion leaves the thinking out",
    {
      prompt_tokens: 32,
      completion_tokens: 9,
      total_tokens: 135,
      completion_tokens_details: { reasoning_tokens: 94 },
    },
    { inputTokens: 32, outputTokens: 103, reasoningTokens: 94 },
  ],
  [
    "cache and thinking both outside of what they belong to",
    {
      prompt_tokens: 50,
      completion_tokens: 9,
      total_tokens: 183,
      prompt_tokens_details: { cached_tokens: 30 },
      completion_tokens_details: { reasoning_tokens: 94 },
    },
    { inputTokens: 80, cachedInputTokens: 30, outputTokens: 103, reasoningTokens: 94 },
  ],
  [
    "Qwen's cache writes among the details",
    {
      prompt_tokens: 3000,
      completion_tokens: 10,
      total_tokens: 3010,
      prompt_tokens_details: { cached_tokens: 500, cache_creation_input_tokens: 2000 },
    },
    { inputTokens: 3000, cachedInputTokens: 500, cacheWriteTokens: 2000, outputTokens: 10 },
  ],
  [
    "OpenRouter",
    {
      prompt_tokens: 194,
      completion_tokens: 20,
      total_tokens: 214,
      cost: 0.00095,
      is_byok: false,
      prompt_tokens_details: { cached_tokens: 64, cache_write_tokens: 100 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
    {
      inputTokens: 194,
      cachedInputTokens: 64,
      cacheWriteTokens: 100,
      outputTokens: 20,
      reasoningTokens: 0,
      reportedCostUsd: 0.00095,
    },
  ],
  [
    "a gateway that names cache reads in the details",
    {
      prompt_tokens: 1000,
      completion_tokens: 100,
      prompt_tokens_details: { cache_read_tokens: 300, cache_write_tokens: 20 },
    },
    { inputTokens: 1000, cachedInputTokens: 300, cacheWriteTokens: 20, outputTokens: 100 },
  ],
  [
    "OpenRouter with the caller's own key",
    {
      prompt_tokens: 10,
      completion_tokens: 2,
      cost: 0.001,
      is_byok: true,
      cost_details: { upstream_inference_cost: 0.02 },
    },
    { reportedCostUsd: 0.021 },
  ],
  [
    "Moonshot",
    { prompt_tokens: 19, completion_tokens: 13, total_tokens: 32, cached_tokens: 12 },
    { inputTokens: 19, cachedInputTokens: 12, outputTokens: 13 },
  ],
  ["counts as text", { prompt_tokens: "12", completion_tokens: "3" }, { inputTokens: 12, outputTokens: 3 }],
  ["Ollama's own", { prompt_eval_count: 26, eval_count: 298 }, { inputTokens: 26, outputTokens: 298 }],
  ["a total in place of the output", { prompt_tokens: 10, total_tokens: 30 }, { outputTokens: 20 }],
  [
    "a cost that is an object (Perplexity)",
    { prompt_tokens: 8, completion_tokens: 4, cost: { total_cost: 0.006 } },
    { inputTokens: 8, outputTokens: 4, reportedCostUsd: null },
  ],
];

describe("readCounts", () => {
  it.each(recorded)("reads %s", (_, usage, expected) => {
    expect(readCounts(usage)).toMatchObject(expected);
  });

  it("leaves what is not stated unknown, never 0", () => {
    expect(readCounts({ prompt_tokens: 5, completion_tokens: 1 })).toMatchObject({
      cachedInputTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: null,
    });
  });

  it("takes any value for any member without failing", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...recorded.flatMap(([, usage]) => Object.keys(usage))),
          fc.anything({ withNullPrototype: false }),
        ),
        (usage) => {
          for (const value of Object.values(readCounts(usage) ?? {}))
            expect(value === null || (Number.isFinite(value) && value >= 0)).toBe(true);
        },
      ),
    );
  });
});

describe("counts that come piece by piece", () => {
  it("grow; a zero or a null at the end takes nothing back", () => {
    const pieces = [
      { prompt_tokens: 9, completion_tokens: 1 },
      { prompt_tokens: 9, completion_tokens: 7, completion_tokens_details: { reasoning_tokens: 3 } },
      { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
      null,
    ];
    const merged = pieces.map(readCounts).reduce(mergeCounts, null);
    expect(merged).toMatchObject({ inputTokens: 9, outputTokens: 7, reasoningTokens: 3 });
  });
});

describe("settleUsage", () => {
  const estimate = makeUsage({ inputTokens: 11, outputTokens: 5, isEstimated: true });

  it.each([
    ["nothing was counted", null, true, { inputTokens: 11, outputTokens: 5, isEstimated: true }],
    [
      "zeros stand beside a text",
      { prompt_tokens: 0, completion_tokens: 0 },
      true,
      { inputTokens: 11, outputTokens: 5, isEstimated: true },
    ],
    [
      "only the input was counted",
      { prompt_tokens: 9 },
      true,
      { inputTokens: 9, outputTokens: 5, isEstimated: true },
    ],
    [
      "an answer was truly empty",
      { prompt_tokens: 9, completion_tokens: 0 },
      false,
      { inputTokens: 9, outputTokens: 0, isEstimated: false },
    ],
  ])("when %s", (_, usage, hasOutput, expected) => {
    expect(settleUsage(readCounts(usage), hasOutput, estimate)).toMatchObject(expected);
  });

  it("keeps parts within what they are parts of", () => {
    expect(
      makeUsage({
        inputTokens: 10,
        cachedInputTokens: 8,
        cacheWriteTokens: 90,
        outputTokens: 3,
        reasoningTokens: 99,
      }),
    ).toMatchObject({ cachedInputTokens: 8, cacheWriteTokens: 2, reasoningTokens: 3 });
  });
});

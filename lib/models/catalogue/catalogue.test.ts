import { describe, expect, it } from "vitest";
import { connectionPresets } from "../constants.ts";
import type { ModelCard } from "./schema.ts";
import { findFigures } from "./figures.ts";
import { findParameters } from "./parameters.ts";
import { costUsd } from "./cost.ts";

const at = new Date("2026-11-23T09:00:00Z");
const usage = { inputTokens: 1000, cachedInputTokens: 200, outputTokens: 500 };

function card(
  preset: string,
  kind: "openai_compatible" | "anthropic" | "local" | "simulated",
  model: string,
): ModelCard {
  const figures = findFigures({ kind, preset }, model, at);
  return {
    connectionId: "c",
    connectionName: preset,
    connectionKind: kind,
    model,
    provider: preset,
    contextTokens: figures.contextTokens,
    prices: {
      inputUsdPerMillion: figures.inputPrice,
      cachedInputUsdPerMillion: figures.cachedInputPrice,
      cacheWriteUsdPerMillion: figures.cacheWritePrice,
      outputUsdPerMillion: figures.outputPrice,
      reasoningUsdPerMillion: figures.reasoningPrice,
      source: figures.source,
      sourceDate: figures.sourceDate,
      isEntered: false,
    },
    overrides: [],
    parameters: null,
    deployment: null,
    gridZone: null,
    isSimulated: kind === "simulated",
    isLocal: kind === "local",
  };
}

describe("costUsd", () => {
  // shared/data/reference-vectors.json, "price".
  it.each([
    ["openai", "openai_compatible", "gpt-4o", 0.00725],
    ["anthropic", "anthropic", "claude-sonnet-4-5", 0.00996],
    ["openai", "openai_compatible", "gpt-5", 0.006025],
  ] as const)("%s %s %s costs %d", (preset, kind, model, cost) => {
    expect(costUsd(card(preset, kind, model), usage, at)).toBeCloseTo(cost, 10);
  });

  it("is null, never 0, for a price that is not known, and null for simulated text", () => {
    expect(costUsd(card("openai", "openai_compatible", "unheard-of"), usage, at)).toBeNull();
    expect(costUsd(card("simulated", "simulated", "simulated-fast"), usage, at)).toBeNull();
  });

  it("is 0 for the local model, and the source says why", () => {
    const local = card("local", "local", "gemma-3-270m");
    expect(costUsd(local, usage, at)).toBe(0);
    expect(local.prices.source).toContain("nobody meters");
  });

  it("follows a price a person entered, cached tokens included", () => {
    const own = card("openai", "openai_compatible", "gpt-4o");
    own.prices = {
      inputUsdPerMillion: 1,
      cachedInputUsdPerMillion: null,
      cacheWriteUsdPerMillion: null,
      outputUsdPerMillion: 2,
      reasoningUsdPerMillion: null,
      source: "Entered by Ada",
      sourceDate: null,
      isEntered: true,
    };
    expect(costUsd(own, usage, at)).toBeCloseTo(0.002, 12);
    own.prices.cachedInputUsdPerMillion = 0.5;
    expect(costUsd(own, usage, at)).toBeCloseTo(0.0019, 12);
  });
});

describe("findParameters", () => {
  it.each([
    ["openai", "gpt-4o-mini", 8, 28],
    ["openai", "gpt-3.5-turbo", undefined, undefined],
    ["groq", "llama-3.3-70b-versatile", 70, 70],
    ["ollama", "qwen3:0.6b", 0.6, 0.6],
    ["vllm", "HuggingFaceTB/SmolLM2-360M-Instruct", undefined, undefined],
    ["custom", "tiny-270m-it", 0.27, 0.27],
  ])("knows %s %s", (provider, model, low, high) => {
    const found = findParameters(provider, model);
    expect(found).not.toBeNull();
    if (low !== undefined) expect(found?.total).toEqual({ low, high });
  });

  it("knows the size of every preset's models", () => {
    for (const preset of connectionPresets.filter(({ kind }) => kind !== "simulated"))
      for (const model of preset.models)
        expect(
          findParameters(preset.priceProvider ?? preset.id, model),
          `${preset.id} ${model}`,
        ).not.toBeNull();
  });

  it.each([
    ["anthropic", "claude-sonnet-4-5", 44, 132],
    ["anthropic", "claude-haiku-4-5", 10, 35],
    ["openai", "gpt-5.1", 30, 90],
    ["openai", "gpt-5.2-2025-12-11", 42, 126],
    ["openrouter", "openai/gpt-4o-mini", 8, 28],
    ["openrouter", "openai/gpt-4o-mini:free", 8, 28],
    ["openrouter", "anthropic/claude-sonnet-4.5", 44, 132],
    ["openrouter", "google/gemini-2.5-pro", 200, 600],
    ["openrouter", "deepseek/deepseek-chat", 37, 37],
    ["deepseek", "deepseek-chat", 37, 37],
    ["ollama", "llama3.2", 3.21, 3.21],
    ["ollama", "llama3.2:latest", 3.21, 3.21],
    ["ollama", "llama3.2:1b", 1, 1],
    ["anthropic", "claude-3-7-sonnet-latest", undefined, undefined],
    ["azure", "gpt-4o-mini", 8, 28],
    ["vertex", "claude-sonnet-4-5@20250929", 44, 132],
    ["aws", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", 44, 132],
    ["aws", "anthropic.claude-haiku-4-5-20251001-v1:0", 10, 35],
    ["google", "models/gemini-2.5-pro", 200, 600],
    ["google", "models/gemini-2.5-flash", undefined, undefined],
  ])("finds %s %s under its other names", (provider, model, low, high) => {
    const found = findParameters(provider, model);
    expect(found).not.toBeNull();
    if (low !== undefined) expect(found?.active).toEqual({ low, high });
  });

  it("knows how fast a provider serves its own models, and guesses it for nobody else", () => {
    expect(findParameters("openai", "gpt-5.1")?.deployment).toEqual({
      tokensPerSecond: 74.5,
      firstTokenSeconds: 0.97,
    });
    expect(findParameters("groq", "openai/gpt-oss-120b")?.deployment ?? null).toBeNull();
  });

  it.each([
    "1m-context",
    "my-model-1m-context",
    "gemini-9.9-pro-1m",
    "grand-2m",
    "scout-10m",
    "grand-128b-context",
    "grand-0b",
    "gemini-1.5-pro-20m",
    "grand-200m-window",
    "grand-ctx-100m",
    "grand-context-1b",
    "grand-window_128b",
  ])("does not take the context in %s for parameters", (name) => {
    expect(findParameters("custom", name)).toBeNull();
  });

  it.each([
    ["my-model-1m-7b", 7],
    ["qwen2.5-7b-instruct-1m", 7],
    ["small-33m", 0.033],
    ["grand-ctx-100m-7b", 7],
    ["gpt-oss-120b", 117],
  ])("reads the size in %s past a context", (name, billions) => {
    expect(findParameters("custom", name)?.total.low).toBeCloseTo(billions, 9);
  });

  it("keeps active and total apart where the name states both, and guesses nothing", () => {
    expect(findParameters("custom", "some-30b-a3b-instruct")).toMatchObject({
      active: { low: 3 },
      total: { low: 30 },
    });
    expect(findParameters("custom", "mystery-8x7b")).toBeNull();
    expect(findParameters("custom", "grand-model")).toBeNull();
  });
});

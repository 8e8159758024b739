import { describe, expect, it } from "vitest";
import type { ModelFacts } from "../schema.ts";
import { findFigures } from "./figures.ts";
import { findParameters } from "./parameters.ts";
import { costUsd } from "./cost.ts";

const at = new Date("2026-11-23T09:00:00Z");
const usage = { inputTokens: 1000, cachedInputTokens: 200, outputTokens: 500 };

function facts(
  preset: string,
  kind: "openai_compatible" | "anthropic" | "local" | "simulated",
  model: string,
): ModelFacts {
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
    expect(costUsd(facts(preset, kind, model), usage, at)).toBeCloseTo(cost, 10);
  });

  it("is null, never 0, for a price that is not known, and null for simulated text", () => {
    expect(costUsd(facts("openai", "openai_compatible", "unheard-of"), usage, at)).toBeNull();
    expect(costUsd(facts("simulated", "simulated", "simulated-fast"), usage, at)).toBeNull();
  });

  it("is 0 for the local model, and the source says why", () => {
    const local = facts("local", "local", "gemma-3-270m");
    expect(costUsd(local, usage, at)).toBe(0);
    expect(local.prices.source).toContain("nobody meters");
  });

  it("follows a price a person entered, cached tokens included", () => {
    const own = facts("openai", "openai_compatible", "gpt-4o");
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

  it("keeps active and total apart where the name states both, and guesses nothing", () => {
    expect(findParameters("custom", "some-30b-a3b-instruct")).toMatchObject({
      active: { low: 3 },
      total: { low: 30 },
    });
    expect(findParameters("custom", "mystery-8x7b")).toBeNull();
    expect(findParameters("custom", "grand-model")).toBeNull();
  });
});

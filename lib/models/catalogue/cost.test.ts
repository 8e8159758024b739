import { calcPrice } from "@pydantic/genai-prices";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelCard } from "./schema.ts";
import type { PriceOverride } from "../prices/schema.ts";
import { costOf, overrideAt } from "./cost.ts";

const at = new Date("2026-11-27T09:00:00Z");

function factsFor(provider: string, model: string, more: Partial<ModelCard> = {}): ModelCard {
  return {
    connectionId: "c",
    connectionName: provider,
    connectionKind: "openai_compatible",
    model,
    provider,
    contextTokens: null,
    prices: {
      inputUsdPerMillion: null,
      cachedInputUsdPerMillion: null,
      cacheWriteUsdPerMillion: null,
      outputUsdPerMillion: null,
      reasoningUsdPerMillion: null,
      source: "the list",
      sourceDate: null,
      isEntered: false,
    },
    overrides: [],
    parameters: null,
    deployment: null,
    gridZone: null,
    isSimulated: false,
    isLocal: false,
    ...more,
  };
}

const override = (more: Partial<PriceOverride>): PriceOverride => ({
  id: "o",
  connectionId: "c",
  modelPattern: "*",
  from: new Date("2026-11-01T00:00:00Z"),
  to: new Date("2026-12-01T00:00:00Z"),
  inputPrice: 1,
  cachedInputPrice: null,
  cacheWritePrice: null,
  outputPrice: 2,
  reasoningPrice: null,
  note: "",
  createdByName: "Ada",
  createdAt: at,
  ...more,
});

describe("costOf", () => {
  // Worked out by hand from each provider's price list, USD per million.
  it.each([
    [
      "deepseek",
      "deepseek-chat",
      { inputTokens: 1000, cachedInputTokens: 900, outputTokens: 100 },
      0.0000952,
    ],
    ["google", "gemini-2.5-pro", { inputTokens: 100, outputTokens: 920, reasoningTokens: 900 }, 0.009325],
    [
      "anthropic",
      "claude-sonnet-4-5",
      { inputTokens: 2_050, cacheWriteTokens: 2_000, outputTokens: 160 },
      (50 * 3 + 2_000 * 3.75 + 160 * 15) / 1e6,
    ],
    [
      "anthropic",
      "claude-sonnet-4-5",
      { inputTokens: 2_000, cacheWriteTokens: 2_000, cacheWriteHourTokens: 500, outputTokens: 0 },
      (1_500 * 3.75 + 500 * 6) / 1e6,
    ],
    ["google", "gemini-2.5-pro", { inputTokens: 300_000, outputTokens: 10 }, (300_000 * 2.5 + 10 * 15) / 1e6],
    ["mistral", "mistral-small-latest", { inputTokens: 1_000_000, outputTokens: 1_000_000 }, 0.75],
    ["mistral", "mistral-large-latest", { inputTokens: 1_000_000, outputTokens: 1_000_000 }, 2],
    [
      "together",
      "meta-llama/Llama-3.3-70B-Instruct-Turbo",
      { inputTokens: 1_000_000, outputTokens: 0 },
      1.04,
    ],
  ])("%s %s %o costs %d", (provider, model, usage, usd) => {
    expect(costOf(factsFor(provider, model), usage, at)?.usd).toBeCloseTo(usd, 12);
  });

  it("raises the price of the whole call above a step, not at it", () => {
    const usdOf = (inputTokens: number) =>
      costOf(factsFor("google", "gemini-2.5-pro"), { inputTokens, outputTokens: 0 }, at)?.usd;
    expect(usdOf(200_000)).toBeCloseTo(0.25, 12);
    expect(usdOf(200_001)).toBeCloseTo(0.5000025, 12);
  });

  const counts = fc.nat({ max: 500_000 });
  const usages = fc.record({
    inputTokens: counts,
    cachedInputTokens: fc.option(counts),
    cacheWriteTokens: fc.option(counts),
    cacheWriteHourTokens: fc.option(counts),
    audioInputTokens: fc.option(counts),
    outputTokens: counts,
    reasoningTokens: fc.option(counts),
    audioOutputTokens: fc.option(counts),
  });
  const models = fc.constantFrom(
    ["openai", "gpt-5-mini"],
    ["anthropic", "claude-sonnet-4-5"],
    ["google", "gemini-2.5-pro"],
    ["google", "gemini-2.5-flash"],
    ["deepseek", "deepseek-chat"],
    ["groq", "llama-3.1-8b-instant"],
  );

  it("is the sum of its parts, which cover every token once and are never negative", () => {
    fc.assert(
      fc.property(models, usages, ([provider, model], usage) => {
        const cost = costOf(factsFor(String(provider), String(model)), usage, at);
        if (!cost) throw new Error("a listed model has a cost");
        const sum = cost.parts.reduce((total, part) => total + part.usd, 0);
        expect(Math.abs(cost.usd - sum)).toBeLessThanOrEqual(1e-12 + 1e-12 * sum);
        expect(cost.parts.every((part) => part.usd >= 0 && (part.tokens ?? 0) > 0)).toBe(true);
        const tokens = cost.parts.reduce((total, part) => total + (part.tokens ?? 0), 0);
        expect(tokens).toBe(usage.inputTokens + usage.outputTokens);
      }),
    );
  });

  it("equals the price list's own calculation where that knows every count", () => {
    const cuts = fc.tuple(counts, counts, counts, counts);
    const listed = fc.constantFrom(["anthropic", "claude-sonnet-4-5"], ["google", "gemini-2.5-pro"]);
    fc.assert(
      fc.property(listed, cuts, ([providerId, model], [fresh, cached, write, output]) => {
        const all = fresh + cached + write;
        const theirs = calcPrice(
          { input_tokens: all, cache_read_tokens: cached, cache_write_tokens: write, output_tokens: output },
          String(model),
          { providerId: String(providerId), timestamp: at },
        );
        const usage = {
          inputTokens: all,
          cachedInputTokens: cached,
          cacheWriteTokens: write,
          outputTokens: output,
        };
        const ours = costOf(factsFor(String(providerId), String(model)), usage, at)?.usd;
        expect(ours).toBeCloseTo(Number(theirs?.total_price), 9);
      }),
    );
  });

  it("is null, never 0, where a price is not known, and 0 only for what is free", () => {
    const usage = { inputTokens: 10, outputTokens: 10 };
    expect(costOf(factsFor("openai", "unheard-of"), usage, at)).toBeNull();
    expect(costOf(factsFor("openai", "gpt-5-mini", { isSimulated: true }), usage, at)).toBeNull();
    expect(costOf(factsFor("openai", "gpt-5-mini"), { inputTokens: 0, outputTokens: 0 }, at)?.usd).toBe(0);
    const bad = { inputTokens: Number.NaN, outputTokens: -5 };
    expect(costOf(factsFor("openai", "gpt-5-mini"), bad, at)?.usd).toBe(0);
  });

  it("takes a router's own charge, and only a router's", () => {
    const usage = { inputTokens: 10, outputTokens: 10, reportedCostUsd: 0.5 };
    expect(costOf(factsFor("openrouter", "openai/gpt-4o-mini"), usage, at)).toMatchObject({
      usd: 0.5,
      parts: [{ kind: "reported", usd: 0.5 }],
    });
    expect(costOf(factsFor("openai", "gpt-4o-mini"), usage, at)?.usd).toBeCloseTo(0.0000075, 12);
  });
});

describe("a project's own price", () => {
  const usage = { inputTokens: 1_000_000, cachedInputTokens: 500_000, outputTokens: 1_000_000 };

  it("holds from its first moment to before its last, and the list elsewhere", () => {
    const card = factsFor("openai", "gpt-4o-mini", { overrides: [override({})] });
    const usdAt = (moment: string) => costOf(card, usage, new Date(moment))?.usd;
    expect(usdAt("2026-11-01T00:00:00.000Z")).toBeCloseTo(3, 12);
    expect(usdAt("2026-11-30T23:59:59.999Z")).toBeCloseTo(3, 12);
    const listed = (0.5 * 0.15 + 0.5 * 0.075 + 0.6).toFixed(9);
    expect(usdAt("2026-10-31T23:59:59.999Z")?.toFixed(9)).toBe(listed);
    expect(usdAt("2026-12-01T00:00:00.000Z")?.toFixed(9)).toBe(listed);
  });

  it("charges parts without a price of their own as what they are parts of, and names itself", () => {
    const own = override({ cachedInputPrice: 0.1, reasoningPrice: 5, note: "contract 7" });
    const card = factsFor("openai", "gpt-4o-mini", { overrides: [own] });
    const cost = costOf(card, { ...usage, reasoningTokens: 400_000 }, at);
    expect(cost?.usd).toBeCloseTo(0.5 + 0.05 + 0.6 * 2 + 0.4 * 5, 12);
    expect(cost).toMatchObject({ overrideId: "o", source: "the project's own price: contract 7" });
  });

  it("wins over a router's charge and over what a person entered for the model", () => {
    const card = factsFor("openrouter", "x", { overrides: [override({})] });
    expect(costOf(card, { inputTokens: 1_000_000, outputTokens: 0, reportedCostUsd: 9 }, at)?.usd).toBe(1);
  });

  it("is the first that holds: the closest match comes first", () => {
    const [narrow, wide] = [override({ id: "narrow" }), override({ id: "wide" })];
    expect(overrideAt([narrow, wide], at)?.id).toBe("narrow");
    expect(overrideAt([override({ to: at }), wide], at)?.id).toBe("wide");
    expect(overrideAt([override({ from: new Date(at.getTime() + 1) })], at)).toBeNull();
  });
});

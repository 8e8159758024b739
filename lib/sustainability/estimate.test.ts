import fc from "fast-check";
import { describe, expect, it } from "vitest";
import vectors from "./data/reference-vectors.json" with { type: "json" };
import { requestImpact } from "./ecologits.ts";
import { gridOf } from "./grid.ts";
import { estimateCarbon } from "./index.ts";

const known = { outputTokens: 300, latencySeconds: null, gridZone: "USA", provider: "openai" };

describe("EcoLogits 0.11.3", () => {
  const relative = (ours: number | null, theirs: number) => Math.abs(Number(ours) - theirs) / theirs;

  it.each(vectors.vectors)(
    "$provider $model, $outputTokens tokens, zone $zone, $latencySeconds s: equal at both ends",
    (vector) => {
      const estimate = estimateCarbon({
        provider: vector.provider,
        activeParametersBillions: rangeOf(vector.active),
        totalParametersBillions: rangeOf(vector.total),
        deployment: vector,
        outputTokens: vector.outputTokens,
        latencySeconds: vector.latencySeconds,
        gridZone: vector.zone,
      });
      const energy = rangeOf(vector.energyKwh);
      const pairs: [number | null, number][] = [
        [estimate.low, rangeOf(vector.gwpKg).low * 1000],
        [estimate.high, rangeOf(vector.gwpKg).high * 1000],
        [estimate.energyKwh, (energy.low + energy.high) / 2],
      ];
      for (const [ours, theirs] of pairs) expect(relative(ours, theirs)).toBeLessThan(1e-12);
    },
  );

  it.each(vectors.vectors.filter((vector) => vector.provider === "openai"))(
    "$model, $outputTokens tokens, zone $zone: water, metals and primary energy too",
    (vector) => {
      const { mix } = gridOf(vector.zone ?? "USA");
      for (const [end, bound] of (["low", "high"] as const).entries()) {
        const impact = requestImpact({
          activeBillions: rangeOf(vector.active)[bound],
          totalBillions: rangeOf(vector.total)[bound],
          tokensPerSecond: vector.tokensPerSecond,
          firstTokenSeconds: vector.firstTokenSeconds,
          outputTokens: vector.outputTokens,
          latencySeconds: vector.latencySeconds,
          mix,
          pue: 1.2,
          wue: 0.569,
        });
        const pairs: [number, number | undefined][] = [
          [impact.energyKwh, vector.energyKwh[end]],
          [impact.waterLitres, vector.waterLitres[end]],
          [impact.usage.gwp, vector.usageGwpKg[end]],
          [impact.embodied.gwp, vector.embodiedGwpKg[end]],
          [impact.total.adpe, vector.adpeKgSb[end]],
          [impact.total.pe, vector.peMj[end]],
        ];
        for (const [ours, theirs] of pairs) expect(relative(ours, Number(theirs))).toBeLessThan(1e-12);
      }
    },
  );
});

describe("estimateCarbon", () => {
  it("grows with parameters and with tokens", () => {
    const size = fc.double({ min: 0.1, max: 2000, noNaN: true });
    const tokens = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(size, size, tokens, tokens, (a, b, t, u) => {
        const [smallSize, bigSize] = a < b ? [a, b] : [b, a];
        const [fewTokens, manyTokens] = t < u ? [t, u] : [u, t];
        const small = carbon(smallSize, fewTokens);
        const big = carbon(bigSize, manyTokens);
        expect(big).toBeGreaterThanOrEqual(small);
      }),
    );
  });

  it("keeps the central figure inside its range", () => {
    const range = fc.tuple(
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      fc.double({ min: 1, max: 4, noNaN: true }),
    );
    fc.assert(
      fc.property(range, fc.constantFrom("openai", "anthropic", "groq"), ([low, factor], provider) => {
        const parameters = { low, high: low * factor };
        const estimate = estimateCarbon({
          ...known,
          provider,
          activeParametersBillions: parameters,
          totalParametersBillions: parameters,
        });
        expect(estimate.low).toBeLessThanOrEqual(Number(estimate.carbonGrams) * (1 + 1e-12));
        expect(estimate.high).toBeGreaterThanOrEqual(Number(estimate.carbonGrams) * (1 - 1e-12));
      }),
    );
  });

  it("gives no figure, and the reason, for a model of unknown size", () => {
    const estimate = estimateCarbon({
      ...known,
      activeParametersBillions: null,
      totalParametersBillions: null,
    });
    expect(estimate).toMatchObject({ energyKwh: null, carbonGrams: null, low: null, high: null });
    expect(estimate.method.reason).toContain("number of parameters is not known");
  });

  it("states parameters, grid, PUE and source", () => {
    const parameters = { low: 40, high: 112 };
    const { method } = estimateCarbon({
      ...known,
      activeParametersBillions: parameters,
      totalParametersBillions: parameters,
    });
    expect(method).toMatchObject({
      name: "EcoLogits 0.11.3",
      parameters: { active: parameters, isAssumed: true },
      grid: { zone: "USA", kgCo2ePerKwh: 0.3844, isAssumed: false },
      pue: { low: 1.2, high: 1.2 },
    });
    expect(method.text).toContain("USA grid of 2025 at 384 g/kWh");
  });

  it("takes the world's mix for an unknown zone and says so", () => {
    const { method } = estimateCarbon({
      ...known,
      provider: "groq",
      gridZone: null,
      activeParametersBillions: 8,
      totalParametersBillions: 8,
    });
    expect(method.grid).toMatchObject({ zone: "WOR", isAssumed: true });
  });

  it("says which version, which year of the grid, and what the range covers", () => {
    const { method } = estimateCarbon({
      ...known,
      gridZone: "KEN",
      activeParametersBillions: 8,
      totalParametersBillions: 8,
    });
    expect(method.grid).toMatchObject({ zone: "KEN", isAssumed: false, year: "2025" });
    expect(method.text).toContain("EcoLogits 0.11.3");
    expect(method.covers).toContain("not the hour of the day");
  });

  it.each([
    [{ outputTokens: Number.NaN }],
    [{ outputTokens: -5 }],
    [{ outputTokens: Number.POSITIVE_INFINITY }],
    [{ latencySeconds: Number.NaN }],
    [{ latencySeconds: -1 }],
    [{ provider: "local", latencySeconds: -1 }],
    [{ provider: "local", latencySeconds: 1, threads: Number.NaN }],
  ])("gives no figure for what no call can have: %o", (given) => {
    const size = { activeParametersBillions: 8, totalParametersBillions: 8 };
    const estimate = estimateCarbon({ ...known, ...size, ...given });
    expect(estimate).toMatchObject({ energyKwh: null, carbonGrams: null, low: null, high: null });
    expect(estimate.method.reason).not.toBeNull();
  });

  it("counts the embedded model by its measured time on the threads it used", () => {
    const local = {
      ...known,
      provider: "local",
      gridZone: "FRA",
      activeParametersBillions: 0.27,
      totalParametersBillions: 0.27,
    };
    const estimate = estimateCarbon({ ...local, latencySeconds: 10, threads: 2 });
    expect(estimate.low).toBeCloseTo(((3.5 * 2 * 10) / 3.6e6) * 41.44, 12);
    expect(estimate.high).toBeCloseTo(((1.5 * 21 * 2 * 10) / 3.6e6) * 41.44, 12);
    expect(estimate.method).toMatchObject({ name: "local CPU power", reason: null });
    expect(estimateCarbon(local).carbonGrams).toBeNull();
  });
});

function carbon(billions: number, outputTokens: number): number {
  const estimate = estimateCarbon({
    ...known,
    outputTokens,
    activeParametersBillions: billions,
    totalParametersBillions: billions,
  });
  return Number(estimate.carbonGrams);
}

/** Vectors hold a range as a pair. */
function rangeOf([low = Number.NaN, high = Number.NaN]: number[]): { low: number; high: number } {
  return { low, high };
}

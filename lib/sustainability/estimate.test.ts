import fc from "fast-check";
import { describe, expect, it } from "vitest";
import vectors from "./data/reference-vectors.json" with { type: "json" };
import { requestImpact } from "./ecologits.ts";
import { estimateCarbon } from "./index.ts";

const known = { outputTokens: 300, latencySeconds: null, gridZone: "USA", provider: "openai" };

describe("requestImpact", () => {
  it.each(vectors.ecologits_0_9_1.map((vector) => [vector.in.active_b, vector] as const))(
    "equals EcoLogits 0.9.1 at %d billion parameters",
    (_, { in: given, out }) => {
      const impact = requestImpact({
        activeBillions: given.active_b,
        totalBillions: given.total_b,
        outputTokens: given.out_tokens,
        latencySeconds: given.latency_s,
        mix: { gwp: given.gwp, adpe: given.adpe, pe: given.pe, wue: given.mix_wue },
        pue: given.pue,
        wue: given.wue,
      });
      const pairs: [number, number][] = [
        [impact.gpuEnergyKwh, out.gpu_kwh],
        [impact.latencySeconds, out.lat],
        [impact.gpus, out.gpus],
        [impact.serverEnergyKwh, out.srv_kwh],
        [impact.energyKwh, out.energy],
        [impact.waterLitres, out.wcf],
        [impact.usage.gwp, out.u_gwp],
        [impact.usage.adpe, out.u_adpe],
        [impact.usage.pe, out.u_pe],
        [impact.embodied.gwp, out.e_gwp],
        [impact.embodied.adpe, out.e_adpe],
        [impact.embodied.pe, out.e_pe],
        [impact.total.gwp, out.gwp],
        [impact.total.adpe, out.adpe],
        [impact.total.pe, out.pe],
      ];
      // A relative error of 1e-14 is the order in which doubles were added.
      for (const [ours, theirs] of pairs) expect(Math.abs(ours - theirs) / theirs).toBeLessThan(1e-14);
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
      name: "EcoLogits 0.9.1",
      parameters: { active: parameters, isAssumed: true },
      grid: { zone: "USA", kgCo2ePerKwh: 0.38355, isAssumed: false },
      pue: { low: 1.2, high: 1.2 },
    });
    expect(method.text).toContain("USA grid at 384 g/kWh");
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

  it("knows zones EcoLogits lacks from Ember's table", () => {
    const { method } = estimateCarbon({
      ...known,
      gridZone: "KEN",
      activeParametersBillions: 8,
      totalParametersBillions: 8,
    });
    expect(method.grid).toMatchObject({ zone: "KEN", isAssumed: false });
    expect(method.grid.source).toContain("Ember");
  });

  it("counts the embedded model by its measured time on this machine's cores", () => {
    const local = {
      ...known,
      provider: "local",
      gridZone: "FRA",
      activeParametersBillions: 0.27,
      totalParametersBillions: 0.27,
    };
    const estimate = estimateCarbon({ ...local, latencySeconds: 10, cores: 2 });
    expect(estimate.low).toBeCloseTo(((3.5 * 2 * 10) / 3.6e6) * 44.18, 12);
    expect(estimate.high).toBeCloseTo(((1.5 * 21 * 2 * 10) / 3.6e6) * 44.18, 12);
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

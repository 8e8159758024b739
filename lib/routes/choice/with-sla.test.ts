import { describe, expect, it } from "vitest";
import { valuesNeeded } from "#statistics";
import { manualClock } from "#platform/clock";
import { TargetHealth } from "../health/target-health.ts";
import { RouteSla, slaKept } from "../sla.ts";
import { chooseOrder } from "./choose.ts";
import { withSla } from "./with-sla.ts";

const cost = { by: "cost", outputTokens: 500 } as const;
const sla = { p95Ms: 1_000 };

describe("a choice by cost", () => {
  it("asks the cheapest of the models whose 95th percentile keeps to the SLA", () => {
    const clock = manualClock("2026-01-01T00:00:00Z");
    // Usually quick, but one answer of ten takes three seconds.
    const cheap = new TargetHealth();
    const dear = new TargetHealth();
    for (let call = 0; call < 100; call += 1) {
      const wholeMs = call % 10 === 0 ? 3_000 : 100;
      cheap.succeeded(clock.now(), null, { isStream: false, ms: wholeMs, wholeMs, isProbe: false });
      dear.succeeded(clock.now(), null, { isStream: false, ms: 500, wholeMs: 500, isProbe: false });
    }
    const first = (promised: typeof sla | null) => {
      const { choice, latencyOf } = withSla(cost, promised);
      const candidates = [
        { key: "cheap", health: cheap, usd: 1 },
        { key: "dear", health: dear, usd: 2 },
      ].map(({ key, health, usd }) => ({
        key,
        name: key,
        order: 0,
        weight: 1,
        isGone: false,
        latencyMs: () =>
          latencyOf({ usualMs: health.latencyMs(clock.now(), false), p95Ms: health.p95Ms(clock.now()) }),
        active: () => 0,
        costUsd: () => usd,
      }));
      return candidates[
        chooseOrder(choice, candidates, { metadata: null, stickyKey: null }, () => 0.5).order[0] ?? 0
      ]?.key;
    };
    expect(first(null)).toBe("cheap");
    expect(first(sla)).toBe("dear");
    // Minutes later nothing is known of it any more, and it is asked again.
    clock.advance(300_001);
    expect(first(sla)).toBe("cheap");
  });

  it("with a time of its own goes by that, and any other choice by none", () => {
    const own = { ...cost, withinMs: 200 };
    expect(withSla(own, sla).choice).toEqual(own);
    expect(withSla(cost, { costUsd: 1 }).choice).toEqual(cost);
    expect(withSla({ by: "weight" }, sla).choice).toEqual({ by: "weight" });
  });

  it("goes by the usual time until there are enough answers for a percentile", () => {
    const health = new TargetHealth();
    const now = new Date("2026-01-01T00:00:00Z");
    const add = (count: number) => {
      for (let call = 0; call < count; call += 1)
        health.succeeded(now, null, { isStream: true, ms: 10, wholeMs: 400, isProbe: false });
    };
    add(valuesNeeded(0.95) - 1);
    expect(health.p95Ms(now)).toBeNull();
    add(1);
    expect(health.p95Ms(now)).toBe(400);
    expect(withSla(cost, sla).latencyOf({ usualMs: 10, p95Ms: null })).toBe(10);
  });
});

it("a promise is kept, missed or not known", () => {
  const promised = { p95Ms: 1_000, costUsd: 0.01 };
  expect(slaKept(promised, { p95Ms: 1_000, costUsd: 0.011 })).toEqual({ latency: true, cost: false });
  expect(slaKept(promised, { p95Ms: 1_001, costUsd: null })).toEqual({ latency: false, cost: null });
  expect(slaKept({ p95Ms: 1 }, { p95Ms: null, costUsd: 1 })).toEqual({ latency: null, cost: null });
  expect(RouteSla.safeParse({}).success).toBe(false);
});

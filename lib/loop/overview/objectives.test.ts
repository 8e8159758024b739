import { describe, expect, it } from "vitest";
import { Gate } from "#schema/releases";
import { quantile } from "#statistics";
import { objectivesOf } from "./objectives.ts";
import { shareOf } from "./shares.ts";

describe("objectives", () => {
  const measured = {
    usage: {
      count: 5_000,
      failed: 6,
      cancelled: 994,
      latencyP95Ms: 1400,
      latencyError: 0.0488,
      costUsd: 17.64,
      priced: 4_000,
      carbonGrams: 152,
      carbonKnown: 4_000,
      usageEstimated: 0,
    },
    latency: { answered: 4_000, low: 120, high: 120 },
    quality: shareOf([{ good: 87, judged: 100 }]),
    safety: { rejected: 0, decided: 181 },
  };

  it("are those the gate states, with the room that is left; cost is of priced calls", () => {
    const gate = Gate.parse({
      conditions: [
        { kind: "suite_passed", minimum: 0.85 },
        { kind: "no_safety_failure" },
        { kind: "budget", latencyP95Ms: 2000, errorRate: 0.005, costPer1000Usd: 4 },
      ],
    });
    expect(
      objectivesOf(gate, measured).map(({ title, value, isMet, headroom }) => [
        title,
        value,
        isMet,
        headroom === null ? null : Math.round(headroom * 100),
      ]),
    ).toEqual([
      ["p95 latency under 2 s", "3 % of 4,000 slower, p95 1.4 s ± 5 %", true, 40],
      ["Error rate under 0.5 %", "0.12 %, 6 of 5,000", true, 76],
      ["Cost under $4.00 per 1,000", "$4.41", false, 0],
      ["Safety: no output rejected for safety", "0 of 181 decisions", true, 100],
      ["Quality at least 0.85", "0.87, n 100", true, 13],
    ]);
  });

  it("are judged by how many calls are over the limit, to the call", () => {
    const gate = Gate.parse({ conditions: [{ kind: "budget", latencyP95Ms: 1000 }] });
    const judge = (low: number, high: number) =>
      objectivesOf(gate, { ...measured, latency: { answered: 100, low, high } })[0];
    expect(judge(4, 4)?.isMet).toBe(true);
    expect(judge(6, 6)).toMatchObject({ isMet: false, headroom: 0, limitMs: 1000 });
    expect(judge(3, 7)?.isMet).toBeNull();
  });

  it("of latency say of one line what its p95 says: met only where that is under the limit", () => {
    const gate = Gate.parse({ conditions: [{ kind: "budget", latencyP95Ms: 500 }] });
    const judge = (values: number[]) => {
      const over = values.filter((value) => value > 500).length;
      const usage = {
        ...measured.usage,
        count: values.length,
        failed: 0,
        cancelled: 0,
        latencyP95Ms: quantile(values, 0.95),
        latencyError: 0,
      };
      const latency = { answered: values.length, low: over, high: over };
      return objectivesOf(gate, { ...measured, usage, latency })[0];
    };
    const many = (count: number, value: number) => Array.from({ length: count }, () => value);
    expect(judge([...many(95, 100), ...many(5, 10_000)])).toMatchObject({
      value: "5 % of 100 slower, p95 595 ms",
      isMet: false,
      headroom: 0,
    });
    expect(judge([...many(95, 100), ...many(5, 501)])?.isMet).toBe(true);
    // Every number of calls and of slow ones: the verdict is that of the percentile itself.
    for (let count = 59; count < 130; count += 1)
      for (let slow = 0; slow < 12; slow += 1) {
        const values = [...many(count - slow, 100), ...many(slow, 700)];
        expect(judge(values)?.isMet, `${slow} of ${count}`).toBe(quantile(values, 0.95) <= 500);
      }
  });

  it("of latency cannot be told where the p95 is read too coarsely, nor of too few answers, but for a clear miss", () => {
    const gate = Gate.parse({ conditions: [{ kind: "budget", latencyP95Ms: 1000 }] });
    const judge = (answered: number, over: number, p95: number) =>
      objectivesOf(gate, {
        ...measured,
        usage: { ...measured.usage, count: answered, failed: 0, cancelled: 0, latencyP95Ms: p95 },
        latency: { answered, low: over, high: over },
      })[0];
    expect(judge(100, 5, 1_020)?.isMet).toBeNull();
    expect(judge(100, 5, 900)?.isMet).toBe(true);
    expect(judge(100, 5, 1_200)?.isMet).toBe(false);
    expect(judge(58, 0, 400)).toMatchObject({
      value: "0 % of 58 slower, p95 too few: 58 answers, 59 are needed",
      isMet: null,
    });
    expect(judge(59, 0, 400)?.isMet).toBe(true);
    expect(judge(20, 10, 4_000)?.isMet).toBe(false);
  });

  it("never round onto a limit they miss, and write a limit as it was set", () => {
    const gate = Gate.parse({
      conditions: [
        { kind: "budget", errorRate: 0.02, costPer1000Usd: 5, carbonGramsPer1000: 40 },
        { kind: "suite_passed", minimum: 0.8 },
      ],
    });
    const usage = {
      ...measured.usage,
      count: 250_000,
      failed: 5_001,
      costUsd: 5.0004,
      priced: 1_000,
      carbonGrams: 40.02,
      carbonKnown: 1_000,
    };
    const quality = shareOf([{ good: 79_996, judged: 100_000 }]);
    expect(objectivesOf(gate, { ...measured, usage, quality }).map(({ value }) => value)).toEqual([
      "2.0004 %, 5,001 of 250,000",
      "$5.0004",
      "40.02 gCO₂e",
      "0.79996, n 100,000",
    ]);
    const fine = Gate.parse({ conditions: [{ kind: "budget", errorRate: 0.00125, latencyP95Ms: 1_234 }] });
    expect(objectivesOf(fine, measured).map(({ title }) => title)).toEqual([
      "p95 latency under 1.234 s",
      "Error rate under 0.125 %",
    ]);
  });

  it("do not exist where the gate is silent, and are not met by silence", () => {
    expect(objectivesOf(Gate.parse({ conditions: [] }), measured)).toEqual([]);
    const gate = Gate.parse({ conditions: [{ kind: "budget", latencyP95Ms: 2000 }] });
    for (const latency of [null, { answered: 0, low: 0, high: 0 }])
      expect(objectivesOf(gate, { ...measured, latency })).toEqual([
        { key: "latency", title: "p95 latency under 2 s", value: "—", headroom: null, isMet: null },
      ]);
  });

  it("are not met by silence of people either, and one rejection for safety is one too many", () => {
    const gate = Gate.parse({
      conditions: [{ kind: "no_safety_failure" }, { kind: "suite_passed", minimum: 0.85 }],
    });
    const silent = { ...measured, quality: shareOf([]), safety: { rejected: 0, decided: 0 } };
    expect(
      objectivesOf(gate, silent).map(({ key, value, headroom, isMet }) => [key, value, headroom, isMet]),
    ).toEqual([
      ["safety", "—", null, null],
      ["quality", "—", null, null],
    ]);
    const [rejected] = objectivesOf(gate, { ...measured, safety: { rejected: 1, decided: 181 } });
    expect(rejected).toMatchObject({ value: "1 of 181 decisions", headroom: 0, isMet: false });
  });

  it("have no room left at a limit of nothing, and at a quality of all", () => {
    const none = Gate.parse({ conditions: [{ kind: "budget", errorRate: 0 }] });
    expect(objectivesOf(none, measured)[0]).toMatchObject({ headroom: 0, isMet: false });
    const clean = { ...measured, usage: { ...measured.usage, failed: 0 } };
    expect(objectivesOf(none, clean)[0]).toMatchObject({ headroom: 1, isMet: true });
    const all = Gate.parse({ conditions: [{ kind: "suite_passed", minimum: 1 }] });
    expect(objectivesOf(all, measured)[0]).toMatchObject({ headroom: 0, isMet: false });
    const perfect = { ...measured, quality: shareOf([{ good: 40, judged: 40 }]) };
    expect(objectivesOf(all, perfect)[0]).toMatchObject({ headroom: 1, isMet: true });
  });

  it("of carbon are of the calls whose carbon is known, and marked where tokens were estimated", () => {
    const gate = Gate.parse({ conditions: [{ kind: "budget", carbonGramsPer1000: 40 }] });
    const [carbon] = objectivesOf(gate, { ...measured, usage: { ...measured.usage, usageEstimated: 1 } });
    expect(carbon).toMatchObject({
      key: "carbon",
      value: "≈ 38 gCO₂e",
      isMet: true,
      headroom: expect.closeTo(0.05),
    });
    expect(
      objectivesOf(gate, { ...measured, usage: { ...measured.usage, carbonGrams: 0, carbonKnown: 0 } })[0],
    ).toMatchObject({ value: "—", isMet: null });
  });
});

import { describe, expect, it } from "vitest";
import { Gate } from "#schema/releases";
import { objectivesOf } from "./objectives.ts";
import { shareOf } from "./shares.ts";

describe("objectives", () => {
  const measured = {
    usage: {
      count: 5_000,
      failed: 6,
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
    expect(judge(5, 5)?.isMet).toBe(true);
    expect(judge(6, 6)).toMatchObject({ isMet: false, headroom: 0, limitMs: 1000 });
    expect(judge(4, 7)?.isMet).toBeNull();
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
